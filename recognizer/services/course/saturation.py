"""One neuron that has to unlearn: from a bad start it learns slowly under the quadratic cost (deck 3.5)."""

from dataclasses import dataclass

import numpy as np

from recognizer import nn
from recognizer.nn.arrays import Array
from recognizer.nn.costs import COSTS, build_cost
from recognizer.services.course.one_step import Learner

MAX_STEPS = 500


@dataclass(frozen=True, kw_only=True)
class NeuronCourse:
    """What became of the neuron under one cost, step by step; the first entry is the start."""

    weights: Array
    """w, (steps + 1,)"""
    biases: Array
    outputs: Array
    """a = σ(w + b)"""
    costs: Array
    slopes: Array
    """σ'(z)"""
    deltas: Array
    """δ = ∂C/∂z = ∂C/∂b = ∂C/∂w, for the input is 1"""


def neuron_courses(
    *, weight: float, bias: float, learning_rate: float, steps: int
) -> dict[str, NeuronCourse]:
    """Let a neuron with the input 1 learn the output 0, under each cost."""
    return {
        cost: neuron_course(cost, weight=weight, bias=bias, learning_rate=learning_rate, steps=steps)
        for cost in COSTS
    }


def neuron_course(
    cost_name: str, *, weight: float, bias: float, learning_rate: float, steps: int
) -> NeuronCourse:
    """Let a neuron with the input 1 learn the output 0 under one cost."""
    network = nn.Network(nn.dense_architecture([1, 1]), dtype=np.float64)
    network.vector.values[:] = weight, bias
    cost = build_cost(cost_name, network.layers[-1].activation)
    learner = Learner(network, np.ones(1), np.zeros(1), cost, learning_rate)
    parameters, deltas = [network.vector.values.copy()], [learner.deltas()[0][0, 0]]
    for _ in range(steps):
        learner.step()
        parameters.append(network.vector.values.copy())
        deltas.append(learner.deltas()[0][0, 0])
    weights, biases = np.array(parameters).T
    outputs = np.array(learner.outputs)[:, 0]
    return NeuronCourse(
        weights=weights,
        biases=biases,
        outputs=outputs,
        costs=np.array(learner.costs),
        slopes=outputs * (1 - outputs),
        deltas=np.array(deltas),
    )
