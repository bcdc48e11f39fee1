"""Dropout: training many thinned networks at once, so that no neuron relies on a particular other one."""

import numpy as np

from recognizer.nn.arrays import Array, Memory, Shape
from recognizer.nn.errors import ConfigurationError
from recognizer.nn.layers.base import Layer

__all__ = ["Dropout"]


class Dropout(Layer):
    """A layer that in training silences each neuron with a chance p, and does nothing else (book, chapter 3).

    Those that stay are multiplied by 1/(1 − p), so that what reaches the next layer is the same on average
    (Srivastava et al. 2014).

    Parameters
    ----------
    input_shape : Shape
        Any.
    rate : float
        p, from 0 to below 1.
    """

    type = "dropout"

    def __init__(self, input_shape: Shape, *, rate: float) -> None:
        if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 <= rate < 1:
            raise ConfigurationError("rate must be a number from 0 to below 1; got {rate}", rate=repr(rate))
        super().__init__(input_shape, input_shape)
        self.rate = float(rate)

    def forward(self, A_in: Array, memory: Memory) -> Array:
        """Return A_in ⊙ mask / (1 − p) in training, else A_in itself."""
        if memory.rng is None:
            memory.A = A_in
            return A_in
        mask = memory.array("mask", A_in.shape)
        memory.rng.random(out=mask, dtype=mask.dtype)
        np.greater_equal(mask, self.rate, out=mask)
        mask *= 1 / (1 - self.rate)
        memory.A = np.multiply(A_in, mask, out=memory.array("A", A_in.shape))
        return memory.A

    def backward(self, delta: Array, memory: Memory) -> Array:
        """Return δ ⊙ mask / (1 − p); outside training δ itself, as nothing was silenced."""
        if memory.rng is None:
            return delta
        mask = memory.array("mask", delta.shape)
        return np.multiply(delta, mask, out=memory.array("G", delta.shape))
