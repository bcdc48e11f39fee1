"""What the layers share about arrays: names of types, and memory that is used again."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]
Shape: TypeAlias = tuple[int, ...]

__all__ = ["Array", "Memory", "Shape"]


class Memory:
    """What one layer keeps between the forward and the backward pass of one mini-batch.

    Asking for an array of a known name and shape gives the same array again, so that training allocates
    nothing after its first mini-batch. A memory belongs to one thread; a layer has none of its own, which is
    what makes prediction safe from several threads at once.

    Parameters
    ----------
    dtype : np.dtype
        Type of the arrays, that of the network.
    rng : np.random.Generator, optional
        The source of a dropout layer's choices; None outside training.

    Attributes
    ----------
    A_in, A : Array
        Input and output activations of the latest forward pass.
    """

    __slots__ = ("A", "A_in", "_arrays", "dtype", "rng")

    A_in: Array
    A: Array

    def __init__(self, dtype: np.dtype[Any], rng: np.random.Generator | None = None) -> None:
        self.dtype = dtype
        self.rng = rng
        self._arrays: dict[tuple[str, Shape], Array] = {}

    def array(self, name: str, shape: Shape, dtype: npt.DTypeLike | None = None) -> Array:
        """Return the array of this name and shape, its values whatever was left in it."""
        array = self._arrays.get((name, shape))
        if array is None:
            array = np.empty(shape, self.dtype if dtype is None else dtype)
            self._arrays[name, shape] = array
        return array
