"""Printed rules → gone: long, thin, straight lines of ruled and squared paper, and of forms.

As staff lines are taken out of sheet music (Dalitz, Droettboom, Pranzas and Fujinaga 2008, "A comparative
study of staff removal algorithms"): the ink of each column falls into runs; where a line passes, short runs
are the line's own and go, longer ones are writing that crosses it and stay whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognizer.ink.pen import stroke_width
from recognizer.ink.pieces import Ink

MAX_RULE_SLOPE = 0.06
"""Slope up to which a line is a rule: paper lies a little askew."""

SLOPES = 49
"""Slopes that are tried, evenly spaced."""

SEEN = 0.4
"""Part of its way through the picture over which a rule's own ink shows at least."""

UNBROKEN = 0.8
"""Part of it over which there is ink at a rule, its own or that of writing which crosses it."""

ENDS = 0.1
"""Part of its way at either end in which a rule shows: it goes on beyond the picture."""

MIN_RULE_LENGTH = 0.25
"""Part of the picture's width through which a rule goes at least: where it is askew, it may cut a corner."""

CORNER = 0.05
"""The same where it has many neighbours."""

MAX_RULE_WAVER = 1.0
"""Pixels between a rule and a straight line; a two-hundredth of the picture's width where that is more."""

LONGER = 1.4
"""How many times as wide as the writing is tall a picture with rules is; the bars of digits are shorter."""

MAX_RULE_SWELLING = 1.5
"""How many times its usual thickness a rule measures here and there."""

HAIRLINE = 1 / 40
"""Thickness of a rule down the paper, in its lengths, where none lies across it: a 1 is bolder."""

WRITTEN = 0.85
"""Part of the picture's height from which writing fills it: what goes from edge to edge is then a 1."""

MIN_RULES = 3
"""So many rules of one direction are no parts of a digit."""

MAX_RULE_PASSES = 8
"""Slopes at which rules of one direction are looked for, the likeliest first."""

MAX_RULES = 128
"""Rules that are looked at in one pass."""

MAX_RULE_RUNS = 40_000
"""Runs by which lines are found; where there are more, evenly spaced columns of the picture will do."""


