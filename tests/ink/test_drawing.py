from itertools import pairwise

import numpy as np
import pytest

from recognizer.ink.drawing import PEN_WIDTH, SUPERSAMPLING, draw
from recognizer.ink.strokes import Stroke
from recognizer.ink.tile import INK_SIDE
from tests.ink.handwriting import FIVE, ONE, SEVEN, zero


def size_of_ink(strokes: list[Stroke]) -> tuple[float, float]:
    left, top, right, bottom = draw(strokes).getbbox() or (0, 0, 0, 0)
    return (right - left) / SUPERSAMPLING, (bottom - top) / SUPERSAMPLING


@pytest.mark.parametrize("strokes", [ONE, FIVE, SEVEN, zero()])
def test_it_fills_the_box_with_the_larger_side(strokes: list[Stroke]) -> None:
    assert max(size_of_ink(strokes)) == pytest.approx(INK_SIDE, abs=0.25)


def test_it_draws_a_point_as_a_dot_of_the_pen() -> None:
    assert size_of_ink([np.array([[5.0, 5.0]])]) == pytest.approx((PEN_WIDTH, PEN_WIDTH), abs=0.25)


def test_it_draws_a_dash_no_higher_than_the_pen() -> None:
    assert size_of_ink([np.array([[0.0, 5.0], [9.0, 5.0]])]) == pytest.approx((INK_SIDE, PEN_WIDTH), abs=0.25)


def test_it_rounds_the_corners_between_segments() -> None:
    # without a disc at the corner of a right angle its outer quarter would stay white
    corner = np.asarray(draw([np.array([[0.0, 1.0], [0.0, 0.0], [1.0, 0.0]])]))
    left, top = (np.flatnonzero(corner.any(axis=axis))[0] for axis in (0, 1))
    inset = round(0.2 * PEN_WIDTH * SUPERSAMPLING)
    assert corner[top + inset, left + inset] == 255


def test_it_draws_any_unit_alike() -> None:
    drawn = draw(FIVE).tobytes()
    for unit in (1e-200, 1e-6, 3.7, 1e11):
        assert draw([stroke * unit for stroke in FIVE]).tobytes() == drawn


def test_it_draws_twenty_thousand_points_of_a_circle_as_it_draws_sixty() -> None:
    few, many = (np.asarray(draw(zero(points)), dtype=float) for points in (60, 20_000))
    assert few.shape == many.shape
    assert many.sum() == pytest.approx(few.sum(), rel=0.02)
    assert np.abs(few - many).mean() < 5


def test_a_drawing_too_small_for_arithmetic_is_a_dot() -> None:
    speck = np.array([[0.0, 0.0], [0.0, 2.3e-308]])
    assert draw([speck]).tobytes() == draw([np.zeros((1, 2))]).tobytes()


def test_the_last_point_is_drawn_however_dense_the_points() -> None:
    # what is left of the path after its last whole step is nearly a step
    corner = np.array([[0.0, 0.0], [0.0, 1.0], [0.52, 1.0]])
    dense = np.concatenate([np.linspace(start, end, 500) for start, end in pairwise(corner)])
    assert size_of_ink([dense]) == size_of_ink([corner])
