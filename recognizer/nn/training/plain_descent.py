"""Plain gradient descent in small mini-batches: a network and a recipe, compiled into one step."""

from math import isfinite
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.linalg import blas

from recognizer.nn.arrays import Array, Memory, Shape
from recognizer.nn.costs import Cost
from recognizer.nn.layers import Dense
from recognizer.nn.layers.base import Layer
from recognizer.nn.network import Network
from recognizer.nn.training.recipe import Recipe

__all__ = ["PlainDescent"]

MAX_BATCH = 32  # samples in a mini-batch, up to which calls take longer than what is computed in them


class PlainDescent:
    """w → w − η/m Σ ∂Cₓ/∂w, b → b − η/m Σ ∂Cₓ/∂b (deck 2.4), without writing the gradient down.

    What ``backpropagate`` and ``SGD`` do, but for rounding. A mini-batch of ten samples is computed in less
    time than it takes to call all that has a part in it. So whatever stays the same from step to step is
    looked up and laid out once, and a step is added to the weights by the very product that makes it.

    Parameters
    ----------
    network : Network
        One that ``suits``; its parameters are changed.
    cost : Cost
        What is minimised.
    l2_share : float
        λ/n of the penalty λ/2n Σw²: a step takes ηλ/n of each weight away.
    """

    def __init__(self, network: Network, cost: Cost, *, l2_share: float) -> None:
        self._network = network
        self._cost = cost
        self._l2_share = l2_share
        self._bound: dict[int, list[BoundDense]] = {}

    @staticmethod
    def suits(network: Network, recipe: Recipe) -> bool:
        """Whether the recipe wants plain descent in small mini-batches, and the layers are all dense."""
        return (
            recipe.optimizer == "sgd"
            and not recipe.l1
            and recipe.batch_size <= MAX_BATCH
            and all(isinstance(layer, Dense) for layer in network.layers)
        )

    def step(self, X: Array, Y: Array, learning_rate: float, *, sample_weight: Array | None = None) -> float:
        """Do one step and return the cost before it. A cost that is not finite leaves the network as it is.

        Parameters
        ----------
        X : Array, shape (m, features)
            Samples.
        Y : Array, shape (m, outputs)
            Wanted outputs.
        learning_rate : float
            η.
        sample_weight : Array, shape (m,), optional
            How much each sample counts.
        """
        m = len(X)
        layers = self._bound.get(m) or self._bind(m)
        A = X
        for layer in layers:
            A = layer.forward(A)
        cost, delta = self._cost.sum_and_errors(A, Y, layers[-1].memory, sample_weight)  # BP1
        if isfinite(cost):
            keep = 1 - learning_rate * self._l2_share
            for layer in reversed(layers):
                delta_below = layer.backward(delta)  # BP2, before the weights change
                layer.descend(delta, learning_rate / m, keep)  # BP3, BP4
                delta = delta_below
        return cost / m

    def _bind(self, m: int) -> "list[BoundDense]":
        """Return the layers with what they need for m samples."""
        layers = self._bound[m] = []
        for layer in self._network.layers:
            layers.append(BoundDense(layer, m, below=layers[-1] if layers else None))
        return layers


class BoundDense:
    """A dense layer with all arrays that it needs for m samples.

    BLAS adds a product to what is there, C → αAB + βC, for which NumPy has no word. It has its matrices
    column by column: our arrays, row by row, are their transposes, and are handed over as such without being
    copied. Hence Zᵀ = W A_inᵀ stands here for Z = A_in Wᵀ.
    """

    def __init__(self, layer: Layer, m: int, below: "BoundDense | None") -> None:
        W, self.b = layer.parameters["W"], layer.parameters["b"]
        self.W_T = W.T
        self.activation = layer.activation
        self.memory = FixedMemory(W.dtype)
        self.below = below
        self.Z = np.empty((m, *layer.output_shape), W.dtype)
        self.Z_T = self.Z.T
        self.G = np.empty((m, *layer.input_shape), W.dtype)
        self.G_T = self.G.T
        self.ones = np.ones(m, W.dtype)
        in_float32 = W.dtype == np.float32
        self.add_product = blas.sgemm if in_float32 else blas.dgemm
        self.add_vector = blas.sgemv if in_float32 else blas.dgemv

    def forward(self, A_in: Array) -> Array:
        """Return A = σ(Z) with Z = A_in Wᵀ + b, as ``Dense.forward``."""
        self.A_in_T = A_in.T
        Z = self.Z
        Z[...] = self.b
        self.add_product(1, self.W_T, self.A_in_T, 1, self.Z_T, 1, 0, 1)  # Zᵀ → W A_inᵀ + Zᵀ
        return self.activation.forward(Z)

    def backward(self, delta: Array) -> Array:
        """Return δ of the layer below, (wᵀ δ) ⊙ σ'(z), as ``Dense.backward`` and ``Layer.error`` (BP2)."""
        below = self.below
        if below is None:
            return delta
        self.add_product(1, self.W_T, delta.T, 0, self.G_T, 0, 0, 1)  # Gᵀ → Wᵀ δᵀ
        return below.activation.backward(self.G, below.Z, below.memory)

    def descend(self, delta: Array, rate: float, keep: float) -> None:
        """Do b → b − rate Σ δ (BP3) and w → keep w − rate δᵀ a_in (BP4)."""
        transposed = delta.T
        self.add_vector(-rate, transposed, self.ones, 1, self.b, 0, 1, 0, 1, 0, 1)  # b → −rate δᵀ 1 + b
        self.add_product(
            -rate, self.A_in_T, transposed, keep, self.W_T, 0, 1, 1
        )  # Wᵀ → −rate A_inᵀ δ + keep Wᵀ


class FixedMemory(Memory):
    """A memory of which every array is asked for in one shape, so that its name alone tells it."""

    __slots__ = ("_by_name",)

    def __init__(self, dtype: np.dtype[Any]) -> None:
        super().__init__(dtype)
        self._by_name: dict[str, Array] = {}

    def array(self, name: str, shape: Shape, dtype: npt.DTypeLike | None = None) -> Array:
        """Return the array of this name."""
        array = self._by_name.get(name)
        if array is None:
            array = self._by_name[name] = super().array(name, shape, dtype)
        return array
