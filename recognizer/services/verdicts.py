"""How far an answer can be trusted: from outputs to probabilities, and from those to a verdict."""

from collections.abc import Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from recognizer import nn

DIGITS = 10
"""Outputs that stand for a digit; a network may have one more, for ink that is none."""
SURE = 0.6
"""From this confidence on an answer is `recognized`; below it is a best guess."""
NO_DIGIT = 0.35
"""Below this confidence no digit stands out: what was drawn is taken for something else."""


class Verdict(StrEnum):
    """How far an answer can be trusted."""

    RECOGNIZED = "recognized"
    UNCERTAIN = "uncertain"
    NOT_A_DIGIT = "not_a_digit"
    EMPTY = "empty"


def digit_probabilities(outputs: NDArray[np.floating], temperature: float) -> NDArray[np.float64]:
    """Return how likely it is that the ink is a digit, and this very one: (n, 10).

    A row sums to 1 where the network knows nothing but digits, and to less where it may be something else.
    """
    return np.asarray(nn.tempered(outputs, temperature)[:, :DIGITS])


def verdict_of(confidences: Sequence[float], division: float = 1.0) -> Verdict:
    """Return the verdict on a whole reading: as sure as its weakest digit and its division into digits."""
    if not confidences:
        return Verdict.EMPTY
    weakest = min(confidences)
    if weakest < NO_DIGIT:
        return Verdict.NOT_A_DIGIT
    return Verdict.RECOGNIZED if min(weakest, division) >= SURE else Verdict.UNCERTAIN
