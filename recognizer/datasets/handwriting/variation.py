"""The numbers in which one hand differs from another, and one writing of a digit from the next."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from recognizer.datasets.handwriting.curves import Controls, Floats

SPREAD = 0.2
"""Standard deviation of a writer's own numbers from one digit to the next, as a part of the whole range."""


class Variation:
    """Draws the numbers of a style for n samples: each writer has a habit, and each sample varies around it.

    Parameters
    ----------
    writers : ndarray of int
        (n,), who wrote each sample; the same writer has the same habits in every call with this key.
    key : int
        Which style this is: habits in one style say nothing about those in another.
    rng : np.random.Generator
        Source of what varies from sample to sample.
    """

    def __init__(self, writers: NDArray[np.int64], *, key: int, rng: np.random.Generator) -> None:
        self.n = len(writers)
        self._writers = writers
        self._key = key
        self._rng = rng
        self._drawn = 0

    def __call__(self, least: float, most: float) -> Floats:
        """Return numbers (n,) between the two: the next number of the style."""
        self._drawn += 1
        habit = self._habits()
        own = habit + SPREAD * self._rng.standard_normal(self.n)
        folded = 1 - np.abs(1 - np.abs(own) % 2)  # reflected at both ends
        drawn: Floats = least + (most - least) * folded
        return drawn

    def _habits(self) -> Floats:
        """Return a number from 0 to 1 for each sample that only depends on writer, style and which number."""
        mixed = self._writers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= np.uint64((self._key * 8191 + self._drawn) * 0xBF58476D1CE4E5B9 % 2**64)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed ^= mixed >> np.uint64(shift)
            mixed *= np.uint64(factor)
        mixed ^= mixed >> np.uint64(31)
        habits: Floats = mixed / 2.0**64
        return habits


Style: TypeAlias = Callable[[Variation], list[Controls]]
"""From the numbers of n samples to the control points of each stroke."""
