"""What the layers share about arrays: names of types, and memory that is used again."""

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]
Shape: TypeAlias = tuple[int, ...]
Views = TypeVar("Views")

__all__ = ["Array", "Memory", "Shape"]


class Memory:
    """What one layer keeps between the forward and the backward pass of one mini-batch.

    Asking for an array of a known name and shape gives the same array again, so that nothing is allocated
    after the first mini-batch; fewer samples get the beginning of an array for more. A memory belongs to one
    thread; a layer has none of its own, which is what makes prediction safe from several threads at once.

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

    __slots__ = ("A", "A_in", "_arrays", "_views", "dtype", "rng")

    A_in: Array
    A: Array

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.dtype = dtype
        self.rng: np.random.Generator | None = None
        self._arrays: dict[tuple[str, Shape], Array] = {}
        self._views: tuple[int, Any] = (-1, None)

    def array(self, name: str, shape: Shape, dtype: npt.DTypeLike | None = None) -> Array:
        """Return the array of this name for samples of this shape: zeros at first, later what was left in it.

        Parameters
        ----------
        name : str
            What tells it from the other arrays of the layer.
        shape : Shape
            The number of samples comes first.
        dtype : data type, optional
            If not that of the network; always the same for the same name.
        """
        n, key = shape[0], (name, shape[1:])
        array = self._arrays.get(key)
        if array is None or len(array) < n:
            array = self._arrays[key] = np.zeros(shape, self.dtype if dtype is None else dtype)
        return array if len(array) == n else array[:n]

    def views(self, n: int, lay_out: Callable[[int, "Memory"], Views]) -> Views:
        """Return ``lay_out(n, memory)``, or what it returned last if that was for as many samples.

        For arrays that a pass needs in several shapes: for few samples, reshaping takes as long as computing.
        """
        if self._views[0] != n:
            self._views = (n, lay_out(n, self))
        found: Views = self._views[1]
        return found
