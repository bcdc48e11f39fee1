"""The gradient of the cost without backpropagation: to hold BP1 to BP4 against.

For every number v that the cost depends on, the network is fed forward twice, with v a little larger and a
little smaller: ∂C/∂v ≈ (C(v + h) − C(v − h)) / 2h. The error is of the order h², and of the order ε/h from
rounding; in float64 h = 10⁻⁵ keeps both near 10⁻¹⁰. Two passes for each weight are what made this way too
slow to train by (book, chapter 2), and what makes it a good judge.
"""

from dataclasses import dataclass

import numpy as np

from recognizer.nn.analysis.inspection import trace
from recognizer.nn.arrays import Array, Memory
from recognizer.nn.costs import Cost, CrossEntropy
from recognizer.nn.errors import ConfigurationError
from recognizer.nn.layers import Dense
from recognizer.nn.network import Network

__all__ = ["STEP", "LayerDifferences", "finite_differences"]

STEP = 1e-5


@dataclass(frozen=True, kw_only=True)
class LayerDifferences:
    """Difference quotients of one layer."""

    Z: Array
    """By each weighted input, (units,): what δˡ should be."""
    b: Array
    """By each bias, (units,)."""
    W: Array
    """By each weight, (units, inputs)."""


def finite_differences(
    network: Network, x: Array, y: Array, cost: Cost, *, step: float = STEP
) -> tuple[list[LayerDifferences], Array]:
    """Return the difference quotients of Cₓ by everything in a network, layer by layer, and by aᴸ.

    Parameters
    ----------
    network : Network
        Of dense layers, float64; is read only. Safe to call from several threads.
    x : Array, shape (inputs,)
        One sample, from 0 to 1.
    y : Array, shape (outputs,)
        The wanted outputs.
    cost : Cost
        What is differentiated.
    step : float
        h.

    Returns
    -------
    list of LayerDifferences
        One a layer.
    Array, shape (outputs,)
        By each output activation: what ∇ₐC should be.

    Raises
    ------
    ConfigurationError
        For a network of another type or with other layers.
    ShapeError, DataError
        For a sample that does not fit.
    """
    if network.dtype != np.float64 or not all(isinstance(layer, Dense) for layer in network.layers):
        raise ConfigurationError("finite differences need a float64 network of dense layers")
    traces = trace(network, x[None])
    a_in, found = x, []
    for index, (layer, of_layer) in enumerate(zip(network.layers, traces, strict=True)):
        rest = Rest(network, index, y, cost, step)
        Z, b = of_layer.Z, layer.parameters["b"]
        assert Z is not None  # noqa: S101 - a dense layer has neurons
        units = np.eye(len(b))
        product = Z - b  # w a, before any bias
        # w_jk + h moves z_j by h a_k
        by_weights = [rest.quotients(Z, np.outer(a_in, unit)) for unit in units]
        found.append(
            LayerDifferences(
                Z=rest.quotients(Z, units),
                b=(rest.costs(product + (b + step * units)) - rest.costs(product + (b - step * units)))
                / (2 * step),
                W=np.array(by_weights),
            )
        )
        a_in = of_layer.A[0]
    return found, by_outputs(a_in, y, cost, step)


def by_outputs(a: Array, y: Array, cost: Cost, step: float) -> Array:
    """Return the difference quotients by each output activation a, (outputs,).

    A cross-entropy is made of logarithms of a where y = 1 and of 1 − a where y = 0. Neither may become
    negative, so the quotient there is the one from three places on the side of the middle, (4 C(a + h) −
    C(a + 2h) − 3 C(a)) / 2h, with an error of h² as well, and h in units of what the logarithm is of.
    """
    units = np.eye(len(a))
    if not isinstance(cost, CrossEntropy):
        above, below = (cost.of_samples(a + sign * step * units, y) for sign in (1, -1))
        quotients: Array = (above - below) / (2 * step)
        return quotients
    h = step * np.where(y > 0.5, a, 1 - a) * np.where(a < 0.5, 1, -1)
    here, near, far = (cost.of_samples(a + places * np.diag(h), y) for places in (0, 1, 2))
    one_sided: Array = (4 * near - far - 3 * here) / (2 * h)
    return one_sided


class Rest:
    """What follows on the weighted inputs of a layer, up to the cost."""

    def __init__(self, network: Network, index: int, y: Array, cost: Cost, step: float) -> None:
        self.layers = network.layers[index:]
        self.memories = [Memory(network.dtype) for _ in self.layers]
        self.y, self.cost, self.step = y, cost, step

    def quotients(self, Z: Array, directions: Array) -> Array:
        """Return (C(z + h d) − C(z − h d)) / 2h for z (1, units) and each direction d of (n, units)."""
        moved = self.step * directions
        return (self.costs(Z + moved) - self.costs(Z - moved)) / (2 * self.step)

    def costs(self, Z: Array) -> Array:
        """Return the cost for each row of weighted inputs, which are written over."""
        with np.errstate(over="ignore"):
            A = self.layers[0].activation.forward(Z)
            for layer, memory in zip(self.layers[1:], self.memories[1:], strict=True):
                A = layer.forward(A, memory)
        return self.cost.of_samples(A, self.y)
