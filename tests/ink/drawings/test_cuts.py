import itertools

import numpy as np
import pytest

from recognizer.ink import Stroke
from recognizer.ink.drawings.cuts import Piece, cut
from tests.ink.handwriting import FIVE, ONE, SEVEN, zero

LOOP = np.linspace(0, 2 * np.pi, 40)


def loop(x: float) -> Stroke:
    """Return a 0 that begins and ends at its top, one high, as most people write it."""
    return np.stack([x - 0.3 * np.sin(LOOP), 0.5 - 0.5 * np.cos(LOOP)], axis=1)


ZERO_ZERO = np.concatenate([loop(0.3), loop(1.3)])


def has_a_way_between(pieces: list[Piece], left: float, right: float) -> bool:
    """Whether the stroke is cut where no ink but that way lies between two values of x."""
    ends = [piece.points[-1, 0] for piece in pieces[:-1]]
    return any(left - 0.05 <= end <= right + 0.05 for end in ends) and any(piece.is_way for piece in pieces)


def test_two_digits_in_one_stroke_are_cut_at_the_way_between() -> None:
    assert has_a_way_between(cut(ZERO_ZERO, 1), 0.6, 1.0)


def test_three_digits_in_one_stroke_are_cut_twice() -> None:
    pieces = cut(np.concatenate([ZERO_ZERO, loop(2.3)]), 1)
    assert has_a_way_between(pieces, 0.6, 1.0)
    assert has_a_way_between(pieces, 1.6, 2.0)


def test_digits_that_touch_are_cut() -> None:
    assert has_a_way_between(cut(np.concatenate([loop(0.3), loop(0.85)]), 1), 0.55, 0.6)


def test_pieces_make_the_whole_stroke() -> None:
    pieces = cut(ZERO_ZERO, 1)
    for before, after in itertools.pairwise(pieces):
        assert np.array_equal(before.points[-1], after.points[0])
    points = np.concatenate([piece.points for piece in pieces])
    assert all((points == point).all(axis=1).any() for point in ZERO_ZERO)


def test_a_flat_start_may_belong_to_the_digit_before() -> None:
    bar_then_zero = np.concatenate([[[-0.5, 0.0]], loop(0.4)])
    way, *_, last = cut(bar_then_zero, 1)
    assert way.is_way
    assert np.ptp(way.points[:, 0]) >= 0.5
    assert not last.is_way


@pytest.mark.parametrize("digit", [ONE[0], SEVEN[0], FIVE[0], zero()[0], zero()[0] * (1.4, 1)])
def test_a_single_digit_is_left_whole(digit: Stroke) -> None:
    (piece,) = cut(digit, 1)
    assert np.array_equal(piece.points, digit)
    assert not piece.is_way


@pytest.mark.parametrize("factor", [1e-6, 1, 1e6])
def test_the_unit_does_not_matter(factor: float) -> None:
    cut_large = cut(ZERO_ZERO * factor, factor)
    for piece, expected in zip(cut_large, cut(ZERO_ZERO, 1), strict=True):
        assert piece.points / factor == pytest.approx(expected.points)


def test_repeated_points_do_not_matter() -> None:
    once, twice = cut(ZERO_ZERO, 1), cut(np.repeat(ZERO_ZERO, 2, axis=0), 1)
    assert [piece.is_way for piece in once] == [piece.is_way for piece in twice]
    for piece, other in zip(once, twice, strict=True):
        assert other.points[[0, -1]] == pytest.approx(piece.points[[0, -1]])


def test_few_points_are_enough() -> None:
    one_and_seven = np.array([[0, 0], [0, 1], [0.5, 0.0], [1.2, 0], [0.9, 1.0]])
    assert has_a_way_between(cut(one_and_seven, 1), 0.0, 0.9)
