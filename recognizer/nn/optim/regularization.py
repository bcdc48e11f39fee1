"""Keeping weights small, which keeps a network from learning its samples by heart. Biases are left alone."""

import numpy as np

from recognizer.nn.parameters import ParameterVector

__all__ = ["add_penalties", "decay_weights"]


def add_penalties(
    gradient: ParameterVector, vector: ParameterVector, *, l1: float, l2: float, samples: int
) -> None:
    """Add the gradients λ/n w of λ/2n Σw² (L2) and λ/n sgn(w) of λ/n Σ|w| (L1) (book, chapter 3).

    ``samples`` is n, the size of the training set.
    """
    if l2:
        gradient.weights += l2 / samples * vector.weights
    if l1:
        gradient.weights += l1 / samples * np.sign(vector.weights)


def decay_weights(vector: ParameterVector, weight_decay: float, learning_rate: float) -> None:
    """Do w → (1 − η λ) w beside the gradient step: AdamW (Loshchilov and Hutter 2019)."""
    if weight_decay:
        vector.weights *= 1 - learning_rate * weight_decay
