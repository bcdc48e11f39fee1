"""The estimate without labels, and when it has fallen: by hand, and on series of which the truth is known."""

from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from recognizer.services.watching.drift import (
    MIN_BASE_DAYS,
    MIN_READINGS,
    RECENT_DAYS,
    estimated_accuracy,
    fall_of,
    variance_of,
    wilson,
)
from recognizer.services.watching.tallies import Sums

FIRST = date(2026, 1, 1)
SERIES = 200


def sums_of(confidence: NDArray[np.float64]) -> Sums:
    """Return the sums of readings with these confidences."""
    return Sums(
        readings=len(confidence),
        confidence_sum=float(confidence.sum()),
        variance_sum=float((confidence * (1 - confidence)).sum()),
    )


def day(number: int) -> date:
    """Return a day of a series."""
    return FIRST + timedelta(days=number)


def series(
    rng: np.random.Generator, days: int, *, readings: int = 1000, spread: float = 0.0, fall: float = 0.0
) -> dict[date, Sums]:
    """Return days on which readings are about 94 % sure; `fall` of that is lost in the last three.

    `spread` is the deviation by which days differ, because other people draw on each.
    """
    found = {}
    for number in range(days):
        confidence = 1 - rng.beta(0.5, 7.5, size=rng.poisson(readings) + 1)
        lost = fall if number >= days - RECENT_DAYS else 0.0
        found[day(number)] = sums_of(np.clip(confidence - lost + rng.normal(0, spread), 0, 1))
    return found


def test_the_estimate_is_the_mean_confidence() -> None:
    """Three readings of 0.9, 0.8 and 1: mean 0.9; Σ c (1 − c) = 0.09 + 0.16; 1.96 · √0.25 / 3 = 0.327."""
    found = estimated_accuracy(sums_of(np.array([0.9, 0.8, 1.0])))
    assert found.count == 3
    assert found.share == pytest.approx(0.9)
    assert found.low == pytest.approx(0.9 - 0.3267, abs=1e-4)
    assert found.high == 1.0, "no more than all"


def test_the_interval_holds_the_truth_where_confidence_is_calibrated() -> None:
    rng = np.random.default_rng(0)
    inside = 0
    for _ in range(1000):
        confidence = 1 - rng.beta(0.5, 7.5, size=400)
        right = float((rng.random(400) < confidence).mean())
        found = estimated_accuracy(sums_of(confidence))
        inside += found.low <= right <= found.high
    assert 0.93 < inside / 1000 < 0.97


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [
        (8, 10, 0.4902, 0.9433),
        (10, 10, 0.7225, 1.0),
        (0, 10, 0.0, 0.2775),
    ],
)
def test_wilsons_interval(right: int, count: int, low: float, high: float) -> None:
    """Of 8 out of 10, as in Wilson (1927): (0.8 + 0.19207 ± 1.96 · √(0.016 + 0.0096037)) / 1.38415."""
    found = wilson(right, count)
    assert (found.count, found.share) == (count, right / count)
    assert found.low == pytest.approx(low, abs=1e-4)
    assert found.high == pytest.approx(high, abs=1e-4)


def test_the_variance_comes_from_both_sums() -> None:
    """Of 0.5 and 1: mean 0.75, variance 0.0625."""
    assert variance_of(sums_of(np.array([0.5, 1.0]))) == pytest.approx(0.0625)


def test_a_fall_by_hand() -> None:
    """Each day 50 readings of 0.8 and 50 of 1 (m = 0.9, s² = 0.01), then 100 of 0.8.

    All days before are alike, so φ = 1 and the error is √(0.01 · (1/300 + 1/1400)) = 0.006362.
    """
    usual = sums_of(np.repeat([0.8, 1.0], 50))
    days = {day(number): usual for number in range(14)}
    days |= {day(number): sums_of(np.full(100, 0.8)) for number in (14, 15, 16)}
    found = fall_of(days, day(16))
    assert found is not None
    assert found.before == pytest.approx(0.9)
    assert found.now == pytest.approx(0.8)
    assert found.readings == 300
    assert found.errors == pytest.approx(0.1 / 0.006362, rel=1e-3)
    assert fall_of(days, day(13)) is None, "not yet"


def test_days_that_differ_among_themselves_count_for_less() -> None:
    """Days of 0.8 and 1 in turn (s² = 0.01): Σ n_d (m_d − m)² / 13 = 14 · 100 · 0.01 / 13 = 1.077."""
    days = {day(number): sums_of(np.full(100, 0.8 if number % 2 else 1.0)) for number in range(14)}
    days |= {day(number): sums_of(np.full(100, 0.7)) for number in (14, 15, 16)}
    assert fall_of(days, day(16)) is None, "0.2 is 3.0 errors of √(1.0769 · (1/300 + 1/1400)) = 0.0660"
    days |= {day(number): sums_of(np.full(100, 0.6)) for number in (14, 15, 16)}
    found = fall_of(days, day(16))
    assert found is not None
    assert found.errors == pytest.approx(0.3 / 0.0660, rel=1e-3)


def test_a_rise_is_no_fall() -> None:
    days = {day(number): sums_of(np.full(100, 0.8 if number < 14 else 0.9)) for number in range(17)}
    assert fall_of(days, day(16)) is None


def test_a_fall_that_nobody_feels_is_not_told() -> None:
    days = {day(number): sums_of(np.full(100_000, 0.9 if number < 14 else 0.896)) for number in range(17)}
    assert fall_of(days, day(16)) is None


@pytest.mark.parametrize(
    ("base", "readings"), [(MIN_BASE_DAYS - 1, 1000), (MIN_BASE_DAYS, MIN_READINGS // 3)]
)
def test_too_little_tells_nothing(base: int, readings: int) -> None:
    days = {day(number): sums_of(np.full(1000, 0.9)) for number in range(base)}
    days |= {day(base + number): sums_of(np.full(readings, 0.5)) for number in range(RECENT_DAYS)}
    assert fall_of(days, day(base + RECENT_DAYS - 1)) is None


def test_what_is_long_ago_does_not_count() -> None:
    days = {day(number): sums_of(np.full(1000, 0.9)) for number in range(14)}
    days |= {day(60 + number): sums_of(np.full(1000, 0.5)) for number in range(RECENT_DAYS)}
    assert fall_of(days, day(62)) is None


@pytest.mark.parametrize("spread", [0.0, 0.01])
def test_a_stable_series_raises_no_alarm(spread: float) -> None:
    """Looked at daily for two months, with days alike or days that differ by a percentage point."""
    rng = np.random.default_rng(1)
    quiet = 0
    for _ in range(SERIES):
        found = series(rng, 60, spread=spread)
        quiet += not any(
            fall_of({on: sums for on, sums in found.items() if on <= day(now)}, day(now)) for now in range(60)
        )
    assert quiet / SERIES >= 0.95


@pytest.mark.parametrize("spread", [0.0, 0.005])
def test_a_fall_of_three_points_raises_one(spread: float) -> None:
    """With a thousand readings a day, after three days."""
    rng = np.random.default_rng(2)
    alarms = sum(
        fall_of(series(rng, 40, spread=spread, fall=0.03), day(39)) is not None for _ in range(SERIES)
    )
    assert alarms / SERIES >= 0.95
