"""A row of ink → the strip that a network reads as a whole: the counterpart of the tile of a single digit.

On a strip all digits of a row keep their sizes and places beside one another. Its pen is that of tiles.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recognizer.ink.drawing import PEN_WIDTH, draw_to_scale
from recognizer.ink.pen import distance_to_paper, edges_moved, mean_width, to_our_width
from recognizer.ink.pieces import Ink
from recognizer.ink.strokes import Stroke, bounds
from recognizer.ink.tile import INK_SIDE

Strip = NDArray[np.uint8]
"""(32, w), ink 255, paper 0."""

STRIP_HEIGHT = 32

LINE = 22.0
"""Height of the usual digit of a row on its strip, its pen included, in pixels."""

MARGIN = 1
"""Rows of paper above and below the ink, where it is so tall that it is made smaller; columns beside it."""

MAX_STRIP_WIDTH = 1024
"""Columns; a longer row is not read as a whole."""

SUPERSAMPLING = 4
"""Pixels of a drawn row along one of the strip."""

DRAWN_PEN = PEN_WIDTH / INK_SIDE
"""Width of everybody's pen, in heights of a digit, pen included."""


def strip_of_strokes(strokes: Mapping[int, Stroke], line: float, *, pen: float = 1.0) -> Strip | None:
    """
    Draw the strokes of one row as a strip; None where it would be too long.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2), n ≥ 1, finite, y downwards, in any unit.
    line
        Height of the usual digit of the row without its pen, above 0, in the same unit.
    pen
        Width of the pen, relative to everybody's.
    """
    _, _, width, tall = bounds(strokes.values())
    whole = line / (1 - DRAWN_PEN)
    scale = _scale((tall + DRAWN_PEN * pen * whole) / whole * LINE, LINE / whole * SUPERSAMPLING)
    if not width * scale < SUPERSAMPLING * MAX_STRIP_WIDTH:
        return None
    radius = max(1, round((DRAWN_PEN * pen * scale * whole - 1) / 2))
    ink = draw_to_scale([*strokes.values()], scale=scale, pen_radius=radius, spacing=SUPERSAMPLING)
    return _placed(ink, 1 / SUPERSAMPLING)


def strip_of_ink(row: Ink, line: float) -> Strip | None:
    """
    Bring a row of a picture to a strip, with our own pen; None where it would be too long.

    Parameters
    ----------
    row
        (h, w), ink high, paper exactly 0, cut to its box.
    line
        Height of the usual digit of the row, in its pixels.
    """
    inked = row > 127
    inside = distance_to_paper(inked)
    if not inked.any():
        return None
    by = to_our_width(mean_width(inside[inked]), line / INK_SIDE)
    ink = edges_moved(row, inside, by)
    return _placed(Image.fromarray(ink), _scale(ink.shape[0] / line * LINE, LINE / line))


def _scale(height: float, scale: float) -> float:
    """Return the scale, or a smaller one at which ink so many rows high still fits into the strip."""
    room = STRIP_HEIGHT - 2 * MARGIN
    return scale * room / max(height, room)


def _placed(ink: Image.Image, scale: float) -> Strip | None:
    """Return ink in this scale, in the middle of a strip; None where that would be too long."""
    height, width = (max(1, round(side * scale)) for side in (ink.height, ink.width))
    height = min(height, STRIP_HEIGHT)
    if width + 2 * MARGIN > MAX_STRIP_WIDTH:
        return None
    strip: Ink = np.zeros((STRIP_HEIGHT, width + 2 * MARGIN), dtype=np.uint8)
    top = (STRIP_HEIGHT - height) // 2
    kind = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
    strip[top : top + height, MARGIN : MARGIN + width] = np.asarray(ink.resize((width, height), kind))
    return strip
