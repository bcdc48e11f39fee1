"""The lattice asked about texts: how likely it makes each, and which way through it reads one."""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from recognizer.ink.glyphs import Glyph
from recognizer.ink.lattice.lattice import Lattice, LatticeRow, Scores
from recognizer.ink.marks import Mark

Text: TypeAlias = tuple[int, ...]
"""Digits from left to right."""

OPEN_MIND = 0.02
"""Part of each tile's probability that is spread over all digits: the network may not know a hand."""

WORTH_A_BRANCH = 0.03
"""A label less likely than this is not followed when the likeliest texts are looked for."""


@dataclass(frozen=True, kw_only=True)
class _Arc:
    start: int
    end: int
    prior: float
    labels: NDArray[np.float64] | None
    """(10,), log probabilities; None where no digit is read."""
    glyph: Glyph | None = None
    mark: Mark | None = None

    @cached_property
    def branches(self) -> list[tuple[Text, float]]:
        """The labels that are worth following, each as a text, and what they weigh."""
        if self.labels is None:
            return [((), self.prior)]
        floor, top = math.log(WORTH_A_BRANCH), int(self.labels.argmax())
        return [
            ((label,), self.prior + value)
            for label, value in enumerate(self.labels.tolist())
            if value > floor or label == top
        ]


@dataclass(frozen=True, kw_only=True)
class TextPath:
    """The best way through a row that reads a text."""

    glyphs: tuple[Glyph, ...]
    """One for each of its digits."""
    marks: tuple[Mark, ...]
    """What it reads over."""


class RowTexts:
    """One row of a lattice, of which the candidates' scores are known.

    Parameters
    ----------
    lattice : Lattice
        The whole.
    row : LatticeRow
        Which of its rows.
    scores : Scores
        Of the candidates that were looked at; the others are left out.
    """

    def __init__(self, lattice: Lattice, row: LatticeRow, scores: Scores) -> None:
        self._arcs = _arcs(lattice, row, scores)
        self._nodes = row.end - row.start + 1

    def log_shares(self, texts: Sequence[Text]) -> NDArray[np.float64]:
        """Return for each text the log of its share of all ways through the row, by weight; -inf for none."""
        total = np.full(self._nodes, -np.inf)
        total[0] = 0.0
        masses = [np.full((self._nodes, len(text) + 1), -np.inf) for text in texts]
        spelled = [np.array(text, dtype=np.intp) for text in texts]
        for mass in masses:
            mass[0, 0] = 0.0
        for arc in self._arcs:
            start, end = arc.start, arc.end
            if arc.labels is None:
                total[end] = np.logaddexp(total[end], total[start] + arc.prior)
            else:
                total[end] = np.logaddexp(
                    total[end], total[start] + arc.prior + np.logaddexp.reduce(arc.labels)
                )
            for mass, digits in zip(masses, spelled, strict=True):
                if arc.labels is None:
                    mass[end] = np.logaddexp(mass[end], mass[start] + arc.prior)
                elif digits.size:
                    arriving = mass[start, :-1] + arc.prior + arc.labels[digits]
                    mass[end, 1:] = np.logaddexp(mass[end, 1:], arriving)
        found: NDArray[np.float64] = np.array([mass[-1, -1] for mass in masses])
        return found if total[-1] == -np.inf else found - total[-1]

    def likeliest(self, count: int) -> list[Text]:
        """Return the texts of the likeliest ways, at most so many, the likeliest first."""
        best: list[dict[Text, float]] = [{} for _ in range(self._nodes)]
        best[0][()] = 0.0
        kept: list[tuple[Text, float]] = []
        node = -1
        for arc in self._arcs:
            if arc.start != node:
                node = arc.start
                kept = heapq.nlargest(count, best[node].items(), key=lambda item: item[1])
            into = best[arc.end]
            for text, score in kept:
                for more, weight in arc.branches:
                    longer = text + more
                    if score + weight > into.get(longer, -np.inf):
                        into[longer] = score + weight
        return [text for text, _ in heapq.nlargest(count, best[-1].items(), key=lambda item: item[1])]

    def way(self, text: Text) -> TextPath | None:
        """Return the best way that reads a text; None where there is none."""
        best = np.full((self._nodes, len(text) + 1), -np.inf)
        best[0, 0] = 0.0
        came: dict[tuple[int, int], tuple[_Arc, int]] = {}
        for arc in self._arcs:
            for read in range(len(text) + 1):
                score = best[arc.start, read] + arc.prior
                if score == -np.inf or (arc.labels is not None and read == len(text)):
                    continue
                then = read
                if arc.labels is not None:
                    score += arc.labels[text[read]]
                    then += 1
                if score > best[arc.end, then]:
                    best[arc.end, then] = score
                    came[arc.end, then] = (arc, read)
        node, read = self._nodes - 1, len(text)
        if best[node, read] == -np.inf:
            return None
        path: list[_Arc] = []
        while node:
            arc, read = came[node, read]
            path.append(arc)
            node = arc.start
        path.reverse()
        return TextPath(
            glyphs=tuple(arc.glyph for arc in path if arc.labels is not None and arc.glyph is not None),
            marks=tuple(arc.mark for arc in path if arc.mark is not None),
        )


def _arcs(lattice: Lattice, row: LatticeRow, scores: Scores) -> list[_Arc]:
    """Return the arcs of a row of which all is known, their nodes counted from its beginning."""
    arcs: list[_Arc] = []
    for segment in lattice.segments:
        if segment.start < row.start or segment.end > row.end:
            continue
        start, end = segment.start - row.start, segment.end - row.start
        if segment.glyph is None:
            arcs.append(_Arc(start=start, end=end, prior=segment.prior, labels=None, mark=segment.mark))
            continue
        likely = scores.get(segment.glyph)
        if likely is None:
            continue
        labels = np.log((1 - OPEN_MIND) * likely + OPEN_MIND / likely.size)
        arcs.append(_Arc(start=start, end=end, prior=segment.prior, labels=labels, glyph=segment.glyph))
        if (sign := segment.sign(likely)) is not None:
            prior, mark = sign
            arcs.append(_Arc(start=start, end=end, prior=prior, labels=None, mark=mark))
    return arcs
