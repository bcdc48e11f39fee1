"""Printed rules → gone: long, thin, straight lines of ruled and squared paper, and of forms.

As staff lines are taken out of sheet music (Dalitz, Droettboom, Pranzas and Fujinaga 2008, "A comparative
study of staff removal algorithms"): the ink of each column falls into runs; where a line passes, short runs
are the line's own and go, longer ones are writing that crosses it and stay whole.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognizer.ink.pen import stroke_width
from recognizer.ink.pieces import Ink

STEEPEST = 0.06
"""Slope up to which a line is a rule: paper lies a little askew."""

SLOPES = 49
"""Slopes that are tried, evenly spaced."""

SEEN = 0.4
"""Part of the picture's width over which a rule's own ink shows at least."""

UNBROKEN = 0.8
"""Part of it over which there is ink at a rule, its own or that of writing which crosses it."""

ENDS = 0.1
"""Part of the width at either end in which a rule shows: it goes on beyond the picture."""

STRAIGHT = 1.0
"""Pixels between a rule and a straight line; a two-hundredth of the picture's width where that is more."""

LONGER = 1.4
"""How many times as wide as the writing is tall a picture with rules is; the bars of digits are shorter."""

THICKER = 1.5
"""How many times its usual thickness a rule measures here and there."""

MOST_RULES = 64
"""Rules of one direction that are looked for."""


@dataclass(frozen=True)
class _Runs:
    """Unbroken ink of a column, each run an entry of four arrays of one length."""

    column: NDArray[np.intp]
    start: NDArray[np.intp]
    stop: NDArray[np.intp]

    @property
    def length(self) -> NDArray[np.intp]:
        return self.stop - self.start

    @property
    def middle(self) -> NDArray[np.float64]:
        return (self.start + self.stop - 1) / 2

    def only(self, chosen: NDArray[np.bool_]) -> "_Runs":
        return _Runs(self.column[chosen], self.start[chosen], self.stop[chosen])


def without_rules(ink: Ink) -> Ink:
    """
    Return the ink without rules across the picture and, where there are some, without those down it.

    Lines down the paper are only looked for where lines run across it as well: a bare vertical line is a 1.

    Parameters
    ----------
    ink
        (h, w), ink high, paper exactly 0; left as it is.
    """
    across = _without_lines(ink)
    if across is ink or ink.shape[1] < LONGER * _height(across):
        return ink
    return np.ascontiguousarray(_without_lines(across.T).T)


def _without_lines(ink: Ink) -> Ink:
    """Take out one line after the other, the most complete first; lines that are all there is stay."""
    cleaned = ink
    for _ in range(MOST_RULES):
        found = _rule(cleaned)
        if found is None:
            break
        cleaned = _erased(cleaned, found)
    return cleaned if _height(cleaned) else ink


def _rule(ink: Ink) -> _Runs | None:
    """Return the runs that are the most complete rule's own; None where no line is one."""
    runs = _runs(ink > 0)
    if not runs.column.size:
        return None
    thin = runs.only(runs.length <= THICKER * stroke_width(ink > 127) + 1)
    if not thin.column.size:
        return None
    width = ink.shape[1]
    tolerance = max(STRAIGHT, width / 200)
    line = _best_line(thin, width, tolerance)
    own = thin.only(np.abs(thin.middle - line[thin.column]) <= tolerance)
    own = own.only(own.length <= THICKER * np.median(own.length) + 1)
    crossing = (runs.start - line[runs.column] <= tolerance) & (line[runs.column] - runs.stop < tolerance)
    length = np.unique(runs.column[crossing]).size
    return own if length >= UNBROKEN * width and _shows(own.column, width) else None


def _shows(columns: NDArray[np.intp], width: int) -> bool:
    """Whether a line's own ink is seen over enough of the picture, and at both ends of it."""
    ends = columns.min() < ENDS * width and columns.max() >= (1 - ENDS) * width
    return bool(ends and np.unique(columns).size >= SEEN * width)


def _best_line(runs: _Runs, width: int, tolerance: float) -> NDArray[np.float64]:
    """Return the height (rows) at every column of the straight line by which most runs lie."""
    best, line = 0, np.zeros(width)
    x = np.arange(width) - width / 2
    for slope in np.linspace(-STEEPEST, STEEPEST, SLOPES):
        level = (runs.middle - slope * x[runs.column]) / tolerance
        low = np.floor(level.min())
        count = np.bincount((level - low).astype(np.intp))
        pairs = count + np.append(count[1:], 0)
        if pairs.max() > best:
            best = int(pairs.max())
            line = (low + pairs.argmax() + 1) * tolerance + slope * x
    return line


def _height(ink: Ink) -> int:
    """Return how tall the box about some ink is; 0 without any."""
    rows = np.flatnonzero((ink > 127).any(axis=1))
    return int(np.ptp(rows)) + 1 if rows.size else 0


def _erased(ink: Ink, runs: _Runs) -> Ink:
    change = np.zeros((ink.shape[0] + 1, ink.shape[1]), dtype=np.int32)
    np.add.at(change, (runs.start, runs.column), 1)
    np.add.at(change, (runs.stop, runs.column), -1)
    return np.where(np.cumsum(change, axis=0)[:-1] > 0, np.uint8(0), ink)


def _runs(inked: NDArray[np.bool_]) -> _Runs:
    edges = np.diff(np.pad(inked.T.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    column, start = np.nonzero(edges == 1)
    _, stop = np.nonzero(edges == -1)
    return _Runs(column, start, stop)
