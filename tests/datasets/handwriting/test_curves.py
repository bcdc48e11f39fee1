"""Smooth lines through control points."""

import numpy as np
import pytest

from recognizer.datasets.handwriting.curves import (
    STEPS,
    Point,
    arc,
    backwards,
    corner,
    curve,
    mirrored,
    through,
    turned,
)


def test_a_curve_passes_through_its_control_points() -> None:
    controls = through((0, 0), (1, 2), corner(3, 1), (4, 4))
    points = curve(controls, 1)[0]
    assert points[::STEPS] == pytest.approx(np.array([[0, 0], [1, 2], [3, 1], [4, 4]]))


def test_two_control_points_make_a_straight_line() -> None:
    points = curve(through((0, 0), (2, 4)), 1)[0]
    assert points[:, 1] == pytest.approx(2 * points[:, 0])


def test_a_curve_turns_smoothly_except_at_corners() -> None:
    def sharpest_turn(controls: list[Point]) -> float:
        steps = np.diff(curve(controls, 1)[0], axis=0)
        heading = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
        return float(np.abs(np.diff(heading)).max())

    assert sharpest_turn(through((0, 0), (1, 1), (2, 0))) < np.radians(25)
    assert sharpest_turn(through((0, 0), corner(1, 1), (2, 0))) == pytest.approx(np.pi / 2)


def test_each_sample_has_a_curve_of_its_own() -> None:
    points = curve(through((np.array([0.0, 5.0]), 0), (1, 1)), 2)
    assert points.shape == (2, STEPS + 1, 2)
    assert points[:, 0, 0].tolist() == [0, 5]
    assert points[:, -1].tolist() == [[1, 1], [1, 1]]


def test_an_arc_starts_at_its_angle_and_runs_clockwise_for_positive_sweeps() -> None:
    start, quarter = arc(1, 1, 2, 3, 0, 90, points=2)
    assert (start.x, start.y) == pytest.approx((3, 1))
    assert (quarter.x, quarter.y) == pytest.approx((1, 4))  # downwards


def test_strokes_can_be_mirrored_turned_and_written_backwards() -> None:
    stroke = through((1, 0), corner(2, 1))
    assert mirrored([stroke])[0][1] == (-2, 1, True)
    half = turned(stroke, 180)
    assert (half[0].x, half[0].y) == pytest.approx((-1, 1))
    assert backwards(stroke) == [stroke[1], stroke[0]]
