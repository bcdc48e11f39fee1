"""The demon: what it changes is really run, and a small change is what the derivative foretells."""

import numpy as np
import pytest

from recognizer.services.course.demon import demon
from recognizer.services.course.networks import Choice, Start, lesson_network
from recognizer.services.course.one_step import learner_after
from tests.nn.deck import sigmoid

X = np.linspace(0, 1, 784)


@pytest.mark.parametrize(("layer", "neuron"), [(0, 7), (1, 3)])
def test_the_cost_is_that_of_the_changed_network(layer: int, neuron: int) -> None:
    network = lesson_network(Choice(start=Start.FRESH, seed=4))
    w = [one.parameters["W"].copy() for one in network.layers]
    b = [one.parameters["b"].copy() for one in network.layers]
    learner = learner_after(network, X, 3, cost_name="quadratic", learning_rate=0.5, steps=0)
    found = demon(learner, layer=layer, neuron=neuron)

    y = np.eye(10)[3]
    for change, cost in zip(found.changes, found.costs, strict=True):
        a = X
        for at in (0, 1):
            z = w[at] @ a + b[at]
            if at == layer:
                z[neuron] += change
            a = sigmoid(z)
        assert cost == pytest.approx(0.5 * np.sum((y - a) ** 2), rel=1e-12)

    middle = len(found.changes) // 2
    assert found.changes[middle] == 0
    assert found.costs[middle] == pytest.approx(found.cost)
    slope = (found.costs[middle + 1] - found.costs[middle - 1]) / 0.2
    assert found.delta == pytest.approx(slope, rel=0.02)


def test_it_comes_after_the_steps_that_were_taken() -> None:
    def cost_after(steps: int) -> float:
        network = lesson_network(Choice(start=Start.FRESH, seed=4))
        learner = learner_after(network, X, 3, cost_name="cross_entropy", learning_rate=0.1, steps=steps)
        return demon(learner, layer=1, neuron=3).cost

    assert cost_after(3) < cost_after(0)
