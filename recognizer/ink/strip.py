"""A row of ink → the strip that a network reads as a whole: the counterpart of the tile of a single digit.

On a strip all digits of a row keep their sizes and places beside one another. Its pen is that of tiles.
"""

import math
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recognizer.ink.drawing import PEN_WIDTH, draw_to_scale
from recognizer.ink.pen import distance_to_paper, edges_moved, mean_width, to_our_width
from recognizer.ink.pieces import Ink
from recognizer.ink.strokes import Stroke, bounds
from recognizer.ink.tile import INK_SIDE

BICUBIC = Image.Resampling.BICUBIC

Strip = NDArray[np.uint8]
"""(32, w), ink 255, paper 0."""

STRIP_HEIGHT = 32

LINE = 22.0
"""Height of the usual digit of a row on its strip, its pen included, in pixels."""

MARGIN = 1
"""Rows of paper above and below the ink, where it is so tall that it is made smaller; columns beside it."""

MAX_STRIP_WIDTH = 1024
"""Columns; a longer row is not read as a whole."""

OTHER_SIZES, OTHER_SLANTS = (0.9, 1.1), (-0.15, 0.15)
"""In which a row is looked at again: relative to its own size, and columns to the right for each row down."""

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


def other_views(strip: Strip) -> list[Strip]:
    """Return the strip smaller, larger, and slanted to either side: a person would read the same on each.

    A view that would be too long is left out.
    """
    return [view for view in _views(strip) if view.shape[1] <= MAX_STRIP_WIDTH]


def _views(strip: Strip) -> Iterator[Strip]:
    height, width = strip.shape
    image = Image.fromarray(strip)
    for size in OTHER_SIZES:
        seen = np.asarray(image.resize((max(1, round(width * size)), round(height * size)), BICUBIC))
        over = seen.shape[0] - height
        yield seen[over // 2 : over // 2 + height] if over > 0 else _in_the_middle(seen)
    for slant in OTHER_SLANTS:
        room = math.ceil(abs(slant) * height / 2)
        slanted = (1, slant, -slant * height / 2 - room, 0, 1, 0)
        yield np.asarray(
            image.transform((width + 2 * room, height), Image.Transform.AFFINE, slanted, BICUBIC)
        )


def _in_the_middle(rows: Strip) -> Strip:
    """Return fewer rows than those of a strip with paper above and below."""
    missing = STRIP_HEIGHT - rows.shape[0]
    return np.pad(rows, ((missing // 2, missing - missing // 2), (0, 0)))


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
    kind = Image.Resampling.BOX if scale < 1 else BICUBIC
    strip[top : top + height, MARGIN : MARGIN + width] = np.asarray(ink.resize((width, height), kind))
    return strip
