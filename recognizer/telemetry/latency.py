"""How long requests of a route take, by what the processes of this host have counted since they started."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from prometheus_client.core import Metric

from recognizer.telemetry import metrics, slots
from recognizer.telemetry.server import OwnCounts, Slots

NAME = "digitweb_http_request_duration_seconds"


@dataclass(frozen=True, kw_only=True)
class Latency:
    """Requests of a route: how many there were, and how long they took."""

    count: int
    median: float
    """Seconds, as near as the bounds of the counts allow."""
    p95: float


def latency_of(route: str) -> Latency | None:
    """Return what has been counted of a route; None where nobody has asked yet."""
    buckets = counted(route)
    if not buckets or not buckets[-1][1]:
        return None
    return Latency(count=int(buckets[-1][1]), median=quantile(buckets, 0.5), p95=quantile(buckets, 0.95))


def counted(route: str) -> list[tuple[float, float]]:
    """Return bounds in seconds, each with how many requests took at most so long."""
    found: dict[float, float] = {}
    for metric in all_metrics():
        for sample in metric.samples:
            if sample.name == f"{NAME}_bucket" and sample.labels["route"] == route:
                bound = float(sample.labels["le"])
                found[bound] = found.get(bound, 0.0) + sample.value
    return sorted(found.items())


def all_metrics() -> list[Metric]:
    """Return the counts of all processes with a slot, or those of this process where it has none."""
    folder = os.environ.get(slots.LIBRARY_VARIABLE)
    collector = Slots(folder) if metrics.SLOT is not None and folder else OwnCounts()
    return list(collector.collect())


def quantile(buckets: Sequence[tuple[float, float]], share: float) -> float:
    """Return the seconds within which this share of requests was answered.

    Between two bounds requests are taken to be spread evenly, as `histogram_quantile` of Prometheus does; of
    those beyond the last bound that bound is all that is known.
    """
    wanted = share * buckets[-1][1]
    for (low, below), (high, up_to) in pairwise([(0.0, 0.0), *buckets]):
        if up_to >= wanted:
            if high == float("inf"):
                return low
            return low + (high - low) * (wanted - below) / (up_to - below) if up_to > below else high
    return buckets[-1][0]
