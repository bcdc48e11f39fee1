"""A moving average of the weights, which is steadier than the weights themselves."""

import numpy as np

from recognizer.nn.arrays import Array

__all__ = ["MovingAverage"]


class MovingAverage:
    """The exponential moving average v̄ → d v̄ + (1 − d) v, after every step (Polyak and Juditsky 1992).

    While few steps t are done, d is at most (1 + t) / (10 + t), lest the average cling to the beginning.

    Parameters
    ----------
    v : Array
        The parameters at the beginning.
    decay : float
        d, from 0 to below 1.
    """

    def __init__(self, v: Array, decay: float) -> None:
        self.values = v.copy()
        self.decay = decay
        self._scratch = v.copy()

    def update(self, v: Array, t: int) -> None:
        """Take in the parameters after step t, t being 1 for the first."""
        decay = min(self.decay, (1 + t) / (10 + t))
        self.values *= decay
        np.multiply(v, 1 - decay, out=self._scratch)
        self.values += self._scratch
