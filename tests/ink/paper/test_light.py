import numpy as np
import pytest
from PIL import Image, ImageDraw
from scipy import ndimage

from recognizer.ink import Stroke
from recognizer.ink.paper.light import Grey, relief, split
from tests.ink.handwriting import FIVE, ONE, SEVEN, enlarged, photographed, row, zero


def test_it_splits_two_tones_between_them() -> None:
    threshold, share = split(np.array([10.0, 11, 10, 90, 91, 90], dtype=np.float32))
    assert 11 < threshold < 90
    assert share > 0.99


def test_it_splits_a_single_tone_without_complaint() -> None:
    assert split(np.full(9, 7, dtype=np.float32))[1] == 0


def test_three_pixels_are_too_few_for_a_running_median_but_no_trouble() -> None:
    assert np.isfinite(relief(np.array([[0, 128, 255]], dtype=np.float32))).all()


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


@pytest.mark.parametrize("dark", [0.3, 0.45, 0.6])
@pytest.mark.parametrize("place", [0.3, 0.55, 0.75])
def test_a_deep_shadow_over_a_part_of_the_number_is_not_ink(dark: float, place: float) -> None:
    """Light and shadow differ more than paper and ink do."""
    ink = Image.new("L", (500, 220))
    painter = ImageDraw.Draw(ink)
    for stroke in row(FIVE, ONE, SEVEN, FIVE, SEVEN, gap=0.9):
        painter.line([tuple(point) for point in 70 * stroke + [75, 75]], fill=255, width=6)
    drawn = np.asarray(ink)
    y, x = np.indices(drawn.shape)
    in_shadow = 1 / (1 + np.exp((place * drawn.shape[1] - x + 0.4 * y) / 4))
    light = (225 - 145 * (drawn / 255)) * (1 - (1 - dark) * in_shadow)
    height = relief(light.astype(np.float32))
    assert np.percentile(height[drawn == 255], 5) > 2 * np.percentile(height[drawn == 0], 95)


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize(
    ("digit", "bolder"),
    [(zero(), 0), (ONE, 7), (FIVE, 8), (SEVEN, 14)],
    ids=["thin", "most of the border", "most of the square", "thicker than its paper"],
)
def test_polarity_is_right_where_a_digit_fills_the_square(
    digit: list[Stroke], bolder: int, inverted: bool
) -> None:
    drawn = enlarged(digit) > 0.5
    if bolder:
        drawn = ndimage.binary_dilation(drawn, iterations=bolder)
    drawn = drawn[drawn.any(axis=1)][:, drawn.any(axis=0)]
    height = relief(np.where(drawn != inverted, 30, 220).astype(np.float32))
    assert (height[drawn] > 50).mean() > 0.95
    assert (height[~drawn] < 50).mean() > 0.95


@pytest.mark.parametrize(
    ("digit", "bolder"), [(zero(), 1), (ONE, 4), (FIVE, 5), (SEVEN, 5)], ids=["0", "1", "5", "7"]
)
def test_two_tones_are_ink_and_paper_as_they_stand(digit: list[Stroke], bolder: int) -> None:
    """A small scan of a bold digit has thick ink and no shadow."""
    drawn = enlarged(digit, side=30) > 0.5
    drawn = ndimage.binary_dilation(np.pad(drawn, bolder + 4), iterations=bolder)
    height = relief(np.where(drawn, 0, 255).astype(np.float32))
    assert height[drawn].min() > 200
    assert height[~drawn].max() < 55
