"""The layer between pictures and dense layers."""

from math import prod

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
        memory.A = A_in.reshape(len(A_in), *self.output_shape)
        return memory.A

    def backward(self, delta: Array, memory: Memory) -> Array:
        """Return δ in the shape of A_in."""
        return delta.reshape(-1, *self.input_shape)