@dataclass(frozen=True)
class Runs:
    """Unbroken ink of a column, each run an entry of four arrays of one length."""

    column: NDArray[np.intp]
    start: NDArray[np.intp]
    stop: NDArray[np.intp]

    @property
    def length(self) -> NDArray[np.intp]:
        """Pixels of each run."""
        return self.stop - self.start

    @property
    def middle(self) -> NDArray[np.float64]:
        """Row of the middle of each run."""
        return (self.start + self.stop - 1) / 2

    def only(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> "Runs":
        """Return some of the runs."""
        return Runs(self.column[chosen], self.start[chosen], self.stop[chosen])


def without_rules(ink: Ink) -> Ink:
    """
    Return the ink without rules across the picture, and without those down it.

    A bare vertical line may be a 1. So lines down the paper are rules where lines run across it as well, or
    where they are thin and go from edge to edge of a picture that is not cut out about them.

    Parameters
    ----------
    ink
        (h, w), ink high, paper exactly 0; left as it is.
    """
    height, width = ink.shape
    across, count = without_lines(ink)
    if count < MIN_RULES and width < LONGER * _height(across):
        across, count = ink, 0
    thickest = np.inf if count else max(1.0, HAIRLINE * height)
    turned, down = without_lines(np.ascontiguousarray(across.T), thickest=thickest)
    if (
        count
        or down >= MIN_RULES
        or (width >= MIN_RULE_LENGTH * height and _height(turned.T) <= WRITTEN * height)
    ):
        return np.ascontiguousarray(turned.T)
    return ink


def without_lines(ink: Ink, *, thickest: float = np.inf) -> tuple[Ink, int]:
    """Take all lines across some ink away, the most complete first, and say how many they were.

    `thickest` is how thick they may be, in pixels.
    """
    runs = runs_of(ink > 0)
    if not runs.column.size:
        return ink, 0
    thin = runs.only(runs.length <= min(MAX_RULE_SWELLING * stroke_width(ink > 127) + 1, thickest))
    width = ink.shape[1]
    tolerance = max(MAX_RULE_WAVER, width / 200)
    found: list[Runs] = []
    for _ in range(MAX_RULE_PASSES):
        before = len(found)
        slope, levels = _best_lines(thin, width, tolerance)
        ordered = Ordered(thin, slope, width)
        for level in levels:
            # each line anew: a neighbour may have been taken for it
            line = level + slope * (np.arange(width) - width / 2)
            own = _of_rule(
                ordered, line, tolerance, ink, shortest=MIN_RULE_LENGTH if len(found) < MIN_RULES else CORNER
            )
            if own is not None:
                found.append(thin.only(own))
                thin = thin.only(np.delete(np.arange(thin.column.size), own))
                ordered = Ordered(thin, slope, width)
        if len(found) == before:
            break
    return (_erased(ink, found) if found else ink), len(found)


class Ordered:
    """Runs in the order in which lines of one slope pass them, so that those by a line are found fast."""

    def __init__(self, runs: Runs, slope: float, width: int) -> None:
        self.runs, self.middle = runs, runs.middle
        self._slope = slope * (np.arange(width) - width / 2)
        level = self.middle - self._slope[runs.column]
        self._order = np.argsort(level)
        self._level = level[self._order]

    def near(self, line: NDArray[np.float64], tolerance: float) -> NDArray[np.intp]:
        """Return which runs lie no further than this from a line, in their own order."""
        level = line - self._slope
        least, most = level.min() - tolerance - 1, level.max() + tolerance + 1  # rounding is far below 1
        few = np.sort(self._order[slice(*np.searchsorted(self._level, [least, most]))])
        return few[np.abs(self.middle[few] - line[self.runs.column[few]]) <= tolerance]


def _of_rule(
    ordered: Ordered, line: NDArray[np.float64], tolerance: float, ink: Ink, *, shortest: float
) -> NDArray[np.intp] | None:
    """Tell which runs are a rule's own; None where the line is none."""
    height, width = ink.shape
    thin = ordered.runs
    near = ordered.near(line, tolerance)
    if near.size < SEEN * shortest * width:
        return None
    line = _through(thin.only(near), width)
    near = ordered.near(line, tolerance)
    inside = np.flatnonzero((line > -tolerance) & (line < height - 1 + tolerance))
    if inside.size < shortest * width or not near.size:
        return None
    length = thin.length[near]
    near = near[length <= MAX_RULE_SWELLING * np.median(length) + 1]
    seen = np.unique(thin.column[near])
    first, last = inside[0], inside[-1]
    ends = ENDS * inside.size
    if seen.size < SEEN * inside.size or seen[0] > first + ends or seen[-1] < last - ends:
        return None
    return near if _inked(ink, line, inside, tolerance) >= UNBROKEN * inside.size else None


def _through(runs: Runs, width: int) -> NDArray[np.float64]:
    """Return the height at every column of the straight line that lies best among runs."""
    x, y = runs.column - width / 2, runs.middle
    spread = float(((x - x.mean()) ** 2).sum())
    slope = float(((x - x.mean()) * (y - y.mean())).sum()) / spread if spread else 0.0
    return np.asarray(y.mean() + slope * (np.arange(width) - width / 2 - x.mean()), dtype=np.float64)


def _inked(ink: Ink, line: NDArray[np.float64], columns: NDArray[np.intp], tolerance: float) -> int:
    """Return over how many columns there is ink at a line."""
    aside = np.arange(-int(tolerance), int(tolerance) + 1)
    rows = np.clip(np.rint(line[columns]).astype(np.intp) + aside[:, None], 0, len(ink) - 1)
    return int((ink[rows, columns] > 0).any(axis=0).sum())


def _best_lines(runs: Runs, width: int, tolerance: float) -> tuple[float, NDArray[np.float64]]:
    """
    Return the slope at which a line has most runs by it, and at what heights lines of that slope may lie.

    The heights are rows in the middle column, those with most runs first.
    """
    every = -(-runs.column.size // MAX_RULE_RUNS)
    few = runs.only(runs.column % every == 0) if every > 1 else runs
    if not few.column.size:
        return 0.0, np.empty(0)
    x = few.column - width / 2
    best, best_slope, best_pairs, best_low = 0, 0.0, np.empty(0, dtype=np.intp), 0.0
    for slope in np.linspace(-MAX_RULE_SLOPE, MAX_RULE_SLOPE, SLOPES):
        level = (few.middle - slope * x) / tolerance
        low = float(np.floor(level.min()))
        count = np.bincount((level - low).astype(np.intp))
        pairs = count + np.append(count[1:], 0)
        if pairs.max() > best:
            best, best_slope, best_pairs, best_low = int(pairs.max()), float(slope), pairs, low
    order = np.argsort(-best_pairs, kind="stable")
    enough = order[best_pairs[order] * every >= SEEN * CORNER * width][:MAX_RULES]
    return best_slope, np.asarray((best_low + enough + 1.0) * tolerance, dtype=np.float64)


def _height(ink: Ink) -> int:
    """Return how tall the box about some ink is; 0 without any."""
    rows = np.flatnonzero((ink > 127).any(axis=1))
    return int(np.ptp(rows)) + 1 if rows.size else 0


def _erased(ink: Ink, found: Sequence[Runs]) -> Ink:
    change = np.zeros((ink.shape[0] + 1, ink.shape[1]), dtype=np.int32)
    for runs in found:
        np.add.at(change, (runs.start, runs.column), 1)
        np.add.at(change, (runs.stop, runs.column), -1)
    return np.where(np.cumsum(change, axis=0)[:-1] > 0, np.uint8(0), ink)


def runs_of(inked: NDArray[np.bool_]) -> Runs:
    """Return the unbroken ink of all columns."""
    edges = np.diff(np.pad(inked.T.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    column, start = np.nonzero(edges == 1)
    _, stop = np.nonzero(edges == -1)
    return Runs(column, start, stop)
