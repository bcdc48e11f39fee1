"""The pooling layer: what was found in a region, without where exactly (book, chapter 6)."""

import numpy as np

from recognizer.nn.arrays import Array, Memory, Shape
from recognizer.nn.errors import ConfigurationError
from recognizer.nn.layers.base import Layer, image_shape, sides

__all__ = ["MaxPool2D"]


class MaxPool2D(Layer):
    """A layer that keeps the largest activation of each region; regions do not overlap.

    Parameters
    ----------
    input_shape : Shape
        (height, width, channels). Rows and columns that do not fill a region are left out.
    size : int or (int, int)
        Side of the region in pixels, or its rows and columns.
    """

    type = "max_pool2d"

    def __init__(self, input_shape: Shape, *, size: int | tuple[int, int] = 2) -> None:
        height, width, channels = image_shape(self.type, input_shape)
        self.size = tall, wide = sides("size", size)
        rows, columns = height // tall, width // wide
        if rows < 1 or columns < 1:
            raise ConfigurationError(
                "size {size} does not fit into {height}×{width} pixels",
                size="×".join(map(str, dict.fromkeys((tall, wide)))),
                height=height,
                width=width,
            )
        super().__init__(input_shape, (rows, columns, channels))
        # The first, second, … rows of all regions, and their columns.
        self._rows: list[tuple[slice, ...]] = [
            (slice(None), slice(top, rows * tall, tall)) for top in range(tall)
        ]
        self._columns: list[tuple[slice, ...]] = [
            (slice(None), slice(None), slice(left, columns * wide, wide)) for left in range(wide)
        ]

    def forward(self, A_in: Array, memory: Memory) -> Array:
        """Return the largest activation of each region: the largest of each column, and of these."""
        of_columns, A, columns = memory.views(len(A_in), self._lay_out)
        largest([A_in[row] for row in self._rows], out=of_columns)
        memory.A_in, memory.A = A_in, largest(columns, out=A)
        return A

    def regions(self, A_in: Array) -> list[Array]:
        """Return A_in as arrays in the shape of A: the first of each region, the second and so on."""
        return [A_in[row][column] for row in self._rows for column in self._columns]

    def _lay_out(self, n: int, memory: Memory) -> tuple[Array, Array, list[Array]]:
        """Return arrays for the largest of each column and of each region, the former by column too."""
        rows, _, channels = self.output_shape
        of_columns = memory.array("of_columns", (n, rows, self.input_shape[1], channels))
        A = memory.array("A", (n, *self.output_shape))
        return of_columns, A, [of_columns[column] for column in self._columns]

    def backward(self, delta: Array, memory: Memory) -> Array:
        """Return δ at the place where each region's maximum was, and 0 elsewhere; δ is used up.

        Of equal ones the first is meant: the first column, and in it the first row.
        """
        of_columns, A, _ = memory.views(len(delta), self._lay_out)
        G_columns = memory.array("G_columns", of_columns.shape)  # what no region covers stays 0, as it began
        G = memory.array("G", memory.A_in.shape)
        is_largest = memory.array("is_largest", A.shape, np.bool_)
        send_back(delta, A, of_columns, self._columns, out=G_columns, is_largest=is_largest)
        is_largest = memory.array("is_largest", of_columns.shape, np.bool_)
        send_back(G_columns, of_columns, memory.A_in, self._rows, out=G, is_largest=is_largest)
        return G


def largest(arrays: list[Array], out: Array) -> Array:
    """Write the largest number at each place of the arrays into ``out`` and return it."""
    np.maximum(arrays[0], arrays[-1], out=out)
    for array in arrays[1:-1]:
        np.maximum(out, array, out=out)
    return out


def send_back(  # noqa: PLR0913  (the arrays of one direction)
    left: Array,
    A: Array,
    A_in: Array,
    parts: list[tuple[slice, ...]],
    *,
    out: Array,
    is_largest: Array,
) -> None:
    """Write ``left`` into that part of ``out`` where A_in has its largest number A, and 0 into the others."""
    for part in parts[:-1]:
        np.equal(A_in[part], A, out=is_largest)
        np.multiply(left, is_largest, out=out[part])
        np.subtract(left, out[part], out=left)
    out[parts[-1]] = left
