"""What the layers share about arrays: names of types, and memory that is used again."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]
Shape: TypeAlias = tuple[int, ...]

__all__ = ["Array", "Memory", "Shape", "batch_last"]


class Memory:
    """What one layer keeps between the forward and the backward pass of one mini-batch.

    Asking for an array of a known name and shape gives the same array again, so that training allocates
    nothing after its first mini-batch. A memory belongs to one thread; a layer has none of its own, which is
    what makes prediction safe from several threads at once.

    Parameters
    ----------
    dtype : np.dtype
        Type of the arrays, that of the network.

    Attributes
    ----------
    A_in, A : Array
        Input and output activations of the latest forward pass.
    rng : np.random.Generator or None
        The source of a dropout layer's choices; None outside training.
    """

    __slots__ = ("A", "A_in", "_arrays", "dtype", "rng")

    A_in: Array
    A: Array

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.dtype = dtype
        self.rng: np.random.Generator | None = None
        self._arrays: dict[tuple[str, Shape], Array] = {}

    def array(self, name: str, shape: Shape, dtype: npt.DTypeLike | None = None) -> Array:
        """Return the array of this name and shape: zeros at first, later whatever was left in it."""
        array = self._arrays.get((name, shape))
        if array is None:
            array = np.zeros(shape, self.dtype if dtype is None else dtype)
            self._arrays[name, shape] = array
        return array

    def pictures(self, name: str, shape: Shape, dtype: npt.DTypeLike | None = None) -> Array:
        """Return an array of shape (n, height, width, channels) that lies in memory with the samples last.

        Neighbouring numbers are then the same pixel of different samples, and every cut-out of the pictures
        is made of long runs: to copy and compare cut-outs, as convolution and pooling do, is fastest so.
        """
        n, height, width, channels = shape
        return batch_last(self.array(name, (channels, height, width, n), dtype))

    def as_pictures(self, name: str, A: Array) -> Array:
        """Return A, or if it lies in memory otherwise a copy of it that lies as ``pictures`` do."""
        if batch_last(A).flags.c_contiguous:
            return A
        copy = self.pictures(name, A.shape)
        np.copyto(copy, A)
        return copy

    def like(self, name: str, A: Array) -> Array:
        """Return an array of the shape of A that lies in memory as A does."""
        return self.pictures(name, A.shape) if A.ndim == 4 else self.array(name, A.shape)


def batch_last(A: Array) -> Array:
    """Return (n, height, width, channels) seen as (channels, height, width, n), or the other way round."""
    return A.transpose(3, 1, 2, 0)
