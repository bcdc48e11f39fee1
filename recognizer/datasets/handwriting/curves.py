"""Curves of the pen: smooth lines through a few control points, for many samples at a time.

A *control point* is a pair of coordinates, each a number or an array (n,) with a value for each of n samples.
Units are the height of a digit; x grows to the right, y downwards from 0 at the top to 1 at the foot.
"""

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Coordinate: TypeAlias = float | Floats

STEPS = 10
"""Points of the curve for each piece between two control points."""


class Point(NamedTuple):
    """A control point of n samples."""

    x: Coordinate
    y: Coordinate
    is_corner: bool = False
    """Whether the pen turns sharply here."""


Controls: TypeAlias = Sequence[Point]
"""The control points of one stroke."""


def through(*points: tuple[Coordinate, Coordinate] | Point) -> list[Point]:
    """Return control points of a stroke; plain pairs are smooth ones."""
    return [Point(*point) for point in points]


def corner(x: Coordinate, y: Coordinate) -> Point:
    """Return a control point at which the pen turns sharply."""
    return Point(x, y, is_corner=True)


def arc(  # noqa: PLR0913, PLR0917 - a centre, two radii, two angles
    x: Coordinate,
    y: Coordinate,
    radius_x: Coordinate,
    radius_y: Coordinate,
    start: Coordinate,
    sweep: Coordinate,
    *,
    points: int = 9,
) -> list[Point]:
    """Return control points on an ellipse about (x, y).

    Parameters
    ----------
    start, sweep
        Degrees: 0 is right, 90 is down, so that a positive sweep runs clockwise as seen.
    points
        How many, ends included.
    """
    angles = (np.radians(start + sweep * part) for part in np.linspace(0, 1, points))
    return [Point(x + radius_x * np.cos(angle), y + radius_y * np.sin(angle)) for angle in angles]


def curve(controls: Controls, n: int) -> Floats:
    """Return the smooth lines through the control points of n samples.

    Parameters
    ----------
    controls
        At least two control points.

    Returns
    -------
    ndarray
        (n, points, 2), ``STEPS`` for each piece between control points. The curve is a Catmull-Rom spline
        (Catmull and Rom 1974), begun anew at each corner.
    """
    places = np.empty((n, len(controls), 2))
    for index, point in enumerate(controls):
        places[:, index, 0], places[:, index, 1] = point.x, point.y
    corners = tuple(index for index, point in enumerate(controls) if point.is_corner)
    points: Floats = np.einsum("sp,npc->nsc", _basis(len(controls), corners), places)
    return points


@lru_cache(maxsize=512)
def _basis(count: int, corners: tuple[int, ...]) -> Floats:
    """Return what each control point contributes to each point of the curve: (points, count)."""
    rows = [_piece(start, stop, count) for start, stop in pairwise(sorted({0, *corners, count - 1}))]
    last = np.zeros((1, count))
    last[0, -1] = 1
    return np.concatenate([*(row for piece in rows for row in piece), last])


def _piece(start: int, stop: int, count: int) -> Iterator[Floats]:
    """Yield the basis of each segment between the control points of a piece without corners."""
    points = np.eye(count)[start : stop + 1]
    # the neighbours of the ends lie where the first and the last segment would go on straight
    padded = np.concatenate([[2 * points[0] - points[1]], points, [2 * points[-1] - points[-2]]])
    t = np.linspace(0, 1, STEPS, endpoint=False)[:, None]
    for before, here, there, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        linear = there - before
        quadratic = 2 * before - 5 * here + 4 * there - after
        cubic = 3 * here - before - 3 * there + after
        yield here + 0.5 * (linear * t + quadratic * t**2 + cubic * t**3)


def mirrored(strokes: Sequence[Controls]) -> list[Controls]:
    """Return strokes with left and right exchanged."""
    return [[Point(-point.x, point.y, point.is_corner) for point in stroke] for stroke in strokes]


def turned(stroke: Controls, degrees: Coordinate) -> list[Point]:
    """Return a stroke turned clockwise about the middle of its digit, (0, ½)."""
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return [
        Point(
            cos * point.x - sin * (point.y - 0.5),
            0.5 + sin * point.x + cos * (point.y - 0.5),
            point.is_corner,
        )
        for point in stroke
    ]


def backwards(stroke: Controls) -> list[Point]:
    """Return a stroke written from its end to its beginning."""
    return list(reversed(stroke))


FULL_TURN = 2 * math.pi
