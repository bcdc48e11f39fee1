import numpy as np
import pytest

from recognizer.ink import Stroke
from recognizer.ink.drawings.rows import line_height, split_rows
from tests.ink.handwriting import FIVE, ONE, row, zero


def numbered(*rows: list[Stroke]) -> dict[int, Stroke]:
    return dict(enumerate(stroke for strokes in rows for stroke in strokes))


def lower(strokes: list[Stroke], by: float) -> list[Stroke]:
    return [stroke + np.array([0, by]) for stroke in strokes]


def test_digits_side_by_side_are_one_line() -> None:
    strokes = numbered(row(ONE, FIVE, zero()))
    assert [list(line) for line in split_rows(strokes)] == [[0, 1, 2, 3]]


@pytest.mark.parametrize("distance", [1.05, 1.3, 2])
def test_a_line_below_comes_second(distance: float) -> None:
    strokes = numbered(lower(row(ONE, zero(), FIVE), distance), row(zero(), ONE))
    assert [list(line) for line in split_rows(strokes)] == [[4, 5], [0, 1, 2, 3]]


def test_three_lines_are_three() -> None:
    strokes = numbered(*(lower(row(zero(), ONE), place * 1.4) for place in range(3)))
    assert [list(line) for line in split_rows(strokes)] == [[0, 1], [2, 3], [4, 5]]


def test_a_bar_goes_with_its_digit_though_it_is_between_the_lines() -> None:
    bar_of_the_five = 1
    strokes = numbered(lower(FIVE, 1.3), row(zero(), ONE))
    first, second = split_rows(strokes)
    assert bar_of_the_five in second
    assert list(first) == [2, 3]


@pytest.mark.parametrize("climb", [-0.8, 0.8])
def test_writing_that_climbs_or_falls_is_one_line(climb: float) -> None:
    strokes = numbered(*(lower([zero()[0] + np.array([place, 0])], place * climb) for place in range(5)))
    assert len(split_rows(strokes)) == 1


def test_small_digits_beside_a_large_one_are_in_its_line() -> None:
    strokes = numbered(ONE, [stroke * 0.3 + np.array([place, 0]) for place in (1, 2) for stroke in zero()])
    assert len(split_rows(strokes)) == 1


def test_a_bar_does_not_change_the_height_of_the_line() -> None:
    assert line_height(numbered(row(ONE, FIVE, zero(), zero()))) == pytest.approx(1)


def test_a_flat_line_is_as_high_as_it_is_wide_and_a_point_has_no_height() -> None:
    assert line_height({0: np.array([[0.0, 0.0], [5.0, 0.0]])}) == 5
    assert line_height({0: np.zeros((1, 2))}) == 0
