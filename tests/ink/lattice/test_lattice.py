"""The best way through a lattice, by hand."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from recognizer.ink import (
    Glyph,
    Lattice,
    LatticePath,
    Scores,
    Segment,
    best_path,
    chain,
    first_candidates,
    promising_candidates,
)
from recognizer.ink.lattice.lattice import _Arc, _log_mass, either, in_turn


def glyph(name: int = 0) -> Glyph:
    return Glyph(draw_tile=lambda: np.zeros((28, 28), dtype=np.uint8), box=(0, 0, 1, 1), strokes=(name,))


def arc(start: int, end: int, prior: float = 0.0, *, is_digit: bool = True) -> Segment:
    return Segment(start=start, end=end, prior=prior, glyph=glyph() if is_digit else None)


def path(lattice: Lattice, probabilities: list[float], labels: list[int]) -> LatticePath:
    likely = np.zeros((len(labels), 10))
    likely[np.arange(len(labels)), labels] = probabilities
    return best_path(lattice, dict(zip(lattice.glyphs, likely, strict=True)))


def places(lattice: Lattice, glyphs: Iterable[Glyph]) -> tuple[int, ...]:
    """Return where glyphs stand among those of a lattice."""
    return tuple(map(lattice.glyphs.index, glyphs))


TWO_OR_ONE = Lattice(segments=(arc(0, 1), arc(0, 2), arc(1, 2)), last=2)


def test_one_sure_digit_beats_two_doubtful_ones() -> None:
    found = path(TWO_OR_ONE, [0.5, 0.9, 0.6], [1, 4, 1])
    assert places(TWO_OR_ONE, found.glyphs) == (1,)
    assert found.probability == pytest.approx(0.9 / (0.9 + 0.5 * 0.6))


def test_two_sure_digits_beat_a_doubtful_one() -> None:
    assert places(TWO_OR_ONE, path(TWO_OR_ONE, [0.9, 0.1, 0.9], [1, 4, 1]).glyphs) == (0, 2)


def test_geometry_decides_where_the_network_cannot() -> None:
    lattice = Lattice(segments=(arc(0, 1), arc(0, 2, float(np.log(0.1))), arc(1, 2)), last=2)
    assert places(lattice, path(lattice, [0.5, 0.9, 0.6], [1, 4, 1]).glyphs) == (0, 2)


def test_ways_that_read_the_same_stand_together() -> None:
    # 7 with the pen's way to it, 7 without; or one 4 of all
    lattice = Lattice(segments=(arc(0, 1, is_digit=False), arc(0, 2), arc(0, 2), arc(1, 2)), last=2)
    found = path(lattice, [0.5, 0.2, 0.3], [7, 4, 7])
    assert places(lattice, found.glyphs) == (0,)
    assert found.probability == pytest.approx((0.5 + 0.3) / (0.5 + 0.3 + 0.2))


def test_ink_that_is_no_digit_is_left_out() -> None:
    lattice = Lattice(segments=(arc(0, 1), arc(1, 2, -1.0, is_digit=False), arc(2, 3)), last=3)
    found = path(lattice, [0.5, 0.6], [1, 2])
    assert places(lattice, found.glyphs) == (0, 1)
    assert found.probability == pytest.approx(1)


def test_the_same_digits_in_another_order_are_another_reading() -> None:
    lattice = Lattice(segments=(arc(0, 1), arc(0, 2), arc(1, 3), arc(2, 3)), last=3)
    found = path(lattice, [0.8, 0.5, 0.5, 0.5], [1, 2, 2, 1])
    assert places(lattice, found.glyphs) == (0, 2)
    assert found.probability == pytest.approx(0.4 / 0.65)


def test_a_chain_has_one_way() -> None:
    lattice = chain([glyph(), glyph(), glyph()])
    found = path(lattice, [0.1, 0.2, 0.3], [3, 2, 1])
    assert places(lattice, found.glyphs) == (0, 1, 2)
    assert found.probability == pytest.approx(1)


def test_lines_are_read_in_turn() -> None:
    lattice = in_turn([chain([glyph(1)]), TWO_OR_ONE, chain([glyph(5)])])
    assert [segment.start for segment in lattice.segments] == [0, 1, 1, 2, 3]
    assert lattice.last == 4
    assert places(lattice, path(lattice, [0.9, 0.9, 0.1, 0.9, 0.9], [1, 2, 0, 3, 4]).glyphs) == (0, 1, 3, 4)


@pytest.mark.parametrize(("third", "expected"), [(0.9, (1,)), (0.2, (0, 2))])
def test_either_of_two_divisions_is_found(third: float, expected: tuple[int, ...]) -> None:
    lattice = either(chain([glyph(), glyph()]), chain([glyph()]))
    # sorted by where they start: the first of two, the only one, the second of two
    labels = [1, 8, 2]
    found = path(lattice, [0.6, third, 0.7], labels)
    assert places(lattice, found.glyphs) == expected


def test_either_keeps_the_ways_of_both() -> None:
    lattice = either(TWO_OR_ONE, TWO_OR_ONE)
    ways = dict.fromkeys(range(lattice.last + 1), 0) | {0: 1}
    for segment in lattice.segments:
        ways[segment.end] += ways[segment.start]
    assert ways[lattice.last] == 4


def test_weighing_a_lattice_weighs_each_way_once() -> None:
    lattice = either(chain([glyph(), glyph()]).weighed(float(np.log(0.1))), chain([glyph()]))
    assert places(lattice, path(lattice, [0.9, 0.5, 0.9], [1, 8, 2]).glyphs) == (1,)


def all_divisions(atoms: int, longest: int, priors: Iterator[float]) -> Lattice:
    """Return the lattice in which up to so many neighbouring atoms may be one digit."""
    segments = (
        Segment(start=start, end=end, prior=next(priors), glyph=glyph(), atoms=end - start)
        for start in range(atoms)
        for end in range(start + 1, min(start + longest, atoms) + 1)
    )
    return Lattice(segments=tuple(segments), last=atoms)


def weight_of_best(lattice: Lattice, likely: NDArray[np.float64]) -> float:
    """Return the weight of the best way by looking at all glyphs."""
    best = [0.0] + [-np.inf] * lattice.last
    for place, segment in enumerate(lattice.segments):
        weight = segment.prior + np.log(likely[place].max())
        best[segment.end] = max(best[segment.end], best[segment.start] + weight)
    return best[-1]


def scored_in_two_steps(lattice: Lattice, likely: NDArray[np.float64]) -> Scores:
    """Return what is looked at: the smallest pieces, then what promises more; a row for each glyph."""
    rows = dict(zip(lattice.glyphs, likely, strict=True))
    scores = {glyph: rows[glyph] for glyph in first_candidates(lattice)}
    return scores | {glyph: rows[glyph] for glyph in promising_candidates(lattice, scores)}


@settings(max_examples=200)
@given(seed=st.integers(0, 2**32), atoms=st.integers(1, 9), rows=st.booleans())
def test_the_way_found_is_the_best_of_all_though_not_all_ink_is_looked_at(
    seed: int, atoms: int, *, rows: bool
) -> None:
    rng = np.random.default_rng(seed)
    lattice = all_divisions(atoms, 4, iter(rng.normal(-1, 1, 1000)))
    if rows:
        lattice = either(lattice, all_divisions(max(1, atoms // 2), 3, iter(rng.normal(-2, 1, 1000))))
    likely = rng.dirichlet(np.full(10, 0.1), len(lattice.glyphs)) * rng.random((len(lattice.glyphs), 1))
    found = best_path(lattice, scored_in_two_steps(lattice, likely))
    weight = sum(
        lattice.segments[place].prior + np.log(likely[place].max()) for place in places(lattice, found.glyphs)
    )
    assert weight == pytest.approx(weight_of_best(lattice, likely))


def test_ink_that_cannot_be_on_the_best_way_is_never_looked_at() -> None:
    lattice = all_divisions(3, 2, iter([-0.1, -3.0, -0.1, -3.0, -0.1]))  # pairs are far apart
    scores = scored_in_two_steps(lattice, 0.98 * np.eye(10)[:5])
    assert places(lattice, scores) == (0, 2, 4)
    assert places(lattice, best_path(lattice, scores).glyphs) == (0, 2, 4)


def test_the_gradient_of_a_readings_cost_is_the_share_of_all_ways_less_that_of_the_right_ones() -> None:
    """C = −ln of the right reading's share; LeCun, Bottou, Bengio and Haffner 1998, section VI."""
    rng = np.random.default_rng(0)
    # two labels for some ink, ink that is no digit (None), and ways of one, two and three digits
    kinds = [(0, 1, 1), (0, 1, 7), (0, 2, 4), (0, 1, None), (1, 2, 1), (1, 3, 4), (2, 3, 1), (2, 3, None)]
    arcs = [
        _Arc(start=start, end=end, weight=float(rng.normal()), label=label) for start, end, label in kinds
    ]
    right = [1, 1]

    def cost(arcs: list[_Arc]) -> float:
        return _log_mass(arcs, 3) - _log_mass(arcs, 3, right)

    def ways(node: int) -> Iterator[tuple[int, ...]]:
        if node == 3:
            yield ()
        for index, each in enumerate(arcs):
            if each.start == node:
                yield from ((index, *rest) for rest in ways(each.end))

    def shares(some: list[tuple[int, ...]]) -> NDArray[np.float64]:
        """Return of each arc how much of these ways, by weight, goes through it."""
        weights = np.exp([sum(arcs[index].weight for index in way) for way in some])
        through = [[index in way for way in some] for index in range(len(arcs))]
        found: NDArray[np.float64] = np.array(through) @ weights / weights.sum()
        return found

    def labels(way: tuple[int, ...]) -> list[int]:
        return [label for index in way if (label := arcs[index].label) is not None]

    every = list(ways(0))
    of_right = [way for way in every if labels(way) == right]
    assert 1 < len(of_right) < len(every)

    def moved(index: int, by: float) -> float:
        weight = arcs[index].weight + by
        return cost([*arcs[:index], replace(arcs[index], weight=weight), *arcs[index + 1 :]])

    h = 1e-5
    differences = [(moved(index, h) - moved(index, -h)) / (2 * h) for index in range(len(arcs))]
    np.testing.assert_allclose(differences, shares(every) - shares(of_right), rtol=0, atol=1e-9)
