"""Ink beside the digits: left out and told of, never read as a digit without a doubt."""

import numpy as np
import pytest

from recognizer.ink import Mark, Stroke, lattice_from_ink, lattice_from_strokes, picture_of, picture_to_ink
from recognizer.ink.marks import MarkKind, is_slash, low_mark, marks_around
from tests.support.numbers import coloured, shape_of, written

TURN = np.linspace(0, 2 * np.pi, 40)


def ring(x: float, y: float, width: float, height: float) -> Stroke:
    """Return an ellipse about a place."""
    return np.stack([x + width / 2 * np.cos(TURN), y + height / 2 * np.sin(TURN)], axis=1)


def line(*points: tuple[float, float]) -> Stroke:
    return np.array(points, dtype=float)


def moved(strokes: list[Stroke], x: float) -> list[Stroke]:
    return [stroke + np.array([x, 0.0]) for stroke in strokes]


def marks_of(strokes: list[Stroke]) -> tuple[Mark, ...]:
    """Return what is left out of a drawing whatever is read."""
    return lattice_from_strokes(strokes, mode="number").marks


def may_be_left_out(strokes: list[Stroke]) -> list[Mark]:
    lattice = lattice_from_strokes(strokes, mode="number")
    return [arc.mark for arc in lattice.segments if arc.mark is not None]


def test_a_ring_round_a_number_is_left_out() -> None:
    (mark,) = marks_of([*written("37"), ring(80, 50, 400, 220)])
    assert mark.kind == MarkKind.RING
    assert mark.strokes == (len(written("37")),)


@pytest.mark.parametrize("inside", [line((60, 20), (40, 80)), line((50, 50)), line((50, 50), (51, 50))])
def test_a_zero_with_a_slash_or_a_dot_is_no_ring(inside: Stroke) -> None:
    assert marks_around({0: ring(50, 50, 80, 100), 1: inside}) == []


def test_an_arc_that_is_not_closed_is_no_ring() -> None:
    assert marks_around({0: ring(50, 50, 300, 300)[:30], 1: written("7")[0]}) == []


def test_a_line_under_a_number_is_left_out() -> None:
    (mark,) = marks_of([*written("37"), line((-10, 130), (170, 126))])
    assert mark.kind == MarkKind.LINE


def test_the_base_of_a_one_is_no_line_under_it() -> None:
    assert marks_of([line((-20, 25), (0, 0), (0, 100)), line((-25, 100), (25, 102))]) == ()


def test_a_slip_of_the_pen_is_told_of() -> None:
    (mark,) = marks_of([*written("37"), line((300, 50))])
    assert (mark.kind, mark.box) == (MarkKind.DOT, (300, 50, 0, 0))


@pytest.mark.parametrize(
    ("ink", "kind"),
    [
        (line((80, 90), (90, 90), (90, 100), (80, 100)), MarkKind.DOT),
        (line((75, 50), (110, 51)), MarkKind.DASH),
    ],
)
def test_a_low_mark_between_digits_may_be_left_out(ink: Stroke, kind: MarkKind) -> None:
    (mark,) = may_be_left_out([*written("3"), ink, *moved(written("5"), 140)])
    assert mark.kind == kind


def test_the_bar_of_a_digit_is_no_mark() -> None:
    seven = [line((0, 0), (50, 0), (20, 100)), line((10, 50), (45, 48))]
    assert may_be_left_out([*seven, *moved(written("5"), 90)]) == []


def test_a_slash_leans_further_than_its_line() -> None:
    slash = line((60, 0), (0, 110))
    assert is_slash(slash, 100, 0.0)
    assert not is_slash(slash, 100, -0.45), "all lean so"
    assert not is_slash(line((60, 0), (50, 110)), 100, 0.0)
    assert not is_slash(line((60, 0), (0, 0), (0, 110)), 100, 0.0)
    assert not is_slash(line((30, 0), (0, 50)), 100, 0.0)


def test_a_slash_in_a_number_may_be_left_out() -> None:
    date = [*written("12"), line((220, -5), (160, 110)), *moved(written("05"), 240)]
    assert [mark.kind for mark in may_be_left_out(date)] == [MarkKind.SIGN]
    picture = picture_of(coloured(shape_of(date), ink="black", paper="white"))
    found = lattice_from_ink(picture_to_ink(picture), picture.step, mode="number")
    signs = [arc for arc in found.segments if arc.glyph is None and arc.prior > -10]
    assert [arc.mark.kind for arc in signs if arc.mark is not None] == [MarkKind.SIGN]


def test_a_point_in_a_picture_is_told_of_where_it_stands() -> None:
    dot = ring(85, 95, 8, 8)
    picture = picture_of(
        coloured(shape_of([*written("3"), dot, *moved(written("5"), 110)]), ink="black", paper="white")
    )
    found = lattice_from_ink(picture_to_ink(picture), picture.step, mode="number")
    (mark,) = found.marks
    assert mark.kind == MarkKind.DOT
    x, y, width, height = mark.box
    assert x < 85 + 50 < x + width
    assert y < 95 + 50 < y + height


@pytest.mark.parametrize(
    ("size", "kind"), [((20, 20), MarkKind.DOT), ((60, 10), MarkKind.DASH), ((60, 50), MarkKind.SIGN)]
)
def test_the_kind_of_a_low_mark_follows_from_its_shape(size: tuple[float, float], kind: MarkKind) -> None:
    assert low_mark((0, 0, *size), 100).kind == kind
