"""How sure is sure: one number that brings a network's confidence in line with how often it is right."""

import numpy as np

from recognizer.nn.arrays import Array
from recognizer.nn.costs import clipped

__all__ = ["fit_temperature", "tempered"]

LOWEST, HIGHEST = 0.05, 20.0
STEPS = 60


def tempered(A: Array, temperature: float) -> Array:
    """Return output activations as probabilities at a temperature T: pⱼ = aⱼ^(1/T) / Σₖ aₖ^(1/T).

    For softmax outputs that is softmax(z / T) (Guo et al. 2017): T > 1 makes less sure, T < 1 more, and the
    order of the outputs stays. At T = 1 outputs of sigmoid neurons are just scaled to sum to 1.

    Parameters
    ----------
    A : Array, shape (n, outputs)
        From 0 to 1.
    temperature : float
        T, above 0.

    Returns
    -------
    Array, shape (n, outputs)
        float64, rows that sum to 1.
    """
    logarithms = np.log(np.maximum(np.asarray(A, np.float64), np.finfo(np.float32).tiny)) / temperature
    logarithms -= logarithms.max(axis=1, keepdims=True)
    powers: Array = np.exp(logarithms)
    powers /= powers.sum(axis=1, keepdims=True)
    return powers


def fit_temperature(A: Array, y: Array) -> float:
    """Return the temperature at which the right answers are most likely, for samples not trained on.

    The mean of −ln p(y) falls and then rises in ln T, so a golden-section search finds its lowest place.

    Parameters
    ----------
    A : Array, shape (n, outputs)
        Output activations from 0 to 1.
    y : Array, shape (n,)
        Labels.
    """

    def cost(logarithm: float) -> float:
        right = tempered(A, float(np.exp(logarithm)))[np.arange(len(y)), y]
        return -float(np.log(clipped(right)).mean())

    low, high = np.log(LOWEST), np.log(HIGHEST)
    golden = (5**0.5 - 1) / 2
    left, right = high - golden * (high - low), low + golden * (high - low)
    cost_left, cost_right = cost(left), cost(right)
    for _ in range(STEPS):
        if cost_left < cost_right:
            high, right, cost_right = right, left, cost_left
            left = high - golden * (high - low)
            cost_left = cost(left)
        else:
            low, left, cost_left = left, right, cost_right
            right = low + golden * (high - low)
            cost_right = cost(right)
    return float(np.exp((low + high) / 2))
