"""Measure a network's latency on this machine."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from recognizer import nn
from recognizer.services.evaluation.smoke_digits import known_digits
from recognizer.services.recognition.tiles import network_input

SINGLE_RUNS, MANY_RUNS = 50, 3
MANY_TILES = 1000

_measuring = threading.Lock()
"""Two measurements at once would measure each other."""


@dataclass(frozen=True, kw_only=True)
class Latency:
    """Medians of several runs."""

    single_ms: float
    """Milliseconds for one tile."""
    many_ms: float
    """Milliseconds for a thousand tiles at once."""


def measure_latency(network: nn.Network) -> Latency:
    """Time a network on clearly written digits, in a second or two."""
    tiles = [tile for _, tile in known_digits()]
    many = network_input(tiles * (MANY_TILES // len(tiles)))
    with _measuring:
        return Latency(
            single_ms=median_ms(network.predict, many[:1], SINGLE_RUNS),
            many_ms=median_ms(network.predict, many, MANY_RUNS),
        )


def median_ms(predict: Callable[[NDArray[np.float32]], object], X: NDArray[np.float32], runs: int) -> float:
    """Return the median of so many runs, after a warm-up."""
    predict(X)
    return median(_milliseconds(predict, X) for _ in range(runs))


def _milliseconds(predict: Callable[[NDArray[np.float32]], object], X: NDArray[np.float32]) -> float:
    started = time.perf_counter()
    predict(X)
    return 1000 * (time.perf_counter() - started)
