"""The pieces of ink that no reading divides, in reading order."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np

from recognizer.ink.drawings.cuts import cut
from recognizer.ink.lattice.grouping import group_by_overlap
from recognizer.ink.strokes import Box, Stroke, bounds, spans

MAX_LINE_ATOMS = 100
"""Atoms of a line; where there would be more, strokes above one another are one."""

MAX_LINE_GROUPS = 300
"""Such groups of a line; of more, as many neighbours are one as it takes."""

MAX_SLANT = 0.35
"""The largest slant that is taken out of a line, as x for each y."""

Part = tuple[int, Stroke]
"""A stroke's index, and the stroke or a part of it: (n, 2) in the caller's unit."""


@dataclass(frozen=True, kw_only=True)
class Atom:
    """A stroke, a part of one, or several that are never told apart."""

    parts: tuple[Part, ...]
    box: Box
    """As if the line were written upright."""
    is_way: bool = False
    """Whether this may be no more than the pen's way from a digit to the next."""

    @property
    def strokes(self) -> set[int]:
        """The indices of the strokes that have a part in it."""
        return {index for index, _ in self.parts}


def atoms_of(strokes: Mapping[int, Stroke], height: float) -> list[Atom]:
    """
    Return the atoms of a line of writing, from left to right.

    Parts of one stroke keep their order; a delayed stroke comes where it stands, not when it was drawn.

    Parameters
    ----------
    strokes
        Of one line, by their index, in any unit.
    height
        Of the line, in the same unit.
    """
    slant = slant_of(strokes)
    placed: list[tuple[float, Atom]] = []
    for index, stroke in strokes.items():
        middle = -np.inf
        pieces = cut(_sheared(stroke, slant), height)
        for piece in pieces:
            # a stroke that is not cut stays as it is, to the last bit
            points = stroke if len(pieces) == 1 else _sheared(piece.points, -slant)
            atom = Atom(parts=((index, points),), box=bounds([piece.points]), is_way=piece.is_way)
            middle = max(middle, atom.box[0] + atom.box[2] / 2)
            placed.append((middle, atom))
    if len(placed) > MAX_LINE_ATOMS:
        return _coarse(strokes)
    return [atom for _, atom in sorted(placed, key=lambda pair: pair[0])]


def slant_of(strokes: Mapping[int, Stroke]) -> float:
    """Return how far upright strokes lean, as x for each y: the median over all steep path, 0 without any."""
    steps = np.concatenate([np.diff(stroke, axis=0) for stroke in strokes.values()])
    steep = steps[(np.abs(steps[:, 1]) >= np.abs(steps[:, 0])) & (steps[:, 1] != 0)]
    if not len(steep):
        return 0.0
    slants = steep[:, 0] / steep[:, 1]
    order = np.argsort(slants)
    length = np.cumsum(np.abs(steep[order, 1]))
    middle = slants[order][np.searchsorted(length, length[-1] / 2)]
    return float(np.clip(middle, -MAX_SLANT, MAX_SLANT))


def _sheared(stroke: Stroke, slant: float) -> Stroke:
    return np.stack([stroke[:, 0] - slant * stroke[:, 1], stroke[:, 1]], axis=1)


def _coarse(strokes: Mapping[int, Stroke]) -> list[Atom]:
    found = group_by_overlap(spans(strokes))
    joined = -(-len(found) // MAX_LINE_GROUPS)
    groups = [list(chain(*found[at : at + joined])) for at in range(0, len(found), joined)]
    return [
        Atom(parts=tuple((key, strokes[key]) for key in group), box=bounds(strokes[key] for key in group))
        for group in groups
    ]
