"""What a picture may be read as."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from recognizer.ink import Blank, Lattice, Stroke, blank_because, lattice_from_ink, picture_of, picture_to_ink
from recognizer.ink.lattice.lattice import best_path
from recognizer.nn import load_network
from tests.ink.handwriting import FIVE, ONE, SEVEN, lattice_of, photographed, picture, row, zero
from tests.support.site import ROOT

NETWORK = load_network(ROOT / "recognizer" / "pretrained" / "digitweb.safetensors").network


def likeliest(lattice: Lattice) -> list[tuple[float, float, float, float]]:
    """Return the boxes of the best way, as the shipped network scores it."""
    glyphs = lattice.glyphs
    X = np.stack([glyph.tile.reshape(-1) for glyph in glyphs]).astype(np.float32) / 255
    scores = dict(zip(glyphs, NETWORK.predict(X)[:, :10], strict=True))
    return [glyph.box for glyph in best_path(lattice, scores).glyphs]


@settings(max_examples=15)
@given(digits=st.lists(st.sampled_from([ONE, SEVEN, FIVE, zero()]), min_size=1, max_size=8))
def test_well_spaced_digits_are_as_many_as_were_written(digits: list[list[Stroke]]) -> None:
    side_by_side = np.hstack([photographed(digit) for digit in digits])
    boxes = likeliest(lattice_of(Image.fromarray(side_by_side), mode="number"))
    assert len(boxes) == len(digits)
    assert boxes == sorted(boxes)


def test_two_digits_that_touch_may_be_two() -> None:
    lattice = lattice_of(picture(row(zero(), zero(), gap=0.6)), mode="number")
    widths = sorted(glyph.box[2] for glyph in lattice.glyphs)
    assert any(abs(width / widths[-1] - 0.5) < 0.1 for width in widths)


def test_rows_are_read_from_top_to_bottom() -> None:
    strokes = row(ONE, zero()) + [stroke + np.array([0, 1.6]) for stroke in row(SEVEN, FIVE)]
    boxes = likeliest(lattice_of(picture(strokes), mode="number"))
    assert len(boxes) == 4
    assert max(box[1] for box in boxes[:2]) < min(box[1] for box in boxes[2:])


def test_points_and_dashes_are_left_out() -> None:
    grey = photographed(row(FIVE, ONE, zero(), gap=1.2))
    line = grey.shape[0] // 2
    grey[-60:-52, 95:103] = 40
    grey[line : line + 6, -30:-10] = 40
    assert len(likeliest(lattice_of(Image.fromarray(grey), mode="number"))) == 3


def test_a_picture_of_one_digit_is_one() -> None:
    assert len(lattice_of(picture(row(ONE, SEVEN)), mode="digit").glyphs) == 1


@pytest.mark.parametrize("shape", [(1, 1), (1, 40_000), (40_000, 1), (5, 5)])
@pytest.mark.parametrize("dot", [False, True])
def test_odd_pictures_are_read_all_the_same(shape: tuple[int, int], dot: bool) -> None:
    pixels = np.zeros(shape, dtype=np.uint8)
    pixels[shape[0] // 2, shape[1] // 2] = 255 * dot
    lattice = lattice_of(Image.fromarray(pixels), mode="number")
    assert all(glyph.tile.shape == (28, 28) for glyph in lattice.glyphs)


def reason(image: Image.Image) -> Blank:
    whole = picture_of(image)
    ink = picture_to_ink(whole)
    return blank_because(whole, ink, lattice_from_ink(ink, whole.step, mode="number"))


def test_a_blank_picture_says_why() -> None:
    rng = np.random.default_rng(5)
    dark = rng.integers(0, 12, (80, 120)).astype(np.uint8)
    faint = photographed(FIVE, paper=200, ink=193)
    assert reason(Image.fromarray(dark)) is Blank.TOO_DARK
    assert reason(Image.fromarray(faint)) is Blank.TOO_FAINT
    assert reason(Image.new("L", (80, 60), 230)) is Blank.NO_INK
    assert not lattice_of(Image.fromarray(faint), mode="number").glyphs
