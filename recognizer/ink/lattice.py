"""The segmentation graph: which cut-outs can follow one another, and the best way through them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recognizer.ink.glyphs import Glyph

SMALLEST = 1e-12
"""The smallest probability that is told from none."""


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
    stranger: float | None = None
    """Log probability, by geometry alone, that the ink is something that is no digit; None: never."""


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

    @property
    def glyphs(self) -> list[Glyph]:
        """The ink of all segments that can be digits, in their order."""
        return [segment.glyph for segment in self.segments if segment.glyph is not None]

    def weighed(self, prior: float) -> "Lattice":
        """Return the same lattice, each of its ways as much more probable: ``prior`` is a logarithm."""
        segments = (replace(arc, prior=arc.prior + prior) if arc.start == 0 else arc for arc in self.segments)
        return Lattice(segments=tuple(segments), last=self.last)

    def without_strangers(self) -> "Lattice":
        """Return the same lattice, in which no ink that may be a digit is read over as a stranger."""
        return Lattice(segments=tuple(replace(arc, stranger=None) for arc in self.segments), last=self.last)


@dataclass(frozen=True, kw_only=True)
class Path:
    """A way through a lattice."""

    places: tuple[int, ...]
    """The places of its glyphs in ``Lattice.glyphs``, in reading order."""
    probability: float
    """Of all ways, weighed by their scores, the part that reads the same digits."""


def chain(glyphs: Sequence[Glyph]) -> Lattice:
    """Return the lattice of a single reading: these digits, one after the other."""
    segments = (
        Segment(start=place, end=place + 1, prior=0.0, glyph=glyph) for place, glyph in enumerate(glyphs)
    )
    return Lattice(segments=tuple(segments), last=len(glyphs))


def in_turn(lattices: Iterable[Lattice]) -> Lattice:
    """Return the lattice of lines that are read one after the other."""
    segments: list[Segment] = []
    last = 0
    for lattice in lattices:
        segments += [replace(arc, start=arc.start + last, end=arc.end + last) for arc in lattice.segments]
        last += lattice.last
    return Lattice(segments=tuple(segments), last=last)


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


def best_path(lattice: Lattice, likely: NDArray[np.float64]) -> Path:
    """
    Find the likeliest way: that with the largest product of its digits' probabilities and its priors.

    Parameters
    ----------
    lattice
        With at least one way, and ink that is read on one at least.
    likely
        (n, 10), for each of its glyphs how likely it is that the ink is a digit, and which; what a row lacks
        to 1 is how likely it is that the ink is none.
    """
    if len(lattice.segments) == 1:
        return Path(places=(0,), probability=1.0)
    path = _best_of(_arcs(lattice, likely), lattice.last)
    # nothing but strangers is no number with signs beside it, but ink that is no digit: its guess is of use
    return path if path.places else _best_of(_arcs(lattice.without_strangers(), likely), lattice.last)


def _best_of(arcs: "Sequence[_Arc]", last: int) -> Path:
    best: list[tuple[float, _Arc | None]] = [(-np.inf, None)] * (last + 1)
    best[0] = (0.0, None)
    for arc in arcs:
        score = best[arc.start][0] + arc.weight
        if score > best[arc.end][0]:
            best[arc.end] = (score, arc)
    way: list[_Arc] = []
    node = last
    while (arc_here := best[node][1]) is not None:
        way.append(arc_here)
        node = arc_here.start
    places = tuple(arc.place for arc in reversed(way) if arc.place is not None)
    text = [arc.label for arc in reversed(way) if arc.label is not None]
    same = _log_mass(arcs, last, text)
    return Path(
        places=places,
        probability=float(np.exp(min(same - _log_mass(arcs, last), 0.0))),
    )


@dataclass(frozen=True, kw_only=True)
class _Arc:
    start: int
    end: int
    weight: float
    place: int | None
    label: int | None


def _arcs(lattice: Lattice, likely: NDArray[np.float64]) -> list[_Arc]:
    scores = np.log(np.maximum(likely.max(axis=1, initial=0), SMALLEST)).tolist()
    none = np.log(np.maximum(1 - likely.sum(axis=1), SMALLEST)).tolist()
    labels = likely.argmax(axis=1).tolist()
    arcs: list[_Arc] = []
    place = 0
    for segment in lattice.segments:
        start, end, prior = segment.start, segment.end, segment.prior
        if segment.glyph is None:
            arcs.append(_Arc(start=start, end=end, weight=prior, place=None, label=None))
            continue
        arcs.append(
            _Arc(start=start, end=end, weight=prior + scores[place], place=place, label=labels[place])
        )
        if segment.stranger is not None:
            weight = segment.stranger + none[place]
            arcs.append(_Arc(start=start, end=end, weight=weight, place=None, label=None))
        place += 1
    return arcs


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
