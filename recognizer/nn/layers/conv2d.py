"""The convolutional layer: the same few weights at every place of a picture (book, chapter 6)."""

from collections.abc import Mapping
from itertools import product
from math import prod
from typing import NamedTuple

import numpy as np

from recognizer.nn.activations import get_activation
from recognizer.nn.arrays import Array, Memory, Shape
from recognizer.nn.errors import ConfigurationError
from recognizer.nn.layers.base import Layer, image_shape, integer, sides

__all__ = ["Conv2D"]


class Views(NamedTuple):
    """Arrays of a forward pass, in each shape in which they take part: they share their memory."""

    Z: Array
    """Shape (n, rows, columns, filters)."""
    Z_matrix: Array
    """One place of one sample a row."""
    Z_rows: Array
    """One row of places of one sample a row."""
    b: Array
    """The biases for each column, shape (columns, filters)."""
    b_row: Array
    fields: Array
    """What each neuron sees in each sample, shape (n, rows, columns, *kernel, channels)."""
    field_matrix: Array
    """One place of one sample a row."""


class Conv2D(Layer):
    """A layer in which a neuron sees a small part of the picture, its local receptive field.

    All neurons of a feature map share one filter: zⱼ at (y, x) is Σ W[j, p, q, c] a[y + p, x + q, c] + b[j].
    The receptive fields of all places of all samples are laid out as the rows of one matrix, and the whole
    layer becomes that of a dense one, Z = A Wᵀ + b. ``W`` has shape (filters, rows and columns of the kernel,
    channels) and ``b`` (filters,).

    Parameters
    ----------
    input_shape : Shape
        (height, width, channels).
    filters : int
        Number of feature maps.
    kernel : int or (int, int)
        Side of the receptive field in pixels, or its rows and columns.
    padding : int or (int, int)
        Rows and columns of zeros put around the picture; one number for both, or each.
    activation : str
        Name of the activation.

    Attributes
    ----------
    inside : tuple of slice
        Where the pictures lie among samples with zeros around them.
    """

    type = "conv2d"

    def __init__(
        self,
        input_shape: Shape,
        *,
        filters: int,
        kernel: int | tuple[int, int],
        padding: int | tuple[int, int] = 0,
        activation: str = "linear",
    ) -> None:
        height, width, _ = image_shape(self.type, input_shape)
        self.kernel = sides("kernel", kernel)
        self.padding = sides("padding", padding, least=0)
        rows, columns = (
            length + 2 * around - side + 1
            for length, around, side in zip((height, width), self.padding, self.kernel, strict=True)
        )
        if rows < 1 or columns < 1:
            raise ConfigurationError(
                "kernel {kernel} does not fit into {height}×{width} pixels",
                kernel="×".join(map(str, dict.fromkeys(self.kernel))),
                height=height,
                width=width,
            )
        for around, side in zip(self.padding, self.kernel, strict=True):
            integer("padding", around, least=0, most=side - 1)
        super().__init__(
            input_shape, (rows, columns, integer("filters", filters)), get_activation(activation)
        )
        above, before = self.padding
        self.inside = (slice(None), slice(above, above + height), slice(before, before + width))

    @property
    def parameter_shapes(self) -> dict[str, Shape]:
        """W (filters, *kernel, channels) and b (filters,)."""
        filters, channels = self.output_shape[2], self.input_shape[2]
        return {"W": (filters, *self.kernel, channels), "b": (filters,)}

    @property
    def weights_per_filter(self) -> int:
        """The inputs that a neuron sees."""
        return prod(self.kernel) * self.input_shape[2]

    @property
    def padded_shape(self) -> Shape:
        """The shape of a picture with zeros around it."""
        height, width, channels = self.input_shape
        above, before = self.padding
        return height + 2 * above, width + 2 * before, channels

    @property
    def values_per_sample(self) -> int:
        """The receptive fields, which overlap, count most."""
        rows, columns, filters = self.output_shape
        return rows * columns * (self.weights_per_filter + filters)

    def weighted_inputs(self, A_in: Array, memory: Memory) -> Array:
        """Return Z = A Wᵀ + b, A being the receptive fields."""
        views = memory.views(len(A_in), self._lay_out)
        self._gather_fields(A_in, views.fields, memory)
        np.dot(views.field_matrix, self._filters.T, out=views.Z_matrix)
        views.b[...] = self.parameters["b"]  # for each column, to be added to a row of neurons at a time
        np.add(views.Z_rows, views.b_row, out=views.Z_rows)
        return views.Z

    def forward(self, A_in: Array, memory: Memory) -> Array:
        """Return A = σ(Z)."""
        memory.A = self.activation.forward(self.weighted_inputs(A_in, memory))
        return memory.A

    def compute_gradients(self, delta: Array, memory: Memory, gradients: Mapping[str, Array]) -> None:
        """Write ∂C/∂b = δ (BP3) and ∂C/∂w = δ a_inᵀ (BP4), summed over samples and places."""
        _, columns, filters = self.output_shape
        by_column = delta.reshape(-1, columns * filters).sum(axis=0)  # long rows are added up fast
        by_column.reshape(columns, filters).sum(axis=0, out=gradients["b"])  # BP3
        delta = delta.reshape(-1, filters)
        fields = memory.views(len(memory.A), self._lay_out).field_matrix
        np.dot(delta.T, fields, out=gradients["W"].reshape(filters, -1))  # BP4

    def backward(self, delta: Array, memory: Memory) -> Array:
        """Return wᵀ δ, added up where receptive fields overlap."""
        G_fields = self._fields("G_fields", len(delta), memory)
        np.matmul(delta.reshape(-1, delta.shape[-1]), self._filters, out=as_matrix(G_fields))
        G = memory.array("G", (len(delta), *self.padded_shape))
        G.fill(0)
        rows, columns, _ = self.output_shape
        tall, wide = self.kernel
        for top, column in product(range(tall), range(columns)):
            G[:, top : top + rows, column : column + wide] += G_fields[:, :, column, top]
        if not any(self.padding):
            return G
        G_in = memory.array("G_in", (len(delta), *self.input_shape))
        np.copyto(G_in, G[self.inside])
        return G_in

    def _lay_out(self, n: int, memory: Memory) -> "Views":
        """Return the arrays of a forward pass for n samples."""
        _, columns, filters = self.output_shape
        Z = memory.array("Z", (n, *self.output_shape))
        b = memory.array("b", (columns, filters))
        fields = self._fields("fields", n, memory)
        return Views(
            Z=Z,
            Z_matrix=Z.reshape(-1, filters),
            Z_rows=Z.reshape(-1, columns * filters),
            b=b,
            b_row=b.ravel(),
            fields=fields,
            field_matrix=as_matrix(fields),
        )

    def _gather_fields(self, A_in: Array, fields: Array, memory: Memory) -> None:
        """Write what each neuron sees in each sample into ``fields``."""
        if any(self.padding):
            A = memory.array("padded", (len(A_in), *self.padded_shape))
            A[self.inside] = A_in  # the zeros around it are never written to
        else:
            A = np.ascontiguousarray(A_in)
        sample, row, column, channel = A.strides
        # a step within the kernel is a step in the picture: seen like this, fields overlap in memory
        overlapping = np.ndarray(fields.shape, A.dtype, A, 0, (sample, row, column, row, column, channel))
        np.copyto(fields, overlapping)

    def _fields(self, name: str, n: int, memory: Memory) -> Array:
        """Return an array of the shape (n, rows, columns, *kernel, channels).

        What lies side by side both here and in the picture is copied in one go: a row of the kernel with all
        channels if the weights come last in memory, a row of neurons if the places do. The longer is chosen.
        """
        rows, columns, _ = self.output_shape
        weights = (*self.kernel, self.input_shape[2])
        array = memory.array(name, (n, rows * columns * prod(weights)))
        if self.kernel[1] * self.input_shape[2] >= columns:
            return array.reshape(n, rows, columns, *weights)
        return array.reshape(*weights, n, rows, columns).transpose(3, 4, 5, 0, 1, 2)

    @property
    def _filters(self) -> Array:
        """W as a matrix, one filter a row."""
        return self.parameters["W"].reshape(self.output_shape[2], -1)


def as_matrix(fields: Array) -> Array:
    """Return receptive fields seen as a matrix, one place of one sample a row."""
    n, rows, columns, *weights = fields.shape
    return fields.reshape(n * rows * columns, prod(weights), copy=False)
