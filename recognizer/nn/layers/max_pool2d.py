"""The pooling layer: what was found in a region, without where exactly (book, chapter 6)."""

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
        # The first, second, … rows of all regions, and their columns.
        self._rows = [(slice(None), slice(top, rows * size, size)) for top in range(size)]
        self._columns = [
            (slice(None), slice(None), slice(left, columns * size, size)) for left in range(size)
        ]

    def forward(self, A_in: Array, memory: Memory) -> Array:
        """Return the largest activation of each region: the largest of each column, and of these."""
        n, (rows, columns, channels) = len(A_in), self.output_shape
        of_columns = memory.array("of_columns", (n, rows, self.input_shape[1], channels))
        largest([A_in[row] for row in self._rows], out=of_columns)
        A = memory.array("A", (n, rows, columns, channels))
        largest([of_columns[column] for column in self._columns], out=A)
        memory.A_in, memory.A = A_in, A
        return A

    def backward(self, delta: Array, memory: Memory) -> Array:
        """Return δ at the place where each region's maximum was, and 0 elsewhere; δ is used up.

        Of equal ones the first is meant: the first column, and in it the first row.
        """
        n, rows, _, channels = delta.shape
        of_columns = memory.array("of_columns", (n, rows, self.input_shape[1], channels))
        G_columns = memory.array("G_columns", of_columns.shape)  # what no region covers stays 0, as it began
        G = memory.array("G", (n, *self.input_shape))
        for A_in, A, left, G_in, parts in (
            (of_columns, memory.A, delta, G_columns, self._columns),
            (memory.A_in, of_columns, G_columns, G, self._rows),
        ):
            is_largest = memory.array("is_largest", A.shape, np.bool_)
            for part in parts[:-1]:
                np.equal(A_in[part], A, out=is_largest)
                np.multiply(left, is_largest, out=G_in[part])
                np.subtract(left, G_in[part], out=left)
            G_in[parts[-1]] = left
        return G


def largest(arrays: list[Array], out: Array) -> Array:
    """Write the largest number at each place of the arrays into ``out`` and return it."""
    np.maximum(arrays[0], arrays[-1], out=out)
    for array in arrays[1:-1]:
        np.maximum(out, array, out=out)
    return out
