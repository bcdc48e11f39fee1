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
        # Of a batch-last picture: what the weights at each place of the kernel see, and all but the padding.
        self._places = [
            (slice(None), slice(top, top + rows), slice(left, left + columns))
            for top in range(kernel)
            for left in range(kernel)
        ]
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
        np.matmul(self._filters, self._gather_fields(A_in, memory), out=as_matrix(Z))
        as_matrix(Z)[...] += self.parameters["b"][:, None]
        memory.A = self.activation.forward(Z)
        return memory.A

    def error(self, G: Array, memory: Memory) -> Array:
        """Return δ = G ⊙ σ'(Z), laid out as Z is."""
        return super().error(memory.as_pictures("delta", G), memory)

    def compute_gradients(self, delta: Array, memory: Memory, gradients: Mapping[str, Array]) -> None:
        """Write ∂C/∂b = δ (BP3) and ∂C/∂w = δ a_inᵀ (BP4), summed over samples and places."""
        rows = as_matrix(delta)
        fields = memory.array("fields", self._fields_shape(len(delta)))
        rows.sum(axis=1, out=gradients["b"])  # BP3
        np.matmul(rows, self._as_columns(fields).T, out=gradients["W"].reshape(len(rows), -1))  # BP4

    def backward(self, delta: Array, memory: Memory) -> Array:
        """Return wᵀ δ, added up where receptive fields overlap."""
        rows = as_matrix(delta)
        G_fields = memory.array("G_fields", self._fields_shape(len(delta)))
        np.matmul(self._filters.T, rows, out=self._as_columns(G_fields))
        G = memory.array("G", self._padded_shape(len(delta)))
        G.fill(0)
        for field, place in zip(G_fields.reshape(-1, *G_fields.shape[2:]), self._places, strict=True):
            G[place] += field
        return batch_last(G[self._inside])

    def _gather_fields(self, A_in: Array, memory: Memory) -> Array:
        """Return the receptive fields as columns, shape (kernel² · channels, rows · columns · n)."""
        if self.padding:
            A = memory.array("padded", self._padded_shape(len(A_in)))
            A[self._inside] = batch_last(A_in)  # the zeros around it are never written to
        else:
            A = batch_last(memory.as_pictures("A_in", A_in))
        fields = memory.array("fields", self._fields_shape(len(A_in)))
        for field, place in zip(fields.reshape(-1, *fields.shape[2:]), self._places, strict=True):
            field[...] = A[place]
        return self._as_columns(fields)

    def _fields_shape(self, n: int) -> Shape:
        """Every weight's place in the kernel and channel, then every neuron's place and the samples."""
        rows, columns, _ = self.output_shape
        return (self.kernel, self.kernel, self.input_shape[2], rows, columns, n)

    def _padded_shape(self, n: int) -> Shape:
        height, width, channels = self.input_shape
        return (channels, height + 2 * self.padding, width + 2 * self.padding, n)

    def _as_columns(self, fields: Array) -> Array:
        return fields.reshape(self.kernel**2 * self.input_shape[2], -1)

    @property
    def _filters(self) -> Array:
        """W as a matrix, one filter a row."""
        return self.parameters["W"].reshape(self.output_shape[2], -1)


def as_matrix(Z: Array) -> Array:
    """Return pictures, shape (n, rows, columns, filters), seen as (filters, rows · columns · n)."""
    return batch_last(Z).reshape(Z.shape[3], -1)
