"""The shuffled mini-batches X₁, X₂, …, Xₘ of an epoch (deck 2.4)."""

from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
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
        self._memory = Memory(network.dtype)
        self._Y = one_hot(
            samples.y, network.output_size, smoothing=recipe.label_smoothing, dtype=network.dtype
        )

    def of_epoch(self, epoch: int, *, first: int = 0) -> Iterator[tuple[Array, Array]]:
        """Yield (X, Y) of each mini-batch from the given one on; each is written over by the next.

        X has shape (m, *input_shape) and values from 0 to 1; Y has shape (m, outputs).
        """
        order = random_source(self._recipe.seed, ORDER, epoch=epoch).permutation(len(self.samples))
        size = self._recipe.batch_size
        for batch in range(first, self.per_epoch):
            indices = order[batch * size : (batch + 1) * size]
            X = self._gather(indices)
            if self._augment is not None:
                rng = random_source(self._recipe.seed, AUGMENT, epoch=epoch, batch=batch)
                X = augmented(X, self._augment, rng)
            Y = self._memory.array("Y", (len(indices), self._Y.shape[1]))
            yield X.reshape(-1, *self._input_shape), self._Y.take(indices, axis=0, out=Y, mode="clip")

    def _gather(self, indices: Array) -> Array:
        """Return samples from 0 to 1, shaped as they were given."""
        X, memory = self.samples.X, self._memory
        shape = (len(indices), *X.shape[1:])
        taken = X.take(indices, axis=0, out=memory.array("taken", shape, X.dtype), mode="clip")
        return unit_range(taken, memory.dtype, memory.array("X", shape))


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
