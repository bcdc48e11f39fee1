"""Nobody's samples are more than a share of what stays; who has too many loses some by lot."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognizer.services.data_sets.shares import most_of_one, within_shares


def kept(counts: list[int], most: int) -> int:
    return sum(min(count, most) for count in counts)


def holds(counts: list[int], most: int, percent: float) -> bool:
    return most <= Fraction(str(percent)) / 100 * kept(counts, most)


@given(
    st.lists(st.integers(1, 500), min_size=1, max_size=300),
    st.sampled_from([0.1, 0.5, 1, 2.5, 10, 33.3, 100]),
)
def test_the_most_holds_of_what_stays_and_is_the_largest_that_does(counts: list[int], percent: float) -> None:
    most = most_of_one(counts, percent)
    if most > 1:
        assert holds(counts, most, percent)
    larger = range(most + 1, max(counts) + 1)
    assert not any(holds(counts, more, percent) for more in larger)


@pytest.mark.parametrize(
    ("counts", "percent", "most"),
    [
        ([5] * 100, 1, 5),
        ([5] * 99, 1, 1),
        ([5] * 99 + [1000], 1, 5),
        ([5] * 200 + [1000], 1, 10),
        ([20] * 20, 10, 20),
        ([20] * 20, 5, 20),
        ([20] * 20, 4.9, 1),
        ([7], 100, 7),
        ([7], 1, 1),
    ],
)
def test_examples(counts: list[int], percent: float, most: int) -> None:
    assert most_of_one(counts, percent) == most


def flood() -> tuple[np.ndarray, np.ndarray]:
    """A hundred people with five samples each, and one with a thousand."""
    person = np.array([0] * 1000 + [who for who in range(1, 101) for _ in range(5)])
    return person, np.arange(len(person)) + 7


def test_a_flood_by_one_person_stays_outside() -> None:
    person, sample = flood()
    stays, most = within_shares(person, sample, percent=1, seed=1)
    assert most == 5
    assert stays[:1000].sum() == 5
    assert stays[1000:].all()
    assert np.bincount(person[stays]).max() <= 0.01 * stays.sum()


def test_lots_are_those_of_the_seed_and_of_the_sample_alone() -> None:
    person, sample = flood()
    stays, _ = within_shares(person, sample, percent=1, seed=1)
    again, _ = within_shares(person[::-1], sample[::-1], percent=1, seed=1)
    other, _ = within_shares(person, sample, percent=1, seed=2)
    assert (stays == again[::-1]).all()
    assert (stays != other).any()
    assert not stays[:5].all(), "not simply the first"
