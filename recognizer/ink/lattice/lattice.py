"""The segmentation graph: which cut-outs can follow one another, and the best way through them."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from recognizer.ink.glyphs import Glyph
from recognizer.ink.marks import Mark, MarkKind

MIN_PROBABILITY = 1e-12
"""The smallest probability that is told from none."""

Scores: TypeAlias = Mapping[Glyph, NDArray[np.float64]]
"""Of each candidate that the network has looked at, (10,): how likely it is that it is a digit, and which.

What a row lacks to 1 is how likely it is that the ink is none.
"""


@dataclass(frozen=True, kw_only=True)
class Segment:
    """An arc of the graph: some ink, from one place between pieces of ink to a later one."""

    start: int
    """The node before its ink."""
    end: int
    """The node behind its ink, larger than ``start``."""
    prior: float
    """Log probability that this ink is one digit, by its geometry alone."""
    glyph: Glyph | None
    """The ink as a digit; None where it is no part of any, as the pen's way between two digits."""
    non_digit: float | None = None
    """Log probability, by geometry alone, that the ink is something that is no digit; None: never."""
    mark: Mark | None = None
    """What ink is that is no part of any digit; None where nobody need be told."""
    atoms: int = 1
    """Of how many pieces of ink it is made; all ink is covered by segments of a single one."""

    def sign(self, likely: NDArray[np.float64]) -> tuple[float, Mark] | None:
        """Return the candidate as a letter or sign, with its weight; None where it can be none.

        Parameters
        ----------
        likely
            (10,), its row of the scores.
        """
        if self.non_digit is None or self.glyph is None:
            return None
        weight = self.non_digit + math.log(max(1 - likely.sum(), MIN_PROBABILITY))
        return weight, Mark(kind=MarkKind.SIGN, box=self.glyph.box, strokes=self.glyph.strokes)

    @property
    def bound(self) -> float:
        """The most that it can weigh, whatever the network says of it."""
        return self.prior if self.non_digit is None else max(self.prior, self.non_digit)


@dataclass(frozen=True, kw_only=True, eq=False)
class LatticeRow:
    """A row of writing within a lattice, to be read as a whole too; equal to itself alone."""

    start: int
    """The node before its ink."""
    end: int
    """The node behind its ink."""
    draw_strip: Callable[[], NDArray[np.uint8] | None] = field(repr=False)
    """Called once, when the strip is first asked for."""

    @cached_property
    def strip(self) -> NDArray[np.uint8] | None:
        """The row as a strip (32, w), ink 255, paper 0; None where it is too long for one."""
        return self.draw_strip()

    def moved(self, nodes: int) -> "LatticeRow":
        """Return the same row so many nodes later."""
        return replace(self, start=self.start + nodes, end=self.end + nodes)


@dataclass(frozen=True, kw_only=True)
class Lattice:
    """
    All readings of a drawing that are worth a look: each way from node 0 to the last one.

    LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition" (1998),
    section V: over-segmentation.
    """

    segments: tuple[Segment, ...]
    """Sorted by ``start``; every node but the last has one that leaves it."""
    last: int
    """The node behind all ink."""
    too_much: bool = False
    """Whether there is more ink than a number has, so that none of it is read."""
    marks: tuple[Mark, ...] = ()
    """What was left out before: no way reads it."""
    rows: tuple[LatticeRow, ...] = ()
    """Its rows, from node 0 to the last one; empty where that may be seen in several ways."""

    @property
    def glyphs(self) -> list[Glyph]:
        """The candidates: the ink of all segments that can be digits, in their order."""
        return [segment.glyph for segment in self.segments if segment.glyph is not None]

    def weighed(self, prior: float) -> "Lattice":
        """Return the same lattice, each of its ways as much more probable: ``prior`` is a logarithm."""
        segments = (replace(arc, prior=arc.prior + prior) if arc.start == 0 else arc for arc in self.segments)
        return replace(self, segments=tuple(segments))

    def without_non_digits(self) -> "Lattice":
        """Return the same lattice, in which no ink that may be a digit is read over."""
        may_be = {(arc.start, arc.end) for arc in self.segments if arc.glyph is not None}
        return replace(
            self,
            segments=tuple(
                replace(arc, non_digit=None)
                for arc in self.segments
                if arc.glyph is not None or (arc.start, arc.end) not in may_be
            ),
        )


@dataclass(frozen=True, kw_only=True)
class LatticePath:
    """A way through a lattice."""

    glyphs: tuple[Glyph, ...]
    """The candidates that it takes for digits, in reading order."""
    marks: tuple[Mark, ...] = ()
    """What it reads over, in reading order."""
    probability: float
    """Of all ways that were looked at, weighed by their scores, the part that reads the same digits."""


def chain(glyphs: Sequence[Glyph], marks: Iterable[Mark] = ()) -> Lattice:
    """Return the lattice of a single reading: these digits, one after the other, beside some marks."""
    segments = (
        Segment(start=place, end=place + 1, prior=0.0, glyph=glyph) for place, glyph in enumerate(glyphs)
    )
    return Lattice(segments=tuple(segments), last=len(glyphs), marks=tuple(marks))


