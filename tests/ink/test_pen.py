import numpy as np
import pytest
from scipy import ndimage

from recognizer.ink.drawing import PEN_WIDTH
from recognizer.ink.pen import BOLDEST, distance_to_paper, with_our_pen


def bar(width: int, height: int) -> np.ndarray:
    return np.full((height, width), 255, dtype=np.uint8)


def tile_widths(ink: np.ndarray) -> tuple[float, float]:
    """Return width and height of the inked box, the larger as 20 tile pixels."""
    rows, columns = np.nonzero(ink > 127)
    width, height = np.ptp(columns) + 1, np.ptp(rows) + 1
    return 20 * width / max(width, height), 20 * height / max(width, height)


@pytest.mark.parametrize(("width", "height"), [(1, 100), (3, 300), (2, 700)])
def test_a_hair_line_becomes_as_wide_as_the_pen(width: int, height: int) -> None:
    assert tile_widths(with_our_pen(bar(width, height)))[0] == pytest.approx(PEN_WIDTH, rel=0.15)


@pytest.mark.parametrize(("width", "height"), [(60, 300), (20, 128), (5, 32)])
def test_a_marker_becomes_as_narrow_as_a_pen_may_be(width: int, height: int) -> None:
    assert tile_widths(with_our_pen(bar(width, height)))[0] == pytest.approx(BOLDEST, rel=0.25)


def test_a_pen_like_ours_stays() -> None:
    width = round(300 * 2.7 / 20)
    assert tile_widths(with_our_pen(bar(width, 300)))[0] == pytest.approx(2.7, rel=0.05)


def test_a_single_pixel_is_no_trouble() -> None:
    assert with_our_pen(bar(1, 1)).any()


@pytest.mark.parametrize("thick", [0, 1, 5, 20])
@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (61, 47)])
def test_distances_to_paper_are_those_of_the_transform_for_any_shape(
    thick: int, shape: tuple[int, int]
) -> None:
    rng = np.random.default_rng(thick)
    for share in (0.0, 0.02, 0.3, 0.7, 1.0):
        inked = rng.random(shape) < share
        if thick:
            inked = ndimage.binary_dilation(inked, iterations=thick)
        expected = ndimage.distance_transform_edt(np.pad(inked, 1))[1:-1, 1:-1]
        np.testing.assert_array_equal(distance_to_paper(inked), expected)
