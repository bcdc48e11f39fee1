"""The layer between pictures and dense layers."""

from math import prod

import numpy as np

from recognizer.nn.arrays import Array, Memory, Shape
from recognizer.nn.layers.base import Layer

__all__ = ["Flatten"]


class Flatten(Layer):
    """A layer that writes each sample's activations in a row, pixel by pixel, all channels of each."""

    type = "flatten"

    def __init__(self, input_shape: Shape) -> None:
        super().__init__(input_shape, (prod(input_shape),))

    def forward(self, A_in: Array, memory: Memory) -> Array:
        """Return A_in in the shape (n, features)."""
        A = memory.array("A", (len(A_in), *self.output_shape))
        np.copyto(A.reshape(A_in.shape), A_in)
        memory.A = A
        return A

    def backward(self, delta: Array, memory: Memory) -> Array:
        """Return δ in the shape of A_in."""
        G = memory.like("G", delta.reshape(-1, *self.input_shape))
        np.copyto(G, delta.reshape(G.shape))
        return G
