"""The shuffled mini-batches X₁, X₂, …, Xₘ of an epoch (deck 2.4)."""

from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from math import prod
from typing import TypeAlias

import numpy as np

from recognizer.nn.arrays import Array, Memory
from recognizer.nn.costs import one_hot
from recognizer.nn.data import Samples, unit_range
from recognizer.nn.errors import ShapeError
from recognizer.nn.network import Network
from recognizer.nn.training.randomness import AUGMENT, ORDER, random_source
from recognizer.nn.training.recipe import Recipe

__all__ = ["Augment", "MiniBatches"]

Augment: TypeAlias = Callable[[Array, np.random.Generator], Array]
GATHERED_VALUES = 2**17  # of mini-batches that are gathered at a time: they stay in a processor's cache


class MiniBatches:
    """A training set, served in mini-batches.

    Parameters
    ----------
    samples : Samples
        The training set.
    network : Network
        For the shape and type of its inputs and the number of its outputs.
    recipe : Recipe
        For batch_size, label_smoothing and seed.
    augment : callable or None
        From a mini-batch as it was given but from 0 to 1, and a generator, to another of the same shape.

    Attributes
    ----------
    per_epoch : int
        Their number; the last of an epoch may be smaller.
    augmentation : str or None
        What tells one augmentation from another: a dataclass with all its fields, or just a function's name.
    """

    def __init__(self, samples: Samples, network: Network, recipe: Recipe, augment: Augment | None) -> None:
        self.samples = samples
        self.per_epoch = -(-len(samples) // recipe.batch_size)
        self._recipe = recipe
        self.augmentation = None if augment is None else name_of(augment)
        self._augment = augment
        self._input_shape = network.input_shape
        batch_values = recipe.batch_size * prod(network.input_shape)
        self._together = max(1, GATHERED_VALUES // batch_values)
        self._memory = Memory(network.dtype)
        self._Y = one_hot(
            samples.y, network.output_size, smoothing=recipe.label_smoothing, dtype=network.dtype
        )
        weight = samples.sample_weight
        self._sample_weight = None if weight is None else weight.astype(network.dtype)

    def of_epoch(self, epoch: int, *, first: int = 0) -> Iterator[tuple[Array, Array, Array | None]]:
        """Yield (X, Y, sample_weight) of each mini-batch from the given one on; the next writes over it.

        X has shape (m, *input_shape) and values from 0 to 1; Y has shape (m, outputs); sample_weight has
        shape (m,), or is None where samples have no weights.
        """
        order = random_source(self._recipe.seed, ORDER, epoch=epoch).permutation(len(self.samples))
        size = self._recipe.batch_size
        for start in range(first, self.per_epoch, self._together):
            X, Y, weight = self._gather(order[start * size : (start + self._together) * size])
            for batch, begin in enumerate(range(0, len(X), size), start):
                here = slice(begin, begin + size)
                inputs = X[here]
                if self._augment is not None:
                    rng = random_source(self._recipe.seed, AUGMENT, epoch=epoch, batch=batch)
                    inputs = augmented(inputs, self._augment, rng)
                yield (
                    inputs.reshape(-1, *self._input_shape),
                    Y[here],
                    None if weight is None else weight[here],
                )

    def _gather(self, indices: Array) -> tuple[Array, Array, Array | None]:
        """Return samples from 0 to 1, shaped as they were given, their wanted outputs and weights."""
        X, memory = self.samples.X, self._memory
        shape = (len(indices), *X.shape[1:])
        taken = X.take(indices, axis=0, out=memory.array("taken", shape, X.dtype), mode="clip")
        Y = memory.array("Y", (len(indices), self._Y.shape[1]))
        self._Y.take(indices, axis=0, out=Y, mode="clip")
        weight = None if self._sample_weight is None else self._sample_weight[indices]
        return unit_range(taken, memory.dtype, memory.array("X", shape)), Y, weight


def name_of(augment: Augment) -> str:
    """Return the fields of a dataclass, the name of a function, or the name of an object's class."""
    if is_dataclass(type(augment)):
        return repr(augment)
    return str(getattr(augment, "__qualname__", type(augment).__qualname__))


def augmented(X: Array, augment: Augment, rng: np.random.Generator) -> Array:
    """Return what ``augment`` makes of a mini-batch, or raise a ShapeError if it is of another shape."""
    result = np.ascontiguousarray(augment(X, rng), X.dtype)
    if result.shape != X.shape:
        raise ShapeError(
            "augment must keep the shape {shape}; it returned {found}", shape=X.shape, found=result.shape
        )
    return result
