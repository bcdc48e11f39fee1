"""All parameters of a network side by side in one array, so that one line updates them all."""

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any

import numpy as np

from recognizer.nn.arrays import Array, Shape

__all__ = ["ParameterVector", "parameter_name"]


class ParameterVector:
    """The vector v of all weights and biases (deck 2.3 minimises C(v)), and a view of it for each parameter.

    All weights come first, then all biases: regularisation concerns the former alone.

    Parameters
    ----------
    shapes : sequence of mappings from str to Shape
        For each layer the shapes of its weights "W" and biases "b", or an empty mapping.
    dtype : np.dtype
        Type of the values.

    Attributes
    ----------
    values : Array, shape (count,)
        The vector, zeros at first.
    weights : Array
        The part of it that holds weights.
    by_layer : list of dict of str to Array
        For each layer the parameters in their own shapes, sharing the vector's memory.
    """

    def __init__(self, shapes: Sequence[Mapping[str, Shape]], dtype: np.dtype[Any]) -> None:
        self.shapes = shapes
        count = {kind: sum(prod(layer[kind]) for layer in shapes if layer) for kind in ("W", "b")}
        self.values: Array = np.zeros(count["W"] + count["b"], dtype)
        self.weights = self.values[: count["W"]]
        self.by_layer: list[dict[str, Array]] = [{} for _ in shapes]
        start = 0
        for kind in ("W", "b"):
            for views, layer in zip(self.by_layer, shapes, strict=True):
                if layer:
                    stop = start + prod(layer[kind])
                    views[kind] = self.values[start:stop].reshape(layer[kind])
                    start = stop

    @property
    def by_name(self) -> dict[str, Array]:
        """The same views by their full names: "layers.0.W", "layers.0.b" and so on."""
        return {
            parameter_name(index, kind): view
            for index, views in enumerate(self.by_layer)
            for kind, view in views.items()
        }

    def zeros_like(self) -> "ParameterVector":
        """Return another vector of the same shapes, its values zero: for a gradient."""
        return ParameterVector(self.shapes, self.values.dtype)


def parameter_name(index: int, kind: str) -> str:
    """Return the name of the weights "W" or biases "b" of the layer with this index."""
    return f"layers.{index}.{kind}"
