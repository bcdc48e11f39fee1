"""Feedforward for prediction: for a number of samples all calls of NumPy with their arrays, laid out once.

The formulas are those of the layers, without what only a backward pass needs. Layers share arrays. A pooling
layer comes before the bias and the activation of the convolution before it: both keep the order of numbers,
so the largest stays the largest. What no region covers is not computed. For few samples, looking arrays up
and reshaping them would take as long as computing.
"""

from collections.abc import Callable, Sequence
from functools import partial
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from recognizer.nn.activations import Linear, ReLU, zeros
from recognizer.nn.arrays import Array, Memory, Shape
from recognizer.nn.layers import Conv2D, Dense, Dropout, Flatten, Layer, MaxPool2D

__all__ = ["ForwardPass"]

Step = Callable[[], object]


class ForwardPass:
    """The forward pass of n samples.

    Parameters
    ----------
    layers : sequence of Layer
        From the input to the output.
    n : int
        The number of samples.
    memory : Memory
        Lends the arrays. Passes that share it take turns, and the result of one lasts until the next.
    most : int
        Samples that any of these passes has at most.
    """

    def __init__(self, layers: Sequence[Layer], n: int, memory: Memory, *, most: int) -> None:
        self._n, self._memory, self._most = n, memory, max(n, most)
        self._steps: list[Step] = []
        stages = stages_of(layers)
        self._fields = self._lent("fields", max((stage.fields for stage in stages), default=0))
        self._Z = self._lent("Z", max((stage.weighted for stage in stages), default=0))
        inputs, A = self._place_for(layers[0].input_shape, before=stages[0] if stages else None)
        self._begin: Callable[[Array], object] = partial(np.copyto, inputs)
        for stage, after in zip(stages, [*stages[1:], None], strict=True):
            out, seen = self._place_for(stage.output_shape, before=after)
            self._lay_out(stage, A, out)
            A = seen
        self._A = A.reshape(n, *layers[-1].output_shape)

    def run(self, X: Array) -> Array:
        """Return the output activations for X, shape (n, *input_shape), of the network's type.

        To be called where ``np.errstate`` lets overflow pass.
        """
        self._begin(X)
        for step in self._steps:
            step()
        return self._A

    def _lay_out(self, stage: "Stage", A: Array, out: Array) -> None:
        """Add the steps from a stage's inputs to its outputs."""
        layer = stage.layer
        if isinstance(layer, Dense):
            out = by_sample(out, self._n)
            self._multiply(stage, by_sample(A, self._n), out)
        elif isinstance(layer, Conv2D):
            self._convolve(stage, layer, A, out)
        elif isinstance(layer, MaxPool2D):
            first, *others = layer.regions(A)
            self._copy(first, to=out)
            for other in others:
                self._add(np.maximum, out, other, out=out)
        else:
            self._copy(A.reshape(out.shape), to=out)
        is_done = isinstance(layer, Dense | Conv2D) and isinstance(layer.activation, ReLU)
        if not is_done and not isinstance(layer.activation, Linear):
            self._steps.append(partial(layer.activation.forward, out))

    def _multiply(self, stage: "Stage", A: Array, out: Array) -> None:
        """Add A = σ(A_in Wᵀ + b); what comes into the network is taken from where it is."""
        W, b = (stage.layer.parameters[name] for name in ("W", "b"))
        if stage.number:
            self._add(np.dot, A, W.T, out=out)
        else:
            n = self._n  # not self, whose arrays would wait for the next collection of garbage
            self._begin = lambda X: np.dot(by_sample(X, n), W.T, out=out)
        self._add(np.add, out, b, out=out)
        if isinstance(stage.layer.activation, ReLU):
            self._add(np.maximum, out, zeros(out.shape[-1:], out.dtype), out=out)

    def _convolve(self, stage: "Stage", layer: Conv2D, A: Array, out: Array) -> None:
        """Add the same over receptive fields, between them the largest of each region."""
        tall, wide = stage.pooled
        n, rows, columns, filters = out.shape
        places, weights = tall * wide * n * rows * columns, layer.weights_per_filter
        sample, row, column, channel = A.strides
        seen = as_strided(
            A,
            (tall, wide, n, rows, columns, *layer.kernel, A.shape[3]),
            (row, column, sample, tall * row, wide * column, row, column, channel),
            writeable=False,
        )
        fields = self._fields[: places * weights]
        if layer.kernel[1] * A.shape[3] >= columns:
            self._copy(seen, to=fields.reshape(seen.shape))
            matrix = fields.reshape(places, weights)
        else:
            turned = fields.reshape(*seen.shape[5:], *seen.shape[:5])
            self._copy(seen, to=turned.transpose(3, 4, 5, 6, 7, 0, 1, 2))
            matrix = fields.reshape(weights, places).T
        Z = self._Z[: places * filters]
        W = layer.parameters["W"].reshape(filters, weights)
        self._add(np.dot, matrix, W.T, out=Z.reshape(places, filters))
        largest, *others = Z.reshape(tall * wide, -1)
        for other in others:
            self._add(np.maximum, largest, other, out=largest)
        b = self._memory.array(f"b {stage.number}", (columns, filters))
        self._copy(layer.parameters["b"], to=b)
        Z_rows, Z = largest.reshape(n * rows, columns * filters), largest.reshape(out.shape)
        if isinstance(layer.activation, ReLU):
            self._add(np.add, Z_rows, b.reshape(-1), out=Z_rows)  # a row of neurons at a time
            self._add(np.maximum, Z, zeros(Z.shape[1:], Z.dtype), out=out)
        else:
            self._add(np.add, Z, b, out=out)

    def _add(self, function: Callable[..., object], *arrays: Array, out: Array) -> None:
        self._steps.append(partial(function, *arrays, out=out))

    def _copy(self, array: Array, *, to: Array) -> None:
        self._steps.append(partial(np.copyto, to, array))

    def _place_for(self, shape: Shape, *, before: "Stage | None") -> tuple[Array, Array]:
        """Return an array for activations before a stage, and what that sees: zeros around it too."""
        number = -1 if before is None else before.number
        if before is None or not isinstance(before.layer, Conv2D) or not any(before.layer.padding):
            A = self._lent(f"A {number}", prod(shape)).reshape(self._n, *shape)
            return A, A
        padded = self._memory.array(f"A {number}", (self._most, *before.layer.padded_shape))[: self._n]
        return padded[before.layer.inside], padded

    def _lent(self, name: str, values: int) -> Array:
        """Return so many values for each sample."""
        return self._memory.array(name, (self._most * values,))[: self._n * values]


