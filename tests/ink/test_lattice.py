"""The best way through a lattice, by hand."""

import numpy as np
import pytest

from recognizer.ink import Glyph, Lattice, Path, Segment, best_path, chain
from recognizer.ink.lattice import either, in_turn


def glyph(name: int = 0) -> Glyph:
    return Glyph(tile=np.zeros((28, 28), dtype=np.uint8), box=(0, 0, 1, 1), strokes=(name,))


def arc(start: int, end: int, prior: float = 0.0, *, is_digit: bool = True) -> Segment:
    return Segment(start=start, end=end, prior=prior, glyph=glyph() if is_digit else None)


def path(lattice: Lattice, probabilities: list[float], labels: list[int]) -> Path:
    likely = np.zeros((len(labels), 10))
    likely[np.arange(len(labels)), labels] = probabilities
    return best_path(lattice, likely)


TWO_OR_ONE = Lattice(segments=(arc(0, 1), arc(0, 2), arc(1, 2)), last=2)


def test_one_sure_digit_beats_two_doubtful_ones() -> None:
    found = path(TWO_OR_ONE, [0.5, 0.9, 0.6], [1, 4, 1])
    assert found.places == (1,)
    assert found.probability == pytest.approx(0.9 / (0.9 + 0.5 * 0.6))


def test_two_sure_digits_beat_a_doubtful_one() -> None:
    assert path(TWO_OR_ONE, [0.9, 0.1, 0.9], [1, 4, 1]).places == (0, 2)


def test_geometry_decides_where_the_network_cannot() -> None:
    lattice = Lattice(segments=(arc(0, 1), arc(0, 2, float(np.log(0.1))), arc(1, 2)), last=2)
    assert path(lattice, [0.5, 0.9, 0.6], [1, 4, 1]).places == (0, 2)


def test_ways_that_read_the_same_stand_together() -> None:
    # 7 with the pen's way to it, 7 without; or one 4 of all
    lattice = Lattice(segments=(arc(0, 1, is_digit=False), arc(0, 2), arc(0, 2), arc(1, 2)), last=2)
    found = path(lattice, [0.5, 0.2, 0.3], [7, 4, 7])
    assert found.places == (0,)
    assert found.probability == pytest.approx((0.5 + 0.3) / (0.5 + 0.3 + 0.2))


def test_ink_that_is_no_digit_is_left_out() -> None:
    lattice = Lattice(segments=(arc(0, 1), arc(1, 2, -1.0, is_digit=False), arc(2, 3)), last=3)
    found = path(lattice, [0.5, 0.6], [1, 2])
    assert found.places == (0, 1)
    assert found.probability == pytest.approx(1)


def test_the_same_digits_in_another_order_are_another_reading() -> None:
    lattice = Lattice(segments=(arc(0, 1), arc(0, 2), arc(1, 3), arc(2, 3)), last=3)
    found = path(lattice, [0.8, 0.5, 0.5, 0.5], [1, 2, 2, 1])
    assert found.places == (0, 2)
    assert found.probability == pytest.approx(0.4 / 0.65)


def test_a_chain_has_one_way() -> None:
    found = path(chain([glyph(), glyph(), glyph()]), [0.1, 0.2, 0.3], [3, 2, 1])
    assert found.places == (0, 1, 2)
    assert found.probability == pytest.approx(1)


def test_lines_are_read_in_turn() -> None:
    lattice = in_turn([chain([glyph(1)]), TWO_OR_ONE, chain([glyph(5)])])
    assert [segment.start for segment in lattice.segments] == [0, 1, 1, 2, 3]
    assert lattice.last == 4
    assert path(lattice, [0.9, 0.9, 0.1, 0.9, 0.9], [1, 2, 0, 3, 4]).places == (0, 1, 3, 4)


@pytest.mark.parametrize(("third", "places"), [(0.9, (2,)), (0.2, (0, 1))])
def test_either_of_two_divisions_is_found(third: float, places: tuple[int, ...]) -> None:
    lattice = either(chain([glyph(), glyph()]), chain([glyph()]))
    # sorted by where they start: the first of two, the only one, the second of two
    labels = [1, 8, 2]
    found = path(lattice, [0.6, third, 0.7], labels)
    assert found.places == ((1,) if places == (2,) else (0, 2))


def test_either_keeps_the_ways_of_both() -> None:
    lattice = either(TWO_OR_ONE, TWO_OR_ONE)
    ways = dict.fromkeys(range(lattice.last + 1), 0) | {0: 1}
    for segment in lattice.segments:
        ways[segment.end] += ways[segment.start]
    assert ways[lattice.last] == 4


def test_weighing_a_lattice_weighs_each_way_once() -> None:
    lattice = either(chain([glyph(), glyph()]).weighed(float(np.log(0.1))), chain([glyph()]))
    assert path(lattice, [0.9, 0.5, 0.9], [1, 8, 2]).places == (1,)
