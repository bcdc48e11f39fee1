"""Frames about digits go, and digits that are like frames stay."""

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw

from recognizer.ink.paper.frames import without_frames
from recognizer.ink.pieces import Ink
from tests.ink.handwriting import FIVE, ONE, SEVEN, enlarged, lattice_of, row, zero

NUMBER = row(FIVE, ONE, SEVEN)


def inked(*digits: Ink, gap: int = 40, margin: int = 50) -> tuple[Ink, list[tuple[int, int, int, int]]]:
    """Return digits side by side, and the box of each (left, top, right, bottom)."""
    height = max(len(digit) for digit in digits)
    width = sum(digit.shape[1] for digit in digits) + gap * (len(digits) - 1)
    ink = np.zeros((height + 2 * margin, width + 2 * margin), np.uint8)
    boxes, left = [], margin
    for digit in digits:
        ink[margin : margin + len(digit), left : left + digit.shape[1]] = digit
        boxes.append((left, margin, left + digit.shape[1], margin + len(digit)))
        left += digit.shape[1] + gap
    return ink, boxes


def digit(strokes: list[np.ndarray], side: int = 100) -> Ink:
    return np.rint(255 * enlarged(strokes, side=side)).astype(np.uint8)


def with_lines(ink: Ink, *lines: tuple[str, Sequence[float]], width: int = 3) -> Ink:
    """Draw shapes of ImageDraw over ink."""
    picture = Image.fromarray(ink)
    painter = ImageDraw.Draw(picture)
    for shape, places in lines:
        if shape == "line":
            painter.line(places, fill=255, width=width)
        else:
            getattr(painter, shape)(places, outline=255, width=width)
    return np.asarray(picture)


def assert_left(framed: Ink, ink: Ink, frames: int) -> None:
    left, boxes = without_frames(framed, 1)
    assert len(boxes) == frames
    np.testing.assert_array_equal(left, ink)


@pytest.mark.parametrize("shape", ["rectangle", "ellipse"])
@pytest.mark.parametrize("digits", [[FIVE, ONE, SEVEN], [FIVE], [SEVEN, SEVEN]], ids=len)
def test_a_frame_round_a_number_goes(shape: str, digits: list[list[np.ndarray]]) -> None:
    ink, _ = inked(*map(digit, digits), margin=90)
    framed = with_lines(ink, (shape, [5, 5, ink.shape[1] - 6, ink.shape[0] - 6]))
    assert_left(framed, ink, 1)


def test_boxes_round_each_digit_go() -> None:
    ink, places = inked(*map(digit, [FIVE, ONE, SEVEN, zero()]))
    boxes = [("rectangle", [left - 12, 30, right + 12, 170]) for left, _, right, _ in places]
    assert_left(with_lines(ink, *boxes), ink, 4)


@pytest.mark.parametrize("turn", [0, 2])
def test_lines_between_the_parts_of_a_box_go(turn: float) -> None:
    ink, places = inked(*map(digit, [FIVE, ONE, SEVEN, zero()]))
    width = ink.shape[1]
    between = [(right + left) / 2 for (_, _, right, _), (left, _, _, _) in itertools.pairwise(places)]
    lines = [("rectangle", [25, 25, width - 26, 175]), *(("line", [x, 25, x, 175]) for x in between)]
    framed, bare = (
        np.asarray(Image.fromarray(some).rotate(turn, Image.Resampling.BILINEAR))
        for some in (with_lines(ink, *lines), ink)
    )
    left, boxes = without_frames(framed, 1)
    assert len(boxes) == 1
    assert (left > 127).sum() == pytest.approx((bare > 127).sum(), rel=0.02)


def test_what_touches_a_box_stays() -> None:
    ink, places = inked(digit(FIVE), digit(SEVEN))
    boxes = [("rectangle", [left - 12, 30, right + 12, 149]) for left, _, right, _ in places]
    left, frames = without_frames(with_lines(ink, *boxes), 1)
    assert len(frames) == 2
    assert np.mean(left[ink > 127] > 127) > 0.95
    assert (left > 127).sum() < 1.03 * (ink > 127).sum()


def test_frames_in_frames_go() -> None:
    ink, _ = inked(digit(FIVE), digit(SEVEN), margin=60)
    height, width = ink.shape
    double = [("rectangle", [by, by, width - by, height - by]) for by in (10, 25)]
    assert_left(with_lines(ink, *double), ink, 2)


def slashed(strokes: list[np.ndarray], *, joined: bool) -> Ink:
    ink = np.pad(digit(strokes), 10)
    reach = 0.42 if joined else 0.24
    height, width = ink.shape
    slash = [width * (0.5 + reach), height * (0.5 - reach), width * (0.5 - reach), height * (0.5 + reach)]
    return with_lines(ink, ("line", slash), width=5)


def seven_segments(lit: str) -> Ink:
    ink = np.zeros((160, 110), np.uint8)
    places = {
        "top": np.s_[20:30, 20:90],
        "middle": np.s_[75:85, 20:90],
        "bottom": np.s_[130:140, 20:90],
        "left": np.s_[20:140, 20:30],
        "right": np.s_[20:140, 80:90],
    }
    for segment in lit.split():
        ink[places[segment]] = 255
    return ink


DIGITS = {
    "0": digit(zero()),
    "0 with a slash in it": slashed(zero(), joined=False),
    "0 with a slash through it": slashed(zero(), joined=True),
    "0 of segments": seven_segments("top bottom left right"),
    "8 of segments": seven_segments("top middle bottom left right"),
    "0 with a dot": with_lines(np.pad(digit(zero()), 10), ("ellipse", [38, 55, 44, 65]), width=4),
    "5 1 7": inked(*map(digit, [FIVE, ONE, SEVEN]))[0],
    "a frame round nothing": with_lines(np.zeros((200, 300), np.uint8), ("rectangle", [10, 10, 280, 180])),
    "nothing": np.zeros((20, 20), np.uint8),
}


@pytest.mark.parametrize("ink", DIGITS.values(), ids=DIGITS)
def test_what_is_no_frame_stays(ink: Ink) -> None:
    assert_left(ink, ink, 0)


def test_its_place_is_told_in_pixels_of_the_picture() -> None:
    ink, _ = inked(digit(FIVE), digit(SEVEN), margin=60)
    framed = with_lines(ink, ("rectangle", [10, 20, 249, 200]))
    assert without_frames(framed, 3)[1] == [(30.0, 60.0, 720.0, 543.0)]


@pytest.mark.parametrize("mode", ["digit", "number"])
def test_it_is_left_out_and_said(mode: str) -> None:
    ink, _ = inked(digit(FIVE), margin=90)
    framed = with_lines(ink, ("ellipse", [5, 5, ink.shape[1] - 6, ink.shape[0] - 6]))
    lattice = lattice_of(Image.fromarray(255 - framed), mode=mode)  # type: ignore[arg-type]
    assert [mark.kind for mark in lattice.marks] == ["ring"]
    assert max(height for _, _, _, height in (glyph.box for glyph in lattice.glyphs)) < 130


def test_a_net_of_many_cells_costs_little() -> None:
    """Each cell goes round nothing."""
    net = np.zeros((600, 600), np.uint8)
    net[::20] = net[:, ::20] = 255
    left, boxes = without_frames(net, 1)
    assert not boxes
    np.testing.assert_array_equal(left, net)
