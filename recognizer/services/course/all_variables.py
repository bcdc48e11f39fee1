"""The same rule with all of a network's weights and biases as variables (deck 2.3): v → v − η ∇C."""

from dataclasses import dataclass

import numpy as np

from recognizer import nn
from recognizer.nn.arrays import Array
from recognizer.nn.costs import build_cost
from recognizer.services.course.digits import MeasuredDigits
from recognizer.services.course.gradients import Gradients

DIGITS = 200
"""Over which the full gradient is the mean: few, so that many steps are quick."""
MAX_STEPS = 30


@dataclass(frozen=True, kw_only=True)
class AllVariables:
    """Steps of gradient descent with the full gradient; the first entry is the start."""

    variables: int
    """m, the weights and biases."""
    digits: int
    costs: Array
    """(steps + 1,)"""
    right: list[int]
    promised: Array
    """−η ‖∇C‖² of each step, (steps,)"""


def descend_all(
    network: nn.Network, digits: MeasuredDigits, *, learning_rate: float, steps: int
) -> AllVariables:
    """Take so many steps against the full gradient of the quadratic cost; the network is changed."""
    few = MeasuredDigits(source=digits.source, images=digits.images[:DIGITS], labels=digits.labels[:DIGITS])
    gradients = Gradients(network, few)
    cost = build_cost("quadratic", network.layers[-1].activation)
    everything = np.arange(len(few.labels))
    costs, right, promised = [], [], []
    for step in range(steps + 1):
        A = network.predict(gradients.X)
        costs.append(cost.value(A, gradients.Y, len(everything)))
        right.append(int(np.count_nonzero(A.argmax(axis=1) == few.labels)))
        if step == steps:
            break
        gradient = gradients.of(everything)
        promised.append(-learning_rate * float(gradient @ gradient))
        network.vector.values[:] -= learning_rate * gradient
    return AllVariables(
        variables=network.parameter_count,
        digits=len(everything),
        costs=np.array(costs),
        right=right,
        promised=np.array(promised),
    )
