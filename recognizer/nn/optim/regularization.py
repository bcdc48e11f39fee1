"""Keeping weights small, which keeps a network from learning its samples by heart. Biases are left alone."""

import numpy as np

from recognizer.nn.parameters import ParameterVector
from recognizer.nn.training.recipe import Recipe

__all__ = ["add_penalties", "decay_weights"]


def add_penalties(
    gradient: ParameterVector, vector: ParameterVector, recipe: Recipe, *, samples: int
) -> None:
    """Add the gradients λ/n w of λ/2n Σw² (L2) and λ/n sgn(w) of λ/n Σ|w| (L1) (book, chapter 3).

    ``samples`` is n, the size of the training set.
    """
    if recipe.l2:
        gradient.weights += recipe.l2 / samples * vector.weights
    if recipe.l1:
        gradient.weights += recipe.l1 / samples * np.sign(vector.weights)


def decay_weights(vector: ParameterVector, recipe: Recipe, learning_rate: float) -> None:
    """Do w → (1 − η λ) w beside the gradient step: AdamW (Loshchilov and Hutter 2019)."""
    if recipe.weight_decay:
        vector.weights *= 1 - learning_rate * recipe.weight_decay
