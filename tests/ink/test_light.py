import numpy as np
import pytest

from recognizer.ink.light import Grey, relief, split
from tests.ink.handwriting import FIVE, photographed, zero


def test_it_splits_two_tones_between_them() -> None:
    threshold, share = split(np.array([10.0, 11, 10, 90, 91, 90], dtype=np.float32))
    assert 11 < threshold < 90
    assert share > 0.99


def test_it_splits_a_single_tone_without_complaint() -> None:
    assert split(np.full(9, 7, dtype=np.float32))[1] == 0


def shaded(pixels: np.ndarray) -> Grey:
    """Return pixels under a light that halves from one corner to the other."""
    height, width = pixels.shape
    fall = np.linspace(0, 0.25, height)[:, None] + np.linspace(0, 0.25, width)
    return np.asarray(pixels * (1 - fall), dtype=np.float32)


@pytest.mark.parametrize(("paper", "ink"), [(230, 40), (230, 150), (20, 220), (60, 130)])
def test_ink_stands_out_from_paper_in_either_polarity_under_a_falling_light(paper: int, ink: int) -> None:
    height = relief(shaded(photographed(FIVE, paper=paper, ink=ink)))
    drawn = photographed(FIVE, paper=0, ink=255)
    # the light at the far corner leaves half of the contrast
    assert height[drawn == 255].min() > 0.4 * abs(paper - ink)
    assert np.abs(height[drawn == 0]).mean() < 0.05 * abs(paper - ink)


def test_the_edge_of_a_shadow_is_not_ink() -> None:
    light = photographed(FIVE).astype(np.float32)
    columns = np.arange(light.shape[1])
    height = relief(np.asarray(light * (1 - 0.35 / (1 + np.exp((columns - 70) / 4))), dtype=np.float32))
    drawn = photographed(FIVE, paper=0, ink=255)
    assert height[drawn == 255].min() > 2 * np.percentile(height[drawn == 0], 99)


@pytest.mark.parametrize("inverted", [False, True])
def test_polarity_is_right_where_a_digit_fills_the_square(inverted: bool) -> None:
    tight = photographed(zero(), margin=0)[10:-10, 10:-10]
    drawn = photographed(zero(), margin=0, paper=0, ink=255)[10:-10, 10:-10] > 127
    light = np.asarray(255 - tight if inverted else tight, dtype=np.float32)
    assert (relief(light)[drawn] > 50).all()
