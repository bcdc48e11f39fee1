"""What a lattice says of texts, against all its ways one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognizer.ink import Glyph, Lattice, LatticeRow, Mark, MarkKind, Scores, Segment
from recognizer.ink.lattice.lattice import MIN_PROBABILITY, either, in_turn
from recognizer.ink.lattice.texts import OPEN_MIND, RowTexts, Text, TextPath

LABELS = 3
"""Digits that the made-up networks know: few, so that all texts can be tried."""


def glyph(name: int) -> Glyph:
    return Glyph(draw_tile=lambda: np.zeros((28, 28), np.uint8), box=(name, 0, 1, 1), strokes=(name,))


def row(start: int, end: int) -> LatticeRow:
    return LatticeRow(start=start, end=end, draw_strip=lambda: None)


def made_up(rng: np.random.Generator, nodes: int) -> tuple[Lattice, Scores]:
    """Return a lattice of any arcs, some of them signs, and scores of most of its candidates."""
    segments: list[Segment] = []
    scores: dict[Glyph, np.ndarray] = {}
    for start in range(nodes):
        for end in range(start + 1, min(start + 3, nodes) + 1):
            is_digit, prior = rng.random() < 0.8, float(rng.normal(-1, 1))
            ink = glyph(len(segments)) if is_digit else None
            mark = None if is_digit else Mark(kind=MarkKind.DASH, box=(len(segments), 0, 1, 1))
            sign = float(rng.normal(-2, 1)) if is_digit and rng.random() < 0.5 else None
            segments.append(Segment(start=start, end=end, prior=prior, glyph=ink, non_digit=sign, mark=mark))
            if ink is not None and rng.random() < 0.9:
                scores[ink] = rng.dirichlet(np.full(LABELS, 0.5)) * rng.uniform(0.3, 1)
    return Lattice(segments=tuple(segments), last=nodes, rows=(row(0, nodes),)), scores


@dataclass(frozen=True)
class Way:
    """One way through a row."""

    arcs: tuple[tuple[Segment, bool], ...]
    """Each with whether it is read as a digit."""
    scores: Scores

    @property
    def glyphs(self) -> tuple[Glyph, ...]:
        return tuple(arc.glyph for arc, digit in self.arcs if digit and arc.glyph is not None)

    @property
    def marked(self) -> tuple[tuple[MarkKind, float], ...]:
        """Kind and place of each mark."""
        found: list[tuple[MarkKind, float]] = []
        for arc, digit in self.arcs:
            if not digit and arc.glyph is not None:
                found.append((MarkKind.SIGN, arc.glyph.box[0]))
            elif arc.mark is not None:
                found.append((arc.mark.kind, arc.mark.box[0]))
        return tuple(found)

    def weight(self, text: Text) -> float:
        """Return the probability by which it reads a text."""
        if len(text) != len(self.glyphs):
            return 0.0
        weight, labels = 1.0, iter(text)
        for arc, digit in self.arcs:
            if digit and arc.glyph is not None:
                likely = self.scores[arc.glyph][next(labels)]
                weight *= np.exp(arc.prior) * ((1 - OPEN_MIND) * likely + OPEN_MIND / LABELS)
            elif arc.glyph is not None:
                assert arc.non_digit is not None
                weight *= np.exp(arc.non_digit) * max(1 - self.scores[arc.glyph].sum(), MIN_PROBABILITY)
            else:
                weight *= np.exp(arc.prior)
        return float(weight)


def all_ways(lattice: Lattice, scores: Scores, node: int = 0) -> Iterator[Way]:
    if node == lattice.last:
        yield Way((), scores)
    for arc in lattice.segments:
        if arc.start != node:
            continue
        readings = [False] if arc.glyph is None else [True] * (arc.glyph in scores)
        if arc.glyph in scores and arc.non_digit is not None:
            readings.append(False)
        for rest in all_ways(lattice, scores, arc.end):
            for digit in readings:
                yield Way(((arc, digit), *rest.arcs), scores)


def all_texts(longest: int) -> list[Text]:
    return [text for length in range(longest + 1) for text in product(range(LABELS), repeat=length)]


def marked(path: TextPath) -> tuple[tuple[MarkKind, float], ...]:
    return tuple((mark.kind, mark.box[0]) for mark in path.marks)


made_up_lattices = settings(max_examples=20)(given(seed=st.integers(0, 2**32), nodes=st.integers(1, 3)))


@made_up_lattices
def test_shares_are_those_of_all_ways_and_sum_to_one(seed: int, nodes: int) -> None:
    lattice, scores = made_up(np.random.default_rng(seed), nodes)
    ways, texts = list(all_ways(lattice, scores)), all_texts(nodes)
    log_shares = RowTexts(lattice, lattice.rows[0], scores).log_shares(texts)
    if not ways:
        assert (log_shares == -np.inf).all()
        return
    weights = np.array([sum(way.weight(text) for way in ways) for text in texts])
    assert np.exp(log_shares).sum() == pytest.approx(1)
    np.testing.assert_allclose(np.exp(log_shares), weights / weights.sum(), rtol=1e-9, atol=1e-14)


@made_up_lattices
def test_the_likeliest_text_is_that_of_the_best_way(seed: int, nodes: int) -> None:
    lattice, scores = made_up(np.random.default_rng(seed), nodes)
    ways = list(all_ways(lattice, scores))
    known = RowTexts(lattice, lattice.rows[0], scores)
    found = known.likeliest(20)
    if not ways:
        assert found == []
        return
    best = {text: max(way.weight(text) for way in ways) for text in all_texts(nodes)}
    assert best[found[0]] == pytest.approx(max(best.values()))
    assert len(set(found)) == len(found) <= 20
    assert known.likeliest(1) == found[:1]


@made_up_lattices
def test_the_way_of_a_text_is_the_best_that_reads_it(seed: int, nodes: int) -> None:
    lattice, scores = made_up(np.random.default_rng(seed), nodes)
    ways = list(all_ways(lattice, scores))
    known = RowTexts(lattice, lattice.rows[0], scores)
    for text in all_texts(nodes):
        reading = [way for way in ways if way.weight(text)]
        found = known.way(text)
        if not reading:
            assert found is None
            continue
        best = max(reading, key=lambda way: way.weight(text))
        assert found is not None
        assert found.glyphs == best.glyphs
        assert marked(found) == best.marked


def test_only_arcs_of_the_row_count() -> None:
    upper, of_upper = made_up(np.random.default_rng(1), 3)
    lower, of_lower = made_up(np.random.default_rng(2), 4)
    both, scores = in_turn([upper, lower]), {**of_upper, **of_lower}
    texts = all_texts(4)
    assert [(found.start, found.end) for found in both.rows] == [(0, 3), (3, 7)]
    for place, (alone, known) in enumerate([(upper, of_upper), (lower, of_lower)]):
        one, other = RowTexts(alone, alone.rows[0], known), RowTexts(both, both.rows[place], scores)
        np.testing.assert_allclose(other.log_shares(texts), one.log_shares(texts))
        assert other.likeliest(8) == one.likeliest(8)
        assert other.way(one.likeliest(1)[0]) == one.way(one.likeliest(1)[0])


def test_what_may_be_seen_in_several_ways_has_no_rows() -> None:
    one, _ = made_up(np.random.default_rng(1), 2)
    assert one.rows
    assert either(one, one).rows == ()
    assert [(found.start, found.end) for found in in_turn([one, either(one, one), one]).rows] == [
        (0, 2),
        (5, 7),
    ]
