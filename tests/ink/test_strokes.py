import numpy as np
import pytest

from recognizer.ink.errors import StrokesError
from recognizer.ink.strokes import bounds, clean, spans
from tests.ink.handwriting import SEVEN

LINE = np.array([[0.0, 0.0], [0.0, 10.0]])
TAP = np.array([[4.0, 4.0], [4.2, 4.1]])
NOTHING = np.zeros((0, 2))


def test_it_keeps_the_indices_of_what_it_keeps() -> None:
    assert list(clean([NOTHING, LINE, TAP, LINE + 3])) == [1, 3]


def test_it_drops_a_tap_beside_a_real_stroke() -> None:
    assert list(clean([TAP, LINE])) == [1]


def test_it_keeps_a_tap_that_is_all_there_is() -> None:
    assert list(clean([TAP])) == [0]


def test_it_keeps_dots_when_there_are_only_dots() -> None:
    dot = np.array([[1.0, 1.0]])
    assert list(clean([dot, dot + 5])) == [0, 1]


def test_it_keeps_both_strokes_of_a_crossed_seven() -> None:
    assert list(clean(SEVEN)) == [0, 1]


def test_it_takes_no_stroke_for_nothing_drawn() -> None:
    assert clean([]) == {}
    assert clean([NOTHING]) == {}


def test_it_refuses_what_is_no_list_of_points() -> None:
    with pytest.raises(StrokesError, match=r"^stroke 1: expected points of shape \(n, 2\), got \(2, 3\)$"):
        clean([LINE, np.zeros((2, 3))])


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf, 1e300])
def test_it_refuses_coordinates_that_are_not_finite_or_senseless(wrong: float) -> None:
    with pytest.raises(StrokesError, match=r"^stroke 0: expected finite coordinates up to 1e\+12$"):
        clean([np.array([[0.0, 0.0], [1.0, wrong]])])


def test_it_measures_the_box_of_all_points() -> None:
    assert bounds([LINE, LINE + np.array([7, -2])]) == (0.0, -2.0, 7.0, 12.0)


def test_a_vertical_line_spans_the_width_of_a_pen() -> None:
    left, right = spans({0: LINE})[0]
    assert left == pytest.approx(-0.3)
    assert right == pytest.approx(0.3)
