import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from recognizer.ink import Stroke
from recognizer.ink.pictures.rows import InkRow, writing_of
from recognizer.ink.strip import LINE, MAX_STRIP_WIDTH, STRIP_HEIGHT, Strip, strip_of_ink, strip_of_strokes
from tests.ink.handwriting import FIVE, ONE, SEVEN, enlarged, row, zero

DIGITS = row(FIVE, zero(), ONE, SEVEN)


def drawn(strokes: list[Stroke], *, pen: float = 1.0) -> Strip:
    strip = strip_of_strokes(dict(enumerate(strokes)), pen=pen)
    assert strip is not None
    return strip


def height_of(strip: Strip) -> int:
    return int(np.ptp(np.flatnonzero((strip > 127).any(axis=1)))) + 1


def in_pictures(strokes: list[Stroke], *, thicker: int = 0) -> InkRow:
    """Return strokes as a row of a picture, drawn with a pen that is wider or thinner by so many pixels."""
    ink = np.pad(np.rint(255 * enlarged(strokes, side=400)).astype(np.uint8), 20)
    if thicker:
        cross = ndimage.generate_binary_structure(2, 1)
        change = ndimage.binary_dilation if thicker > 0 else ndimage.binary_erosion
        ink = 255 * change(ink > 127, cross, iterations=abs(thicker)).astype(np.uint8)
    (found,) = writing_of(ink, 1).rows
    return found


def from_ink(found: InkRow) -> Strip:
    strip = strip_of_ink(found)
    assert strip is not None
    return strip


def apart(one: Strip, other: Strip) -> float:
    """Return how much ink differs, as a part of all, where two strips lie best over one another."""
    width = max(one.shape[1], other.shape[1]) + 4
    best = np.inf
    wide = np.pad(one, ((0, 0), (2, width - one.shape[1]))).astype(float)
    for down in (-1, 0, 1):
        for right in range(5):
            moved = np.pad(
                np.roll(other, down, axis=0), ((0, 0), (right, width + 2 - right - other.shape[1]))
            )
            best = min(best, float(np.abs(wide - moved).sum()))
    return best / float(one.sum())


def test_it_is_a_row_of_digits_of_the_usual_height() -> None:
    strip = drawn(DIGITS)
    assert strip.dtype == np.uint8
    assert strip.shape[0] == STRIP_HEIGHT == 32
    assert LINE == 22
    # the pen's width comes on top of the height of its way
    assert 22 <= height_of(strip) <= 26
    assert strip.max() == 255
    assert not strip[:, 0].any()
    assert not strip[:, -1].any()
    assert not strip[[0, -1]].any()


@pytest.mark.parametrize("unit", [1e-3, 7.3, 1e5])
def test_unit_and_place_do_not_matter(unit: float) -> None:
    moved = [stroke * unit + np.array([-312.0, 77.0]) * unit for stroke in DIGITS]
    np.testing.assert_allclose(drawn(moved).astype(int), drawn(DIGITS), rtol=0, atol=1)


def dense(stroke: Stroke, times: int) -> Stroke:
    """Return the same way with so many points for each of its own."""
    at = np.linspace(0, len(stroke) - 1, times * (len(stroke) - 1) + 1)
    return np.stack([np.interp(at, np.arange(len(stroke)), axis) for axis in stroke.T], axis=1)


@pytest.mark.parametrize("times", [5, 40])
def test_the_density_of_points_does_not_matter(times: int) -> None:
    assert apart(drawn(DIGITS), drawn([dense(stroke, times) for stroke in DIGITS])) < 0.02


def test_the_order_of_strokes_does_not_matter() -> None:
    np.testing.assert_array_equal(drawn(DIGITS[::-1]), drawn(DIGITS))


def test_the_width_of_the_pen_is_as_asked() -> None:
    thin, usual, bold = (int(drawn(DIGITS, pen=pen).sum()) for pen in (0.6, 1.0, 1.5))
    assert thin < 0.8 * usual
    assert bold > 1.25 * usual


def ink_width(strip: Strip) -> float:
    """Return the mean width of an upright bar, in pixels."""
    return float((strip / 255).sum(axis=1).max())


def bars(width: int) -> InkRow:
    """Return two bars of this width, 80 high."""
    ink = np.zeros((80, 120), np.uint8)
    ink[:, 20 : 20 + width] = ink[:, 90 - width : 90] = 255
    return InkRow(ink=ink, corner=(0, 0), scale=1.0, line=80.0)


def test_pens_of_pictures_are_brought_to_ours() -> None:
    widths = [ink_width(from_ink(bars(width))) / 2 for width in (2, 5, 9)]
    assert np.ptp(widths) < 0.25  # of those that are thinner than ours
    assert widths[0] == pytest.approx(2.5 * LINE / 20, abs=0.4)
    bold = ink_width(from_ink(bars(30))) / 2
    assert bold < 0.55 * 30 * LINE / 80
    assert bold == pytest.approx(3 * LINE / 20, abs=0.5)


@pytest.mark.parametrize("thicker", [-4, 0, 3])
def test_strokes_and_a_picture_of_them_give_nearly_the_same(thicker: int) -> None:
    strip = from_ink(in_pictures(DIGITS, thicker=thicker))
    assert apart(drawn(DIGITS), strip) < 0.3
    assert apart(drawn(DIGITS), drawn(row(FIVE, ONE, zero(), SEVEN))) > 0.5


def long_row(length: float) -> list[Stroke]:
    """Return upright strokes one high, the last so many heights from the first."""
    upright = np.array([[0.0, 0.0], [0.0, 1.0]])
    return [upright, upright + [length, 0]]


def test_a_row_that_is_too_long_has_no_strip() -> None:
    strip = drawn(long_row(45))
    assert 45 * LINE < strip.shape[1] <= MAX_STRIP_WIDTH
    for length in (46.6, 60, 1e9):
        assert strip_of_strokes(dict(enumerate(long_row(length)))) is None


def pixels(height: int, width: int, line: float) -> InkRow:
    ink: NDArray[np.uint8] = np.zeros((height, width), np.uint8)
    ink[:, :12] = ink[:, -12:] = 255
    return InkRow(ink=ink, corner=(0, 0), scale=1.0, line=line)


def test_a_picture_that_is_too_long_has_no_strip() -> None:
    assert from_ink(pixels(80, 45 * 80, 80.0)).shape[1] <= MAX_STRIP_WIDTH
    assert strip_of_ink(pixels(80, 47 * 80, 80.0)) is None


def test_what_has_no_extent_has_no_strip() -> None:
    assert strip_of_strokes({0: np.array([[3.0, 4.0]])}) is None
    assert strip_of_ink(InkRow(ink=np.zeros((9, 9), np.uint8), corner=(0, 0), scale=1.0, line=9.0)) is None


@pytest.mark.parametrize("times", [1.5, 3, 10])
def test_tall_rows_fit(times: float) -> None:
    # three usual strokes on the line, and one that is much taller: the usual height decides no more
    tall = np.array([[4.0, 0.0], [4.0, times]])
    strip = drawn([*row(ONE, ONE, ONE, ONE, ONE), tall])
    assert strip.shape[0] == STRIP_HEIGHT
    assert 25 <= height_of(strip) <= STRIP_HEIGHT
    picture = from_ink(pixels(round(80 * times), 100, 80.0))
    assert picture.shape[0] == STRIP_HEIGHT
    assert 25 <= height_of(picture) <= STRIP_HEIGHT
