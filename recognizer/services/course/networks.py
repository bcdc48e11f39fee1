"""The networks that the lessons look into: 784 inputs, sigmoid neurons, ten outputs."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from recognizer import nn
from recognizer.services.course.trainings import EpochOfTraining, network_after
from recognizer.services.paths import DECK_NETWORK

SIZES = (784, 30, 10)


class Start(StrEnum):
    """A network that exists without a reader's training."""

    TRAINED = "trained"
    """The deck's network, as trained and shipped."""
    FRESH = "fresh"
    """Untrained: weights of deviation 1/√n_in, so that hardly a neuron is saturated."""
    SATURATED = "saturated"
    """Untrained as the deck begins: weights of deviation 1, with which many neurons are saturated."""


INITIALIZERS = {Start.FRESH: "scaled_normal", Start.SATURATED: "standard_normal"}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The network that a reader looks at: a given one, or that of a training after some epoch."""

    start: Start = Start.TRAINED
    seed: int = 0
    """Of a fresh network's weights."""
    epoch: EpochOfTraining | None = None
    """Counts before `start`."""


def lesson_network(choice: Choice) -> nn.Network:
    """Return a copy of the chosen network in double precision, for the caller to change.

    Raises
    ------
    NoSuchTraining
        If the training is no longer kept, or has not come that far.
    """
    if choice.epoch is not None:
        return in_double_precision(network_after(choice.epoch))
    if choice.start is Start.TRAINED:
        return in_double_precision(_deck_network())
    return nn.Network.build(
        nn.dense_architecture(SIZES),
        initializer=INITIALIZERS[choice.start],
        rng=np.random.default_rng(choice.seed),
        dtype=np.float64,
    )


@lru_cache(maxsize=1)
def _deck_network() -> nn.Network:
    return nn.load_network(DECK_NETWORK).network


def in_double_precision(network: nn.Network) -> nn.Network:
    """Return a copy of a network in float64."""
    copy = nn.Network(network.architecture, dtype=np.float64)
    copy.vector.values[:] = network.vector.values
    return copy
