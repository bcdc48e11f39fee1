"""Ink beside the digits that is no part of any: points, dashes, signs, rings and lines under a number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from recognizer.ink.strokes import Box, Stroke, bounds

DOT = 0.36
"""What is neither higher nor wider than this, in heights of the line, is a point or a comma,"""

FLAT = 0.35
"""unless it is at most so much as high as it is wide,"""
MIN_DASH_WIDTH = 0.2
"""and wider than this, in heights of the line: then it is a dash."""

LINE_FLAT = 0.2
"""A line under a number is at most so much as high as it is wide,"""
MIN_LINE_COVER = 0.6
"""and this part of the width of all other ink lies above it,"""
BENEATH = 0.12
"""so far beneath that, in its heights, for the base of a 1 is no such line,"""
MIN_FOOT_LINE_WIDTH = 1.2
"""or across its foot where it is so long, in heights of that."""

CLOSED = 0.3
"""The ends of a ring are at most so far apart, in its longer sides,"""
FILLED = 0.3
"""and what stands in it is at least so large; a slash or a dot makes a 0 of it."""

MAX_MARK_OVERLAP = 0.33
"""A low mark has less than this part of its width above or below other ink: else it may be a digit's bar."""

MAX_MARK_HEIGHT = 0.25
"""The height of a low mark, in heights of the line, at most."""

LEAN = 0.32
"""A slash leans so much further than the line that it stands in, as x for each y, at least."""
MAX_SLASH_WAVER = 0.06
"""It leaves its straight line by this part of its length at most,"""
MIN_SLASH_HEIGHT = 0.85
"""and is so high, in heights of the line, at least."""


class MarkKind(StrEnum):
    """What ink that was left out looks like."""

    DOT = "dot"
    """A point, a comma, a slip of the pen."""
    DASH = "dash"
    """A short flat stroke, as between the parts of a date."""
    LINE = "line"
    """A long flat stroke, as under a number."""
    RING = "ring"
    """A closed stroke around all else."""
    SIGN = "sign"
    """As tall as a digit, but none: a slash, a letter."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Ink that was left out of a reading."""

    kind: MarkKind
    box: Box
    """x, y, width and height in the caller's unit."""
    strokes: tuple[int, ...] = ()
    """Indices into the drawing; empty for pictures."""


def low_mark(box: Box, line: float, strokes: tuple[int, ...] = ()) -> Mark:
    """Return ink that is low beside a line of this height as a mark."""
    _, _, width, height = box
    if height <= FLAT * width and width > MIN_DASH_WIDTH * line:
        kind = MarkKind.DASH
    else:
        kind = MarkKind.DOT if max(width, height) <= DOT * line else MarkKind.SIGN
    return Mark(kind=kind, box=box, strokes=strokes)


def marks_around(strokes: Mapping[int, Stroke]) -> list[Mark]:
    """Return the rings around all other strokes of a drawing, and the lines under them."""
    if len(strokes) < 2:
        return []
    boxes = {index: bounds([stroke]) for index, stroke in strokes.items()}
    marks: list[Mark] = []
    for index, stroke in strokes.items():
        others = [strokes[other] for other in strokes if other != index]
        kind = None
        if _is_ring(stroke, boxes[index], others):
            kind = MarkKind.RING
        elif _is_underline(boxes[index], bounds(others)):
            kind = MarkKind.LINE
        if kind is not None:
            marks.append(Mark(kind=kind, box=boxes[index], strokes=(index,)))
    return marks if len(marks) < len(strokes) else []


def _is_ring(stroke: Stroke, box: Box, others: Sequence[Stroke]) -> bool:
    """Whether a stroke goes round all others, and these are more than the slash or the dot of a 0."""
    x, y, width, height = box
    left, top, wide, tall = bounds(others)
    is_around = x < left and y < top and x + width > left + wide and y + height > top + tall
    if not is_around or max(wide, tall) < FILLED * max(width, height):
        return False
    if np.hypot(*(stroke[-1] - stroke[0])) > CLOSED * max(width, height):
        return False
    return len(others) > 1 or _aside(others[0]) > MAX_SLASH_WAVER


def _is_underline(box: Box, others: Box) -> bool:
    """Whether a stroke is long, flat, and below the others."""
    x, y, width, height = box
    left, top, wide, tall = others
    shared = min(x + width, left + wide) - max(x, left)
    if height > LINE_FLAT * width or width < tall / 2 or shared < MIN_LINE_COVER * wide:
        return False
    foot = top + tall
    return y >= foot + BENEATH * tall or (
        y + height >= foot and y >= top + tall / 2 and width >= MIN_FOOT_LINE_WIDTH * tall
    )


def _aside(stroke: Stroke) -> float:
    """Return how far a stroke leaves the straight line between its ends, in lengths of that."""
    way = stroke[-1] - stroke[0]
    length = float(np.hypot(*way))
    if not length:
        return float("inf") if len(stroke) > 1 else 0.0
    return float(np.abs((stroke - stroke[0]) @ np.array([-way[1], way[0]])).max()) / length**2


def is_slash(stroke: Stroke, line: float, slant: float) -> bool:
    """
    Whether a stroke may be a slash: straight, tall, and leaning further to the right than its line.

    Parameters
    ----------
    stroke
        (n, 2), y downwards.
    line
        Height of the line that it stands in.
    slant
        Of that line without it, as x for each y.
    """
    across, down = stroke[-1] - stroke[0]
    if abs(down) < MIN_SLASH_HEIGHT * line or not down:
        return False
    return bool(_aside(stroke) <= MAX_SLASH_WAVER and slant - across / down >= LEAN)


def lean_of(ink: NDArray[np.bool_]) -> tuple[float, float]:
    """Return how far the ink under a mask leans, as x for each y, and how far it is from its straight line.

    The latter is a standard deviation, in pixels.
    """
    y, x = np.nonzero(ink)
    down, across = y - y.mean(), x - x.mean()
    slant = float(down @ across) / max(float(down @ down), 1.0)
    return slant, float(np.std(across - slant * down))
