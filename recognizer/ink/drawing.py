"""Strokes → grey ink, with one pen for everybody."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from recognizer.ink.strokes import Stroke, bounds
from recognizer.ink.tile import INK_SIDE

SUPERSAMPLING = 6
"""Pixels of the drawing along one pixel of the tile."""

PEN_RADIUS = 7
"""From the middle of the pen to its edge, in pixels of the drawing, the middle one not counted."""

PEN_WIDTH = (2 * PEN_RADIUS + 1) / SUPERSAMPLING
"""Width of everybody's pen in pixels of the tile; the mean ink of a tile is then that of MNIST."""

SPACING = 0.7
"""Tile pixels of path from one point of the drawing to the next, whatever the device reported."""

MIN_GAPLESS_COSINE = 0.97
"""Cosine of the turn up to which two wide lines leave no gap between them that one could see."""

THINNEST, MAX_BARE_INK_THICKNESS = 3, 14
"""Radii of the pens of synthetic writers, as ``PEN_RADIUS``."""

NO_EXTENT = 1e-250
"""What is smaller, in any unit, is a point: the scale would not be a finite number."""

ROUNDING = 6
"""Decimals that are kept before anything is made whole: the noise of arithmetic must not move a pixel."""


def draw(strokes: Sequence[Stroke], *, pen_radius: int = PEN_RADIUS) -> Image.Image:
    """
    Draw strokes with a round pen, ``SUPERSAMPLING`` times as large as on the tile.

    The larger side of the ink, pen included, is ``INK_SIDE`` tile pixels, whatever the unit of the points.
    What has no extent is a dot of the pen's own size.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2), n ≥ 1, finite, y downwards.
    pen_radius
        As ``PEN_RADIUS``; for synthetic writers, whose pens differ.

    Returns
    -------
    Image.Image
        Mode L, ink 255, paper 0.
    """
    _, _, width, height = bounds(strokes)
    side, pen = max(width, height), 2 * pen_radius + 1
    scale = (SUPERSAMPLING * INK_SIDE - pen) / side if side > NO_EXTENT else 0.0
    return draw_to_scale(strokes, scale=scale, pen_radius=pen_radius, spacing=SPACING * SUPERSAMPLING)


def draw_to_scale(strokes: Sequence[Stroke], *, scale: float, pen_radius: int, spacing: float) -> Image.Image:
    """
    Draw strokes with a round pen, ``scale`` pixels for each of their units.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2), n ≥ 1, finite, y downwards.
    scale
        Pixels along one unit of the points.
    pen_radius
        From the middle of the pen to its edge, in pixels, the middle one not counted.
    spacing
        Pixels of path from one point of the drawing to the next.

    Returns
    -------
    Image.Image
        Mode L, ink 255, paper 0, with one pixel of paper about the ink.
    """
    left, top, width, height = bounds(strokes)
    margin = pen_radius + 1
    columns, rows = (round(round(length * scale, ROUNDING)) for length in (width, height))
    ink = Image.new("L", (columns + 2 * margin, rows + 2 * margin))
    painter = ImageDraw.Draw(ink)
    for stroke in strokes:
        points = _evenly_spaced((stroke - (left, top)) * scale, spacing)
        _draw_stroke(painter, np.rint(np.round(points, ROUNDING)) + margin, pen_radius)
    return ink


def pen_points(stroke: Stroke) -> float:
    """Return how many points the pen sets, about, where a stroke is drawn as a digit of its own."""
    side = float(np.ptp(stroke, axis=0).max())
    if side <= NO_EXTENT:
        return 1.0
    steps = np.diff(stroke, axis=0) / side
    return 1 + float(np.hypot(steps[:, 0], steps[:, 1]).sum()) * INK_SIDE / SPACING


def radius_of_pen(pen: float) -> int:
    """Return the radius of a pen that is so many times as wide as everybody's, as ``PEN_RADIUS``."""
    return min(max(round(((2 * PEN_RADIUS + 1) * pen - 1) / 2), THINNEST), MAX_BARE_INK_THICKNESS)


def _evenly_spaced(points: Stroke, spacing: float) -> Stroke:
    """Return points along the same path, ends included, ``spacing`` apart or a little less."""
    path = np.zeros(len(points))
    steps = points[1:] - points[:-1]
    np.cumsum(np.hypot(steps[:, 0], steps[:, 1]), out=path[1:])
    pieces = math.ceil(round(float(path[-1]) / spacing, ROUNDING))
    if not pieces:
        return points[-1:]
    places = np.arange(pieces + 1) * (path[-1] / pieces)
    # x and y at once, as one complex number
    plane = np.ascontiguousarray(points).view(np.complex128)[:, 0]
    return np.asarray(np.interp(places, path, plane)).view(np.float64).reshape(-1, 2)


def _draw_stroke(painter: ImageDraw.ImageDraw, points: Stroke, radius: int) -> None:
    # Pillow draws wide lines without joints: discs make them, and the round ends
    painter.line(points.ravel().tolist(), fill=255, width=2 * radius + 1)
    joints = points[_turns(points)]
    for disc in np.concatenate([joints - radius, joints + radius], axis=1).tolist():
        painter.ellipse(disc, fill=255)


def _turns(points: Stroke) -> NDArray[np.bool_]:
    """Tell at which points, ends included, the path turns so far that a wide line would show a gap."""
    x, y = (points[1:] - points[:-1]).T
    lengths = np.hypot(x, y)
    along = x[1:] * x[:-1] + y[1:] * y[:-1]
    turns = np.ones(len(points), dtype=bool)
    turns[1:-1] = along <= MIN_GAPLESS_COSINE * lengths[1:] * lengths[:-1]
    return turns
