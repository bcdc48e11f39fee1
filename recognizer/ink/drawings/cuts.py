"""Where one movement of the pen may go over from a digit to the next."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from recognizer.ink.strokes import Stroke, bounds

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

NARROWEST = 0.9
"""A stroke of two digits is at least so wide, in heights of the line and of its own."""

MIN_CUT_HEIGHT = 0.4
"""What is cut off is at least so high, in heights of a line."""

MAX_FLAT_START = 0.25
"""A flat start of a stroke that is longer, in heights of a line, may belong to the digit before."""

MAX_REACH_BACK = 0.2
"""How far the ink before a cut may reach beyond the ink behind it, in heights of a line."""

FINENESS = 0.02
"""Distance between the places on a stroke that are looked at, in heights of a line."""

MAX_CUT_PLACES = 1_000
"""On one stroke; a longer one is looked at less finely."""

MIN_WAY_LENGTH = 0.08
"""A way between two digits that is shorter, in heights of a line, is not worth a piece of its own."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A part of a stroke."""

    points: Stroke
    """(n, 2), in the caller's unit."""
    is_way: bool
    """Whether this may be no more than the pen's way from a digit to the next."""


def cut(stroke: Stroke, height: float) -> list[Piece]:
    """
    Cut a stroke wherever what comes before lies to the left of what comes after.

    Between two digits the pen moves along a way that belongs to neither: back from where the left one ends,
    across, and up to where the right one begins. Each of these is a piece of its own.

    Parameters
    ----------
    stroke
        (n, 2), n ≥ 1, y downwards.
    height
        Of the line, in the same unit.

    Returns
    -------
    list[Piece]
        In the order drawn; the whole stroke where nothing speaks for a cut.
    """
    whole = [Piece(points=stroke, is_way=False)]
    _, _, width, own_height = bounds([stroke])
    if width < NARROWEST * max(height, own_height):
        return whole
    line = stroke[np.diff(stroke, axis=0, prepend=np.nan).any(axis=1)]
    if len(line) < 3:
        return whole
    places, points = _resampled(line, height)
    pieces: list[Piece] = []
    start = 0
    for way in _ways(points, height):
        pieces += _piece(line, places, start, way[0], is_way=False)
        for left, right in pairwise(way):
            pieces += _piece(line, places, left, right, is_way=True)
        start = way[-1]
    if not pieces:
        return whole
    return [*pieces, *_piece(line, places, start, len(points) - 1, is_way=False)]


def _resampled(line: Stroke, height: float) -> tuple[Floats, Stroke]:
    """Return evenly spaced places along a line, as parts of its points' indices, and the points there."""
    length = np.cumsum(np.hypot(*np.diff(line, axis=0, prepend=line[:1]).T))
    count = int(min(MAX_CUT_PLACES, max(2.0, length[-1] / (FINENESS * height))))
    places = np.interp(np.linspace(0, length[-1], count), length, np.arange(len(line)))
    return places, _at(line, places)


def _at(line: Stroke, places: Floats) -> Stroke:
    index = np.arange(len(line))
    return np.stack([np.interp(places, index, line[:, axis]) for axis in (0, 1)], axis=1)


def _ways(points: Stroke, height: float) -> list[list[int]]:
    """Return for each way between digits where its parts begin and end, as indices of points."""
    x, y = points.T
    backwards = np.maximum.accumulate(x) - np.minimum.accumulate(x[::-1])[::-1]
    before, behind = (
        _heights(y) >= MIN_CUT_HEIGHT * height,
        _heights(y[::-1])[::-1] >= MIN_CUT_HEIGHT * height,
    )
    found: list[list[int]] = []
    leading = _runs((backwards <= FINENESS * height) & ~before & behind)
    if leading and leading[0][0] == 0 and x[leading[0][1]] - x[0] >= MAX_FLAT_START * height:
        found.append(_with_turns(x, *leading[0], before, behind, height))
    for first, last in _runs((backwards <= MAX_REACH_BACK * height) & before & behind):
        low = backwards[first : last + 1]
        lowest = np.flatnonzero(low <= low.min() + FINENESS * height) + first
        way = _with_turns(x, int(lowest[0]), int(lowest[-1]), before, behind, height)
        if not found or way[0] > found[-1][-1]:
            found.append(way)
    return found


def _heights(y: Floats) -> Floats:
    """Return how high the path is up to each place."""
    return np.asarray(np.maximum.accumulate(y) - np.minimum.accumulate(y))


def _runs(mask: Mask) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [(int(start), int(stop) - 1) for start, stop in edges.reshape(-1, 2)]


def _with_turns(  # noqa: PLR0913, PLR0917 - a way, and what lies about it
    x: Floats, left: int, right: int, before: Mask, behind: Mask, height: float
) -> list[int]:
    """
    Return where the pen turned towards the next digit, left the last one, met the next one, turned.

    A turn counts only where a tall part of the digit lies before it, or behind it.
    """
    turn = left
    while turn > 0 and x[turn - 1] < x[turn]:
        turn -= 1
    next_turn = right
    while next_turn < len(x) - 1 and x[next_turn + 1] > x[next_turn]:
        next_turn += 1
    way = [left]
    if before[turn] and x[left] - x[turn] >= MIN_WAY_LENGTH * height:
        way.insert(0, turn)
    if x[right] - x[left] >= MIN_WAY_LENGTH * height:
        way.append(right)
    if behind[next_turn] and x[next_turn] - x[right] >= MIN_WAY_LENGTH * height:
        way.append(next_turn)
    return way


def _piece(line: Stroke, places: Floats, start: int, end: int, *, is_way: bool) -> list[Piece]:
    """Return the part of a line between two places, ends included; nothing where there is none."""
    if end <= start:
        return []
    first, last = places[start], places[end]
    corners = np.arange(np.floor(first) + 1, np.ceil(last))
    return [Piece(points=_at(line, np.concatenate([[first], corners, [last]])), is_way=is_way)]
