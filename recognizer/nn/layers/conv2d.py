"""The convolutional layer: the same few weights at every place of a picture (book, chapter 6)."""

from collections.abc import Mapping
from math import prod

import numpy as np

from recognizer.nn.activations import get_activation
from recognizer.nn.arrays import Array, Memory, Shape, batch_last
from recognizer.nn.errors import ConfigurationError
from recognizer.nn.layers.base import Layer, image_shape, integer

__all__ = ["Conv2D"]


class Conv2D(Layer):
    """A layer in which a neuron sees a small square of the picture, its local receptive field.

    All neurons of a feature map share one filter: zⱼ at (y, x) is Σ W[j, p, q, c] a[y + p, x + q, c] + b[j].
    The receptive fields are laid out as the columns of a matrix, and the whole layer becomes the deck's
    Z = W A + b. ``W`` has shape (filters, kernel, kernel, channels), ``b`` (filters,).

    Parameters
    ----------
    input_shape : Shape
        (height, width, channels).
    filters : int
        Number of feature maps.
    kernel : int
        Side of the receptive field in pixels.
    padding : int
        Rows and columns of zeros put around the picture.
    activation : str
        Name of the activation.
    """

    type = "conv2d"

    def __init__(
        self, input_shape: Shape, *, filters: int, kernel: int, padding: int = 0, activation: str = "linear"
    ) -> None:
        height, width, _ = image_shape(self.type, input_shape)
        self.kernel = integer("kernel", kernel)
        self.padding = integer("padding", padding, least=0, most=kernel - 1)
        rows, columns = (length + 2 * padding - kernel + 1 for length in (height, width))
        if rows < 1 or columns < 1:
            raise ConfigurationError(f"kernel {kernel} does not fit into {height}×{width} pixels")
        super().__init__(
            input_shape, (rows, columns, integer("filters", filters)), get_activation(activation)
        )
        # where the picture is in its padding, batch-last
        self._inside = (slice(None), slice(padding, padding + height), slice(padding, padding + width))

    @property
    def parameter_shapes(self) -> dict[str, Shape]:
        """W (filters, kernel, kernel, channels) and b (filters,)."""
        filters, channels = self.output_shape[2], self.input_shape[2]
        return {"W": (filters, self.kernel, self.kernel, channels), "b": (filters,)}

    @property
    def values_per_sample(self) -> int:
        """The receptive fields, which overlap, count most."""
        return prod(self._fields_shape(1)) + prod(self.output_shape)

    def forward(self, A_in: Array, memory: Memory) -> Array:
        """Return A = σ(Z) with Z = W A + b, A being the receptive fields."""
        Z = memory.pictures("Z", (len(A_in), *self.output_shape))
        fields = self._gather_fields(A_in, memory)
        np.matmul(self._filters, as_matrices(fields), out=by_rows(Z))
        Z += self.parameters["b"]
        memory.A = self.activation.forward(Z)
        return memory.A

    def error(self, G: Array, memory: Memory) -> Array:
        """Return δ = G ⊙ σ'(Z), laid out as Z is."""
        return super().error(memory.as_pictures("delta", G), memory)

    def compute_gradients(self, delta: Array, memory: Memory, gradients: Mapping[str, Array]) -> None:
        """Write ∂C/∂b = δ (BP3) and ∂C/∂w = δ a_inᵀ (BP4), summed over samples and places."""
        fields = memory.array("fields", self._fields_shape(len(delta)))
        delta.sum(axis=(0, 1, 2), out=gradients["b"])  # BP3
        of_rows = np.matmul(by_rows(delta), as_matrices(fields).transpose(0, 2, 1))  # BP4
        of_rows.sum(axis=0, out=gradients["W"].reshape(of_rows.shape[1:]))

    def backward(self, delta: Array, memory: Memory) -> Array:
        """Return wᵀ δ, added up where receptive fields overlap."""
        G_fields = memory.array("G_fields", self._fields_shape(len(delta)))
        np.matmul(self._filters.T, by_rows(delta), out=as_matrices(G_fields))
        G = memory.array("G", self._padded_shape(len(delta)))
        G.fill(0)
        rows, columns, _ = self.output_shape
        for top, left in np.ndindex(self.kernel, self.kernel):
            G[:, top : top + rows, left : left + columns] += G_fields[:, top, left].swapaxes(0, 1)
        return batch_last(G[self._inside])

    def _gather_fields(self, A_in: Array, memory: Memory) -> Array:
        """Return what each weight sees at each place of the filter and in each sample."""
        if self.padding:
            A = memory.array("padded", self._padded_shape(len(A_in)))
            A[self._inside] = batch_last(A_in)  # the zeros around it are never written to
        else:
            A = batch_last(memory.as_pictures("A_in", A_in))
        fields = memory.array("fields", self._fields_shape(len(A_in)))
        channel, row, column, sample = A.strides
        # a step within the kernel is a step in the picture: seen like this, fields overlap in memory
        overlapping = np.ndarray(fields.shape, A.dtype, A, 0, (row, row, column, channel, column, sample))
        np.copyto(fields, overlapping)
        return fields

    def _fields_shape(self, n: int) -> Shape:
        """Row of a neuron; row, column and channel of a weight; column of a neuron; sample."""
        rows, columns, _ = self.output_shape
        return (rows, self.kernel, self.kernel, self.input_shape[2], columns, n)

    def _padded_shape(self, n: int) -> Shape:
        height, width, channels = self.input_shape
        return (channels, height + 2 * self.padding, width + 2 * self.padding, n)

    @property
    def _filters(self) -> Array:
        """W as a matrix, one filter a row."""
        return self.parameters["W"].reshape(self.output_shape[2], -1)


# One product for each row of neurons: what it needs is small enough for the processor's nearest caches.


def as_matrices(fields: Array) -> Array:
    """Return receptive fields seen as (rows, weights of a filter, columns · n)."""
    return fields.reshape(len(fields), -1, fields.shape[-2] * fields.shape[-1])


def by_rows(Z: Array) -> Array:
    """Return (n, rows, columns, filters) seen as (rows, filters, columns · n)."""
    n, rows, columns, filters = Z.shape
    return batch_last(Z).reshape(filters, rows, columns * n).swapaxes(0, 1)
