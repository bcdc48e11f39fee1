"""The fully connected layer: where the deck's formulas are."""

from collections.abc import Mapping

import numpy as np

from recognizer.nn.activations import get_activation
from recognizer.nn.arrays import Array, Memory, Shape
from recognizer.nn.errors import ShapeError
from recognizer.nn.layers.base import Layer, integer

__all__ = ["Dense"]


class Dense(Layer):
    """A layer in which every neuron sees every input: aˡ = σ(wˡ aˡ⁻¹ + bˡ) (deck 3.1).

    ``W`` has shape (units, inputs), W[j, k] being the weight from neuron k to neuron j as in the deck; ``b``
    has shape (units,). The deck writes one sample as a column; here the samples of a batch are rows, so that
    w a becomes A Wᵀ, and a sum over samples is part of a matrix product.
    """

    type = "dense"

    def __init__(self, input_shape: Shape, *, units: int, activation: str = "linear") -> None:
        if len(input_shape) != 1:
            raise ShapeError(
                "a dense layer needs flat inputs; got shape {input_shape} (a flatten layer is missing)",
                input_shape=input_shape,
            )
        super().__init__(input_shape, (integer("units", units),), get_activation(activation))

    @property
    def parameter_shapes(self) -> dict[str, Shape]:
        """W (units, inputs) and b (units,)."""
        return {"W": self.output_shape + self.input_shape, "b": self.output_shape}

    def weighted_inputs(self, A_in: Array, memory: Memory) -> Array:
        """Return Z = A_in Wᵀ + b."""
        Z = memory.array("Z", (len(A_in), *self.output_shape))
        np.dot(A_in, self.parameters["W"].T, out=Z)
        Z += self.parameters["b"]
        return Z

    def forward(self, A_in: Array, memory: Memory) -> Array:
        """Return A = σ(Z) with Z = A_in Wᵀ + b."""
        memory.A_in, memory.A = A_in, self.activation.forward(self.weighted_inputs(A_in, memory))
        return memory.A

    def compute_gradients(self, delta: Array, memory: Memory, gradients: Mapping[str, Array]) -> None:
        """Write ∂C/∂b = δ (BP3) and ∂C/∂w = δ a_inᵀ (BP4), summed over the samples."""
        delta.sum(axis=0, out=gradients["b"])  # BP3
        np.dot(delta.T, memory.A_in, out=gradients["W"])  # BP4

    def backward(self, delta: Array, memory: Memory) -> Array:
        """Return wᵀ δ, the part of BP2 that crosses this layer."""
        G = memory.array("G", (len(delta), *self.input_shape))
        return np.dot(delta, self.parameters["W"], out=G)
