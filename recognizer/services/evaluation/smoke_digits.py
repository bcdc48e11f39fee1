"""Ten clearly written digits, drawn by formula: a version must read them before it may go live."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from recognizer.ink import Stroke, glyphs_from_strokes


def arc(  # noqa: PLR0913, PLR0917 - a centre, two radii, two angles
    x: float, y: float, radius_x: float, radius_y: float, start: float, end: float
) -> Stroke:
    """Return 24 points on an ellipse about (x, y), from `start` to `end` degrees; 0 is right, 90 is down."""
    angles = np.radians(np.linspace(start, end, 24))
    return np.column_stack([x + radius_x * np.cos(angles), y + radius_y * np.sin(angles)])


def line(*points: tuple[float, float]) -> Stroke:
    """Return the points as a stroke of straight pieces."""
    return np.array(points, dtype=np.float64)


STROKES: dict[int, list[Stroke]] = {
    0: [arc(30, 50, 30, 50, -90, 270)],
    1: [line((0, 0), (0, 100))],
    2: [np.vstack([arc(30, 28, 28, 28, -170, 35), line((5, 100), (62, 98))])],
    3: [np.vstack([arc(25, 25, 25, 25, -150, 80), arc(25, 74, 30, 26, -80, 150)])],
    4: [line((30, 0), (0, 60), (60, 60)), line((45, 20), (45, 100))],
    5: [np.vstack([line((52, 0), (10, 0), (6, 45)), arc(25, 68, 30, 32, -110, 140)])],
    6: [np.vstack([line((45, 0), (18, 30)), arc(28, 70, 27, 29, -160, 200)])],
    7: [line((0, 0), (58, 0), (22, 100))],
    8: [np.vstack([arc(28, 25, 22, 25, 90, -270), arc(28, 76, 27, 26, -90, 270)])],
    9: [np.vstack([arc(28, 28, 26, 28, 0, -360), line((54, 28), (50, 100))])],
}


@cache
def known_digits() -> tuple[tuple[int, NDArray[np.uint8]], ...]:
    """Return the ten digits, each with its tile (28, 28)."""
    return tuple((digit, glyphs_from_strokes(strokes)[0].tile) for digit, strokes in STROKES.items())
