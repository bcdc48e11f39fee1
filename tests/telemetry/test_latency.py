"""How long requests take is estimated from what is counted, as Prometheus does it."""

import math

import pytest

from recognizer.telemetry import metrics
from recognizer.telemetry.latency import Latency, latency_of, quantile

BUCKETS = [(0.01, 50.0), (0.1, 90.0), (1.0, 100.0), (math.inf, 100.0)]


@pytest.mark.parametrize(
    ("share", "seconds"), [(0.25, 0.005), (0.5, 0.01), (0.7, 0.055), (0.95, 0.55), (1.0, 1.0)]
)
def test_between_bounds_requests_are_spread_evenly(share: float, seconds: float) -> None:
    assert quantile(BUCKETS, share) == pytest.approx(seconds)


def test_beyond_the_last_bound_it_is_all_that_is_known() -> None:
    assert quantile([(0.01, 0.0), (10.0, 0.0), (math.inf, 4.0)], 0.5) == 10.0


def test_each_route_is_told_of_by_itself() -> None:
    assert latency_of("tests:nobody-asked") is None
    for seconds in (0.006, 0.006, 0.006, 0.3):
        metrics.REQUEST_SECONDS.labels("tests:asked").observe(seconds)
    metrics.REQUEST_SECONDS.labels("tests:other").observe(9.0)
    found = latency_of("tests:asked")
    assert isinstance(found, Latency)
    assert found.count == 4
    assert 0.005 <= found.median <= 0.01
    assert 0.25 <= found.p95 <= 0.5
