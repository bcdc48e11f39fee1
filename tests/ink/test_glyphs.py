import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from recognizer.ink import Stroke, StrokesError, glyphs_from_strokes
from tests.ink.handwriting import FIVE, ONE, SEVEN, lattice_of, photographed, picture, zero

DIGITS = [zero(), ONE, FIVE, SEVEN]
digits = st.sampled_from(DIGITS)


def tile(strokes: list[Stroke]) -> np.ndarray:
    (glyph,) = glyphs_from_strokes(strokes)
    return glyph.tile.astype(int)


def picture_tile(pixels: np.ndarray) -> np.ndarray:
    (glyph,) = lattice_of(Image.fromarray(pixels), mode="digit").glyphs
    return glyph.tile.astype(int)


def refined(stroke: Stroke, pieces: int) -> Stroke:
    """Return the same line with so many points a segment."""
    steps = np.arange(len(stroke) - 1 + 1e-9, step=1 / pieces)
    return np.stack([np.interp(steps, np.arange(len(stroke)), stroke[:, axis]) for axis in (0, 1)], axis=1)


@given(digit=digits, unit=st.floats(1e-6, 1e6), x=st.floats(-1e3, 1e3), y=st.floats(-1e3, 1e3))
def test_shift_and_scale_leave_the_tile_as_it_was(
    digit: list[Stroke], unit: float, x: float, y: float
) -> None:
    moved = [(stroke + np.array([x, y])) * unit for stroke in digit]
    assert np.abs(tile(moved) - tile(digit)).mean() < 0.2


@given(digit=digits, pieces=st.integers(2, 200))
def test_more_points_on_the_same_line_hardly_change_the_tile(digit: list[Stroke], pieces: int) -> None:
    dense = [refined(stroke, pieces) for stroke in digit]
    assert np.abs(tile(dense) - tile(digit)).mean() < 3.5


@given(digit=digits, times=st.integers(2, 5))
def test_repeated_points_change_nothing(digit: list[Stroke], times: int) -> None:
    assert np.array_equal(tile([np.repeat(stroke, times, axis=0) for stroke in digit]), tile(digit))


@given(strokes=st.lists(st.lists(st.tuples(*[st.floats(-1e9, 1e9)] * 2), max_size=8), max_size=6))
def test_any_finite_strokes_give_sound_glyphs(strokes: list[list[tuple[float, float]]]) -> None:
    drawing = [np.array(stroke, dtype=float).reshape(-1, 2) for stroke in strokes]
    glyphs = glyphs_from_strokes(drawing)
    assert bool(glyphs) == any(len(stroke) for stroke in drawing)
    for glyph in glyphs:
        assert glyph.tile.shape == (28, 28)
        assert glyph.tile.max() > 100
        assert glyph.strokes


def test_a_digit_tells_its_box_and_strokes() -> None:
    (glyph,) = glyphs_from_strokes([stroke * 100 + 7 for stroke in SEVEN])
    assert glyph.box == pytest.approx((7, 7, 70, 100))
    assert glyph.strokes == (0, 1)


def test_a_vertical_line_is_an_upright_bar() -> None:
    bar = tile([np.array([[4.0, 1.0], [4.0, 9.0]])])
    rows, columns = np.nonzero(bar > 127)
    assert np.ptp(rows) + 1 in {19, 20}
    assert np.ptp(columns) + 1 in {2, 3}


def test_a_dot_is_small_and_in_the_middle() -> None:
    dot = tile([np.array([[3.0, 3.0]])])
    rows, columns = np.nonzero(dot)
    assert set(rows) | set(columns) <= {12, 13, 14, 15}


def test_ink_weighs_what_it_weighs_in_mnist() -> None:
    # in full pixels a tile: MNIST has 103 on average, 139 for a 0 and 61 for a 1
    assert 95 < tile(zero()).sum() / 255 < 140
    assert 45 < tile([np.array([[0.0, 0.0], [0.0, 1.0]])]).sum() / 255 < 75


def test_nothing_drawn_is_no_glyph() -> None:
    assert glyphs_from_strokes([]) == []
    assert glyphs_from_strokes([np.zeros((0, 2))]) == []


def test_it_refuses_points_that_are_nowhere() -> None:
    with pytest.raises(StrokesError):
        glyphs_from_strokes([np.array([[0.0, np.nan]])])


def test_twenty_thousand_points_are_read() -> None:
    scribble = np.random.default_rng(0).random((20_000, 2))
    (glyph,) = glyphs_from_strokes([scribble])
    assert glyph.tile.any()


@settings(max_examples=15)
@given(digit=digits, paper=st.integers(0, 255), contrast=st.integers(60, 200))
def test_the_tones_of_a_picture_hardly_matter(digit: list[Stroke], paper: int, contrast: int) -> None:
    ink = paper - contrast if paper >= contrast else min(255, paper + contrast)
    written = picture_tile(photographed(digit, paper=paper, ink=ink))
    assert np.abs(written - picture_tile(photographed(digit))).mean() < 4


@pytest.mark.parametrize("digit", DIGITS)
def test_polarity_hardly_matters(digit: list[Stroke]) -> None:
    dark_on_light = photographed(digit)
    assert np.abs(picture_tile(dark_on_light) - picture_tile(255 - dark_on_light)).mean() < 1


@pytest.mark.parametrize("digit", DIGITS)
def test_a_picture_of_a_drawing_gives_the_drawing_s_tile(digit: list[Stroke]) -> None:
    assert np.abs(picture_tile(photographed(digit)) - tile(digit)).mean() < 5


def test_the_box_of_a_picture_is_in_its_own_pixels() -> None:
    large = picture(FIVE).resize((2400, 3000))
    scale_x, scale_y = 2400 / picture(FIVE).width, 3000 / picture(FIVE).height
    (glyph,) = lattice_of(large, mode="digit").glyphs
    x, y, _, height = glyph.box
    assert x == pytest.approx(41 * scale_x, abs=20)
    assert y == pytest.approx(41 * scale_y, abs=20)
    assert height == pytest.approx(160 * scale_y, abs=40)
    assert glyph.strokes == ()


def test_a_blank_picture_is_no_glyph() -> None:
    assert lattice_of(picture(FIVE, paper=200, ink=200), mode="digit").glyphs == []
