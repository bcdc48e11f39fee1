import numpy as np
import pytest

from recognizer.ink.drawing import PEN_WIDTH
from recognizer.ink.pen import BOLDEST, with_our_pen


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
