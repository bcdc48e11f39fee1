"""Strokes → grey ink, with one pen for everybody."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from recognizer.ink.strokes import Stroke, bounds
from recognizer.ink.tile import INK_SIDE

SUPERSAMPLING = 8
"""Pixels of the drawing along one pixel of the tile."""

PEN_RADIUS = 9
"""From the middle of the pen to its edge, in pixels of the drawing, the middle one not counted."""

PEN_WIDTH = (2 * PEN_RADIUS + 1) / SUPERSAMPLING
"""Width of everybody's pen in pixels of the tile; the mean ink of a tile is then that of MNIST."""

MARGIN = PEN_RADIUS + 1
"""Pixels of paper about the points, for the pen."""

CLOSEST = 0.4
"""Tile pixels of path within which points add nothing to the drawing."""

NO_EXTENT = 1e-250
"""What is smaller, in any unit, is a point: the scale would not be a finite number."""

ROUNDING = 6
"""Decimals that are kept before anything is made whole: the noise of arithmetic must not move a pixel."""


def draw(strokes: Sequence[Stroke]) -> Image.Image:
    """
    Draw strokes with a round pen, ``SUPERSAMPLING`` times as large as on the tile.

    The larger side of the ink, pen included, is ``INK_SIDE`` tile pixels, whatever the unit of the points.
    What has no extent is a dot of the pen's own size.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2), n ≥ 1, finite, y downwards.

    Returns
    -------
    Image.Image
        Mode L, ink 255, paper 0.
    """
    left, top, width, height = bounds(strokes)
    side = max(width, height)
    scale = SUPERSAMPLING * (INK_SIDE - PEN_WIDTH) / side if side > NO_EXTENT else 0.0
    size = (round(width * scale) + 2 * MARGIN, round(height * scale) + 2 * MARGIN)
    ink = Image.new("L", size)
    painter = ImageDraw.Draw(ink)
    for stroke in strokes:
        points = (_thinned(stroke, scale) - (left, top)) * scale
        _draw_stroke(painter, np.rint(np.round(points, ROUNDING)) + MARGIN)
    return ink


def _thinned(stroke: Stroke, scale: float) -> Stroke:
    """Leave points out that the path reaches within ``CLOSEST`` tile pixels; the last one stays."""
    steps = np.hypot(*np.diff(stroke, axis=0, prepend=stroke[:1]).T) * (scale / SUPERSAMPLING / CLOSEST)
    stage = np.floor(np.round(np.cumsum(steps), ROUNDING))
    kept = np.diff(stage, prepend=-1) > 0
    kept[-1] = True
    return stroke[kept]


def _draw_stroke(painter: ImageDraw.ImageDraw, points: Stroke) -> None:
    # Pillow draws wide lines without joints: a disc at each point makes them, and the round ends
    painter.line(points.ravel().tolist(), fill=255, width=2 * PEN_RADIUS + 1)
    for disc in np.concatenate([points - PEN_RADIUS, points + PEN_RADIUS], axis=1).tolist():
        painter.ellipse(disc, fill=255)
