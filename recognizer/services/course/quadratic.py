"""The quadratic cost on real digits, and why it is minimised instead of the number of mistakes (deck 2.2)."""

from dataclasses import dataclass

import numpy as np

from recognizer import nn
from recognizer.nn.arrays import Array
from recognizer.nn.costs import build_cost, one_hot
from recognizer.services.course.digits import MeasuredDigits

CLASSES = 10
SHOWN = 12
WAY_SAMPLES = 200
"""Digits that are followed along a way through weight space: few, so that each is a step to be seen."""
PLACES = 81
LENGTH = 1.5
"""‖Δw‖ at either end of the way."""


@dataclass(frozen=True, kw_only=True)
class DigitCost:
    """What one digit costs."""

    image: Array
    """(784,), uint8"""
    label: int
    outputs: Array
    """a, (10,)"""
    cost: float
    """Cₓ = ½ ‖y(x) − a‖²"""


@dataclass(frozen=True, kw_only=True)
class CostOfDigits:
    """The cost of a network on all measured digits, and some of them one by one."""

    shown: list[DigitCost]
    cost: float
    """C, the mean over all."""
    right: int
    total: int


@dataclass(frozen=True, kw_only=True)
class WayOfWeights:
    """Cost and right answers while all weights go a little way along −∇C and against it."""

    places: Array
    """t of w − t ∇C, (PLACES,)"""
    costs: Array
    right: Array
    total: int


def cost_of_digits(network: nn.Network, digits: MeasuredDigits, *, first: int) -> CostOfDigits:
    """Return the cost of all digits, and of some from the given one on."""
    A = network.predict(digits.images)
    Y = one_hot(digits.labels, CLASSES, dtype=network.dtype)
    costs = build_cost("quadratic", network.layers[-1].activation).of_samples(A, Y)
    shown = [
        DigitCost(
            image=digits.images[index],
            label=int(digits.labels[index]),
            outputs=A[index],
            cost=float(costs[index]),
        )
        for index in range(first, min(first + SHOWN, len(costs)))
    ]
    right = int(np.count_nonzero(A.argmax(axis=1) == digits.labels))
    return CostOfDigits(shown=shown, cost=float(costs.mean()), right=right, total=len(costs))


def way_of_weights(network: nn.Network, gradient: Array, digits: MeasuredDigits) -> WayOfWeights:
    """Return cost and right answers of w − t ∇C for t that moves all weights by at most LENGTH."""
    images, labels = digits.images[:WAY_SAMPLES], digits.labels[:WAY_SAMPLES]
    Y = one_hot(labels, CLASSES, dtype=network.dtype)
    cost = build_cost("quadratic", network.layers[-1].activation)
    start = network.vector.values.copy()
    reach = LENGTH / max(float(np.linalg.norm(gradient)), 1e-12)
    places = np.linspace(-reach, reach, PLACES)
    costs, right = np.empty(PLACES), np.empty(PLACES, np.int64)
    for index, t in enumerate(places):
        network.vector.values[:] = start - t * gradient
        A = network.predict(images)
        costs[index] = cost.value(A, Y, len(Y))
        right[index] = np.count_nonzero(A.argmax(axis=1) == labels)
    network.vector.values[:] = start
    return WayOfWeights(places=places, costs=costs, right=right, total=len(labels))
