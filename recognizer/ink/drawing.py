"""Strokes → grey ink, with one pen for everybody."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from recognizer.ink.strokes import Stroke, bounds
from recognizer.ink.tile import INK_SIDE

SUPERSAMPLING = 8
"""Pixels of the drawing along one pixel of the tile."""

PEN_WIDTH = 2.5
"""Width of the pen in pixels of the tile, as people's pens have in MNIST."""


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
    scale = SUPERSAMPLING * (INK_SIDE - PEN_WIDTH) / side if side > 0 else 0.0
    pen = round(SUPERSAMPLING * PEN_WIDTH)
    size = (round(width * scale) + 2 * pen, round(height * scale) + 2 * pen)
    ink = Image.new("L", size)
    painter = ImageDraw.Draw(ink)
    for stroke in strokes:
        _draw_stroke(painter, (stroke - (left, top)) * scale + pen, pen)
    return ink


def _draw_stroke(painter: ImageDraw.ImageDraw, points: Stroke, pen: int) -> None:
    painter.line(points.ravel().tolist(), fill=255, width=pen)
    for corner in np.concatenate([points - pen / 2, points + pen / 2], axis=1).tolist():
        painter.ellipse(corner, fill=255)
