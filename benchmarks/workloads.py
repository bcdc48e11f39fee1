"""What is measured: three networks, their recipes, and the samples that all take part with."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from recognizer.nn import Network, Recipe, dense_architecture
from recognizer.nn.arrays import Array

DENSE = dense_architecture([784, 1024, 512, 10], hidden="relu", output="softmax")
DECK = dense_architecture([784, 30, 10])
CONV: dict[str, Any] = {
    "input_shape": [28, 28, 1],
    "layers": [
        {"type": "conv2d", "filters": 16, "kernel": 5, "activation": "relu"},
        {"type": "max_pool2d", "size": 2},
        {"type": "conv2d", "filters": 32, "kernel": 5, "activation": "relu"},
        {"type": "max_pool2d", "size": 2},
        {"type": "flatten"},
        {"type": "dense", "units": 128, "activation": "relu"},
        {"type": "dense", "units": 10, "activation": "softmax"},
    ],
}
ADAM = Recipe(cost="cross_entropy", optimizer="adam", learning_rate=1e-3, batch_size=128, epochs=1)


@dataclass(frozen=True, kw_only=True)
class Samples:
    """Pictures from 0 to 1, float32, shape (n, 784), and their labels."""

    X: Array
    y: Array


@dataclass(frozen=True, kw_only=True)
class Workload:
    """One epoch of training."""

    name: str
    architecture: dict[str, Any]
    recipe: Recipe
    size: int
    """The number of samples."""

    @property
    def samples(self) -> Samples:
        return pictures(self.size)

    def network(self) -> Network:
        initializer = "scaled_normal" if self.architecture is DECK else "he"
        return Network.build(self.architecture, initializer=initializer, rng=np.random.default_rng(0))


@dataclass(frozen=True, kw_only=True)
class Contestant:
    """One who does a workload; ``run`` returns the seconds that count."""

    name: str
    run: Callable[[], float]


@lru_cache(maxsize=2)
def pictures(n: int, seed: int = 0) -> Samples:
    """Return pictures of ten kinds, with ink on a fifth of the pixels as MNIST has."""
    rng = np.random.default_rng(seed)
    inked = np.random.default_rng(99).random((10, 784)) < 0.2
    y = rng.integers(0, 10, n)
    return Samples(X=(inked[y] * rng.random((n, 784))).astype(np.float32), y=y)


def workloads(share: float) -> dict[str, Workload]:
    """Return the three trainings, on a share of 50,000 (the deck's) or 60,000 samples."""
    deck, all_ = int(50_000 * share), int(60_000 * share)
    found = (
        Workload(name="deck recipe", architecture=DECK, recipe=replace(Recipe(), epochs=1), size=deck),
        Workload(name="784-1024-512-10", architecture=DENSE, recipe=ADAM, size=all_),
        Workload(name="convolutional", architecture=CONV, recipe=ADAM, size=all_),
    )
    return {workload.name: workload for workload in found}
