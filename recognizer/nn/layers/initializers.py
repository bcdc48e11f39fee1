"""How a network begins: normal noise, scaled to the number of a neuron's inputs and outputs."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

from recognizer.nn.errors import ConfigurationError

__all__ = ["INITIALIZERS", "Initializer", "get_initializer"]


@dataclass(frozen=True, kw_only=True)
class Initializer:
    """Standard deviations of the first weights and biases, all drawn from normal distributions around 0."""

    weights: Callable[[int, int], float]
    """From n_in and n_out to the deviation of the weights.

    n_in is the number of inputs that a neuron sees, n_out the number of neurons that see an input: in a dense
    layer all of them, in a convolution kernel² for each filter.
    """

    biases: float
    """Deviation of the biases."""


INITIALIZERS = {
    # The deck's own. With many inputs z is large at once: some neurons begin saturated and never learn.
    "standard_normal": Initializer(weights=lambda n_in, n_out: 1.0, biases=1.0),
    # z begins near 1 whatever the number of inputs (book, chapter 3).
    "scaled_normal": Initializer(weights=lambda n_in, n_out: 1 / sqrt(n_in), biases=1.0),
    # Makes up for the half that ReLU cuts off (He et al. 2015).
    "he": Initializer(weights=lambda n_in, n_out: sqrt(2 / n_in), biases=0.0),
    # A compromise between the forward and the backward direction (Glorot and Bengio 2010).
    "glorot": Initializer(weights=lambda n_in, n_out: sqrt(2 / (n_in + n_out)), biases=0.0),
}


def get_initializer(name: str) -> Initializer:
    """Return the initializer of this name; a ConfigurationError lists the names that there are."""
    if name not in list(INITIALIZERS):  # a list, because anything may have been given for a name
        raise ConfigurationError(
            "initializer must be one of {names}; got {name}", names=", ".join(INITIALIZERS), name=repr(name)
        )
    return INITIALIZERS[name]
