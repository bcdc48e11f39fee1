"""Synthetic handwriting as tiles, drawn by the very function that draws a user's strokes."""

import multiprocessing
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from recognizer.datasets.handwriting import HandwritingMix, Writers, Written
from recognizer.ink import tile_of_strokes

TRAINING_SEED = 1_000_000
"""Added to a training's seed: its writers are others than those below, whatever its seed."""
VALIDATION_SEED, BENCHMARK_SEED = 1, 2
"""Crowds of writers whose handwriting no network is trained on."""

BENCHMARK_DIGITS = 4000
BENCHMARK_WRITERS = 400

MIN_SAMPLES_FOR_PROCESSES = 10_000
"""Drawings from which several processes are faster than one."""


@dataclass(frozen=True, kw_only=True)
class WrittenTiles:
    """Synthetic handwriting as the network sees it."""

    images: NDArray[np.uint8]
    """(n, 28, 28), ink 255."""
    labels: NDArray[np.uint8]
    """(n,), 0 to 9, or NO_DIGIT."""


def write_tiles(mix: HandwritingMix, *, seed: int) -> WrittenTiles:
    """Return handwriting of a crowd of writers; crowds with different seeds have nobody in common."""
    writers = Writers(mix.synthetic_writers, seed=seed)
    rng = np.random.default_rng([seed, 1])
    samples = [
        *writers.digits(mix.synthetic_digits, rng=rng),
        *writers.non_digits(mix.synthetic_strangers, rng=rng),
    ]
    labels = np.array([sample.label for sample in samples], dtype=np.uint8)
    return WrittenTiles(images=draw_tiles(samples), labels=labels)


def draw_tiles(samples: Sequence[Written]) -> NDArray[np.uint8]:
    """Return the tiles (n, 28, 28) of written samples, each drawn with its writer's pen."""
    if len(samples) < MIN_SAMPLES_FOR_PROCESSES:
        return _stacked(map(_tile, samples))
    # processes that start afresh: a fork would copy the locks of the threads that train
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=context) as processes:
        return _stacked(processes.map(_tile, samples, chunksize=1000))


def _tile(sample: Written) -> NDArray[np.uint8]:
    return tile_of_strokes(sample.strokes, pen=sample.pen)


def _stacked(tiles: Iterable[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    found = list(tiles)
    return np.stack(found) if found else np.empty((0, 28, 28), np.uint8)


@cache
def drawn_benchmark() -> WrittenTiles:
    """Return the drawn benchmark: digits by synthetic writers whom no training sees."""
    return write_tiles(
        HandwritingMix(synthetic_digits=BENCHMARK_DIGITS, synthetic_writers=BENCHMARK_WRITERS),
        seed=BENCHMARK_SEED,
    )