class Stage(NamedTuple):
    """A layer, and the pooling layer behind it where that is done together with it."""

    number: int
    """Of the layer in its network."""
    layer: Layer
    pooled: tuple[int, int]
    """Rows and columns of a region."""
    output_shape: Shape

    @property
    def places(self) -> int:
        """How many neurons of a feature map are computed."""
        return prod(self.output_shape[:2]) * prod(self.pooled) if isinstance(self.layer, Conv2D) else 0

    @property
    def fields(self) -> int:
        """How many numbers the receptive fields of a sample have."""
        return self.places * self.layer.weights_per_filter if isinstance(self.layer, Conv2D) else 0

    @property
    def weighted(self) -> int:
        """How many weighted inputs a sample leads to."""
        return self.places * self.output_shape[-1]


def stages_of(layers: Sequence[Layer]) -> list[Stage]:
    """Return the layers that do something for a prediction."""
    stages: list[Stage] = []
    for number, layer in enumerate(layers):
        before = stages[-1].layer if stages else None
        if isinstance(layer, Dropout | Flatten):
            continue
        if (
            isinstance(layer, MaxPool2D)
            and isinstance(before, Conv2D)
            and before is layers[number - 1]
            and before.activation.rises
        ):
            stages[-1] = stages[-1]._replace(pooled=layer.size, output_shape=layer.output_shape)
        else:
            stages.append(Stage(number, layer, (1, 1), layer.output_shape))
    return stages


def by_sample(A: Array, n: int) -> Array:
    """Return an array with a row for each of n samples; one is a vector, with which NumPy is faster."""
    return A.reshape(n, -1) if n > 1 else A.reshape(-1)
