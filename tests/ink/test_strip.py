"""A row becomes a strip: in one scale and one pen, whether it was drawn or photographed."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from recognizer.ink.drawing import PEN_WIDTH
from recognizer.ink.strip import (
    LINE,
    MARGIN,
    MAX_STRIP_WIDTH,
    STRIP_HEIGHT,
    Strip,
    strip_of_ink,
    strip_of_strokes,
)
from recognizer.ink.tile import INK_SIDE

STEM, ROOF = np.array([[0.0, 0.0], [0.0, 1.0]]), np.array([[0.4, 0.0], [1.4, 0.0]])
PEN = PEN_WIDTH / INK_SIDE
"""In heights of a digit."""

FINE = 8
"""A picture is drawn so many times as large, and seen by averaging."""


def drawn(*strokes: np.ndarray, unit: float = 1.0) -> Strip:
    strip = strip_of_strokes({place: unit * stroke for place, stroke in enumerate(strokes)}, unit)
    assert strip is not None
    return strip


def pictured(*strokes: np.ndarray, side: int) -> Strip:
    """The same, as a camera sees it: digits so many pixels high, pen included."""
    fine = FINE * side
    half = PEN * fine / 2
    picture = Image.new("L", (4 * fine, 2 * fine))
    for stroke in strokes:
        (left, top), (right, bottom) = stroke * (fine - 2 * half) + fine / 2
        box = [left - half, top - half, right + half - 1, bottom + half - 1]
        ImageDraw.Draw(picture).rectangle(box, fill=255)
    picture = picture.reduce(FINE)
    strip = strip_of_ink(np.asarray(picture.crop(picture.getbbox())), float(side))
    assert strip is not None
    return strip


def extent(strip: Strip) -> tuple[int, int]:
    """Height and width of its ink."""
    inked = strip > 127
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


@pytest.mark.parametrize("unit", [0.001, 1.0, 250.0])
def test_a_usual_digit_is_as_high_as_the_line_in_any_unit(unit: float) -> None:
    strip = drawn(STEM, unit=unit)
    assert strip.dtype == np.uint8
    assert strip.shape[0] == STRIP_HEIGHT
    assert extent(strip)[0] == pytest.approx(LINE, abs=1)


@pytest.mark.parametrize("side", [20, 60, 200])
def test_what_is_drawn_and_what_is_photographed_are_of_one_size(side: int) -> None:
    by_hand, by_camera = drawn(STEM, ROOF), pictured(STEM, ROOF, side=side)
    assert extent(by_camera) == pytest.approx(extent(by_hand), abs=1.5)
    assert (by_camera > 127).sum() == pytest.approx((by_hand > 127).sum(), rel=0.25), "In the same pen."


def test_sizes_and_places_are_kept() -> None:
    small = STEM * 0.5 + np.array([1.0, 0.5])
    columns = (drawn(STEM, small) > 127).sum(axis=0)
    first, second = columns[: len(columns) // 2].max(), columns[len(columns) // 2 :].max()
    assert second == pytest.approx(LINE * (0.5 + PEN / 2), abs=2)
    assert first == pytest.approx(LINE, abs=1)


def test_what_is_taller_than_the_strip_is_made_smaller_as_a_whole() -> None:
    strip = drawn(STEM * 3, ROOF)
    height, width = extent(strip)
    assert height == pytest.approx(STRIP_HEIGHT - 2 * MARGIN, abs=1)
    assert width == pytest.approx(height * 1.4 / 3, abs=2)


def test_a_row_that_is_too_long_has_no_strip() -> None:
    far = STEM + np.array([2 * MAX_STRIP_WIDTH / LINE, 0])
    assert strip_of_strokes({0: STEM, 1: far}, 1.0) is None
    long = np.zeros((10, 10 * MAX_STRIP_WIDTH), dtype=np.uint8)
    long[:, [0, 1, -2, -1]] = 255
    assert strip_of_ink(long, 10.0) is None


def test_no_ink_has_no_strip() -> None:
    assert strip_of_ink(np.full((8, 8), 100, dtype=np.uint8), 8.0) is None
