"""Statistics of paired comparisons, held against values worked out by hand."""

from math import comb, sqrt

import numpy as np
import pytest

from recognizer.services.retraining import paired
from recognizer.services.retraining.paired import (
    Interval,
    Pairs,
    holm,
    interval_by_person,
    interval_of,
    least_noticed,
    mcnemar_exact,
    mcnemar_mid_p,
)


def test_pairs_are_counted() -> None:
    challenger = np.array([True, True, False, False, True])
    live = np.array([True, False, True, False, False])
    pairs = Pairs.of(challenger, live)
    assert pairs == Pairs(n=5, live=2, lost=1, gained=2)
    assert pairs.challenger == 3
    assert pairs.difference == pytest.approx(1 / 5)
    assert Pairs(n=0, live=0, lost=0, gained=0).difference == 0


@pytest.mark.parametrize(
    ("lost", "gained", "exact", "mid"),
    [
        (0, 0, 1.0, 0.5),
        (1, 0, 1 / 2, 1 / 4),
        (0, 1, 1.0, 3 / 4),
        (3, 0, 1 / 8, 1 / 16),
        (0, 3, 1.0, 15 / 16),
        (3, 1, 5 / 16, 3 / 16),  # P(X ≥ 3) = (4 + 1) / 16, P(X = 3) = 4 / 16
        (2, 2, 11 / 16, 1 / 2),  # (6 + 4 + 1) / 16 less 3 / 16
        (5, 1, 7 / 64, 4 / 64),  # (6 + 1) / 64 less 3 / 64
    ],
)
def test_the_tests_of_harm_by_hand(lost: int, gained: int, exact: float, mid: float) -> None:
    assert mcnemar_exact(lost, gained) == pytest.approx(exact, abs=1e-15)
    assert mcnemar_mid_p(lost, gained) == pytest.approx(mid, abs=1e-15)


def test_large_counts_overflow_nothing() -> None:
    assert mcnemar_mid_p(5000, 5000) == pytest.approx(0.5)
    assert mcnemar_mid_p(6000, 4000) < 1e-80
    assert mcnemar_mid_p(4000, 6000) == pytest.approx(1.0)


def test_the_level_is_held_where_there_is_no_harm() -> None:
    for n in (10, 30, 100):
        false_alarms = sum(
            comb(n, lost) / 2**n for lost in range(n + 1) if mcnemar_exact(lost, n - lost) <= 0.05
        )
        assert false_alarms <= 0.05


def test_how_much_harm_is_the_least_that_is_noticed() -> None:
    assert least_noticed(0.05) == 4  # 1/32 = 0.031; 1/16 = 0.063 is too much
    assert least_noticed(0.005) == 7  # 1/256 = 0.0039; 1/128 is too much
    assert mcnemar_mid_p(7, 0) <= 0.005 < mcnemar_mid_p(6, 0)


def test_holms_adjustment_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.5, 0.9]) == pytest.approx([1.0, 1.0])
    assert holm([]) == []


def test_the_interval_by_hand() -> None:
    # n* = 12, lost* = 1.5, gained* = 3.5: 2/12 ± 1.959964 √(5 − 4/12) / 12
    found = interval_of(Pairs(n=10, live=5, lost=1, gained=3))
    margin = 1.959964 * sqrt(5 - 4 / 12) / 12
    assert (found.low, found.high) == pytest.approx((2 / 12 - margin, 2 / 12 + margin))
    assert interval_of(Pairs(n=0, live=0, lost=0, gained=0)) == Interval(low=-1.0, high=1.0)


def test_it_reaches_past_zero_even_where_nothing_differs() -> None:
    found = interval_of(Pairs(n=20, live=20, lost=0, gained=0))
    assert found.low < 0 < found.high
    assert found.low == pytest.approx(-found.high)


def test_two_people_of_whom_one_gains_by_hand() -> None:
    # of two people one gains both samples: drawn are (0, 0), (0, 1), (1, 0) and (1, 1), a quarter each
    challenger, live = np.array([True, True, False, False]), np.zeros(4, bool)
    person = np.array([7, 7, 3, 3])
    assert interval_by_person(challenger, live, person) == Interval(low=0.0, high=1.0)
    everybody = np.array([0, 0, 0, 0])
    assert interval_by_person(challenger, live, everybody) == Interval(low=0.5, high=0.5)


def test_it_is_that_of_independent_samples_where_everybody_gave_one() -> None:
    rng = np.random.default_rng(0)
    live, challenger = rng.random(2000) < 0.9, rng.random(2000) < 0.92
    by_person = interval_by_person(challenger, live, np.arange(2000))
    by_sample = interval_of(Pairs.of(challenger, live))
    assert by_person.low == pytest.approx(by_sample.low, abs=0.002)
    assert by_person.high == pytest.approx(by_sample.high, abs=0.002)


def test_it_is_wider_where_people_gave_many_that_are_alike() -> None:
    rng = np.random.default_rng(1)
    of_person = rng.random(40) < 0.6
    challenger = np.repeat(of_person, 50)
    live = ~challenger
    person = np.repeat(np.arange(40), 50)
    by_person, by_sample = (
        interval_by_person(challenger, live, person),
        interval_of(Pairs.of(challenger, live)),
    )
    assert by_person.high - by_person.low > 5 * (by_sample.high - by_sample.low)


def test_the_seed_decides_and_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(2)
    live, challenger, person = rng.random(300) < 0.8, rng.random(300) < 0.85, rng.integers(0, 30, 300)
    found = interval_by_person(challenger, live, person)
    assert found == interval_by_person(challenger, live, person)
    assert found != interval_by_person(challenger, live, person, seed=1)
    monkeypatch.setattr(paired, "CHUNK", 100)
    in_pieces = interval_by_person(challenger, live, person)
    assert in_pieces.low == pytest.approx(found.low, abs=0.01)


def test_without_samples_nothing_is_known() -> None:
    none = np.zeros(0, bool)
    assert interval_by_person(none, none, np.zeros(0, np.int64)) == Interval(low=-1.0, high=1.0)
