"""The pooling layer: what was found in a region, without where exactly (book, chapter 6)."""

from itertools import product

import numpy as np

from recognizer.nn.arrays import Array, Memory, Shape
from recognizer.nn.errors import ConfigurationError
from recognizer.nn.layers.base import Layer, image_shape, integer

__all__ = ["MaxPool2D"]


class MaxPool2D(Layer):
    """A layer that keeps the largest activation of each square region; regions do not overlap.

    Parameters
    ----------
    input_shape : Shape
        (height, width, channels). Rows and columns that do not fill a region are left out.
    size : int
        Side of the region in pixels.
    """

    type = "max_pool2d"

    def __init__(self, input_shape: Shape, *, size: int = 2) -> None:
        height, width, channels = image_shape(self.type, input_shape)
        size = integer("size", size)
        rows, columns = height // size, width // size
        if rows < 1 or columns < 1:
            raise ConfigurationError(f"size {size} does not fit into {height}×{width} pixels")
        super().__init__(input_shape, (rows, columns, channels))
        # For each place in a region the pixels at that place, in all regions.
        self._places = [
            (slice(None), slice(top, rows * size, size), slice(left, columns * size, size))
            for top, left in product(range(size), repeat=2)
        ]

    def forward(self, A_in: Array, memory: Memory) -> Array:
        """Return the largest activation of each region."""
        A = memory.pictures("A", (len(A_in), *self.output_shape))
        np.copyto(A, A_in[self._places[0]])
        for place in self._places[1:]:
            np.maximum(A, A_in[place], out=A)
        memory.A_in, memory.A = A_in, A
        return A

    def backward(self, delta: Array, memory: Memory) -> Array:
        """Return δ at the place where each region's maximum was, the first of equal ones, and 0 elsewhere."""
        G = memory.pictures("G", memory.A_in.shape)
        left = memory.pictures("left", delta.shape)
        np.copyto(left, delta)
        is_maximum = memory.pictures("is_maximum", delta.shape, np.bool_)
        for place in self._places[:-1]:
            np.equal(memory.A_in[place], memory.A, out=is_maximum)
            np.multiply(left, is_maximum, out=G[place])
            left -= G[place]
        G[self._places[-1]] = left
        return G