def in_turn(lattices: Iterable[Lattice]) -> Lattice:
    """Return the lattice of lines that are read one after the other."""
    segments: list[Segment] = []
    marks: list[Mark] = []
    rows: list[LatticeRow] = []
    last = 0
    for lattice in lattices:
        segments += [replace(arc, start=arc.start + last, end=arc.end + last) for arc in lattice.segments]
        marks += lattice.marks
        rows += [row.moved(last) for row in lattice.rows]
        last += lattice.last
    return Lattice(segments=tuple(segments), last=last, marks=tuple(marks), rows=tuple(rows))


def either(one: Lattice, other: Lattice) -> Lattice:
    """Return the lattice of all ways of two that start and end together."""
    last = one.last + other.last - 1

    def of_one(node: int) -> int:
        return last if node == one.last else node

    def of_other(node: int) -> int:
        return node + one.last - 1 if node else 0

    segments = [replace(arc, end=of_one(arc.end)) for arc in one.segments]
    segments += [replace(arc, start=of_other(arc.start), end=of_other(arc.end)) for arc in other.segments]
    return Lattice(segments=tuple(sorted(segments, key=lambda arc: arc.start)), last=last)


def first_candidates(lattice: Lattice) -> list[Glyph]:
    """Return the candidates that are a single piece of ink; with their scores some path is known."""
    return [arc.glyph for arc in lattice.segments if arc.glyph is not None and arc.atoms == 1]


def promising_candidates(lattice: Lattice, scores: Scores) -> list[Glyph]:
    """
    Return the candidates that, if they were certain, would beat what is known between their ends.

    No other can be on the best path: it could be exchanged there for what is known (branch and bound). So a
    well-spaced number costs little more than its digits.
    """
    unseen: dict[int, list[tuple[Glyph, Segment]]] = {}
    for segment in lattice.segments:
        if segment.glyph is not None and segment.glyph not in scores:
            unseen.setdefault(segment.start, []).append((segment.glyph, segment))
    if not unseen:
        return []
    arcs = _arcs(lattice, scores)
    first = 0
    found: list[Glyph] = []
    for start, segments in unseen.items():
        end = max(segment.end for _, segment in segments)
        known = {start: 0.0}
        while arcs[first].start < start:
            first += 1
        for arc in islice(arcs, first, None):
            if arc.start >= end:
                break
            if arc.start in known:
                score = known[arc.start] + arc.weight
                known[arc.end] = max(known.get(arc.end, -np.inf), score)
        found += [glyph for glyph, segment in segments if segment.bound > known[segment.end]]
    return found


def best_path(lattice: Lattice, scores: Scores) -> LatticePath:
    """Find the likeliest path: that with the largest product of its digits' probabilities and its priors."""
    arcs = _arcs(lattice, scores)
    best: list[tuple[float, _Arc | None]] = [(-np.inf, None)] * (lattice.last + 1)
    best[0] = (0.0, None)
    for arc in arcs:
        score = best[arc.start][0] + arc.weight
        if score > best[arc.end][0]:
            best[arc.end] = (score, arc)
    path: list[_Arc] = []
    node = lattice.last
    while (arc_here := best[node][1]) is not None:
        path.append(arc_here)
        node = arc_here.start
    path.reverse()
    return LatticePath(
        glyphs=tuple(arc.glyph for arc in path if arc.glyph is not None),
        marks=tuple(arc.mark for arc in path if arc.mark is not None),
        probability=_probability(path, arcs, lattice.last),
    )


@dataclass(frozen=True, kw_only=True)
class _Arc:
    """A segment read in one way."""

    start: int
    end: int
    weight: float
    glyph: Glyph | None = None
    label: int | None = None
    mark: Mark | None = None


def _arcs(lattice: Lattice, scores: Scores) -> list[_Arc]:
    """Return the arcs of which all is known, sorted by their start."""
    arcs: list[_Arc] = []
    for segment in lattice.segments:
        start, end, prior, glyph = segment.start, segment.end, segment.prior, segment.glyph
        if glyph is None:
            arcs.append(_Arc(start=start, end=end, weight=prior, mark=segment.mark))
            continue
        likely = scores.get(glyph)
        if likely is None:
            continue
        label = int(likely.argmax())
        score = math.log(max(likely[label], MIN_PROBABILITY))
        arcs.append(_Arc(start=start, end=end, weight=prior + score, glyph=glyph, label=label))
        if (sign := segment.sign(likely)) is not None:
            weight, mark = sign
            arcs.append(_Arc(start=start, end=end, weight=weight, mark=mark))
    return arcs


def _probability(path: Sequence[_Arc], arcs: Sequence[_Arc], last: int) -> float:
    """Return the part of all paths, by weight, that reads the same digits as this one."""
    if len(path) == len(arcs):
        return 1.0  # there is no other
    same = _log_mass(arcs, last, [arc.label for arc in path if arc.label is not None])
    return float(np.exp(min(same - _log_mass(arcs, last), 0.0)))


def _log_mass(arcs: Sequence[_Arc], last: int, text: Sequence[int] | None = None) -> float:
    """Return the log of the summed weights of all ways, or of those that read this text."""
    length = 0 if text is None else len(text)
    mass = np.full((last + 1, length + 1), -np.inf)
    mass[0, 0] = 0.0
    for arc in arcs:
        if text is None or arc.label is None:
            arriving = mass[arc.start] + arc.weight
        else:
            reads = np.equal(text, arc.label)
            arriving = np.full(length + 1, -np.inf)
            arriving[1:][reads] = mass[arc.start, :-1][reads] + arc.weight
        mass[arc.end] = np.logaddexp(mass[arc.end], arriving)
    return float(mass[last, length])
