"""Every number of a step, against the library, the deck's own loop, and differences of the whole cost."""

import numpy as np
import pytest

from recognizer.nn.costs import build_cost, one_hot
from recognizer.services.course.networks import Choice, Start, lesson_network
from recognizer.services.course.one_step import one_step
from tests.nn.deck import backpropagate_sample, sigmoid, update_mini_batch
from tests.nn.helpers import gradient_of

X = np.zeros(784)
X[200:260] = np.linspace(0.1, 1, 60)
Y = one_hot(np.array([3]), 10, dtype=np.dtype(np.float64))[0]


@pytest.mark.parametrize("start", Start)
@pytest.mark.parametrize("cost_name", ["quadratic", "cross_entropy"])
def test_its_gradient_is_that_of_the_library_and_all_judges_agree(start: Start, cost_name: str) -> None:
    network = lesson_network(Choice(start=start))
    expected = gradient_of(network, X[None], Y[None], cost_name)

    found = one_step(network, X, 3, cost_name=cost_name, learning_rate=0.5, steps=0)

    for layer, views in zip(found.layers, expected.by_layer, strict=True):
        np.testing.assert_array_equal(layer.nabla_b, views["b"])
        np.testing.assert_array_equal(layer.nabla_w, views["W"])
    assert found.agreement.entries == 10 + 2 * 40 + 30 * 784 + 10 * 30
    assert found.agreement.agreeing == found.agreement.entries


def test_its_quantities_are_those_of_the_four_equations() -> None:
    network = lesson_network(Choice(start=Start.FRESH, seed=5))
    w1, w2 = (layer.parameters["W"].copy() for layer in network.layers)
    b1, b2 = (layer.parameters["b"].copy() for layer in network.layers)

    hidden, output = one_step(network, X, 3, cost_name="quadratic", learning_rate=0.5, steps=0).layers

    np.testing.assert_allclose(hidden.Z, w1 @ X + b1, atol=1e-12)
    np.testing.assert_allclose(hidden.A, sigmoid(hidden.Z), atol=1e-15)
    np.testing.assert_allclose(output.Z, w2 @ hidden.A + b2, atol=1e-12)
    np.testing.assert_allclose(output.slope, output.A * (1 - output.A), atol=1e-15)
    np.testing.assert_allclose(output.back, output.A - Y, atol=1e-15)
    np.testing.assert_allclose(output.delta, (output.A - Y) * output.slope, atol=1e-15)
    np.testing.assert_allclose(hidden.back, w2.T @ output.delta, atol=1e-15)
    np.testing.assert_allclose(hidden.delta, hidden.back * hidden.slope, atol=1e-15)
    np.testing.assert_allclose(hidden.nabla_w, np.outer(hidden.delta, X), atol=1e-15)
    nabla_w, nabla_b = backpropagate_sample([w1, w2], [b1, b2], X, Y)
    for layer, w, b in zip((hidden, output), nabla_w, nabla_b, strict=True):
        np.testing.assert_allclose(layer.nabla_w, w, atol=1e-14)
        np.testing.assert_allclose(layer.nabla_b, b, atol=1e-14)


def test_steps_are_the_decks() -> None:
    network = lesson_network(Choice(start=Start.FRESH))
    W = [layer.parameters["W"].copy() for layer in network.layers]
    b = [layer.parameters["b"].copy() for layer in network.layers]
    for _ in range(3):
        W, b = update_mini_batch(W, b, X[None], Y[None], eta=0.7)

    found = one_step(network, X, 3, cost_name="quadratic", learning_rate=0.7, steps=3)

    np.testing.assert_allclose(found.layers[0].W, W[0], atol=1e-13)
    np.testing.assert_allclose(found.layers[1].b, b[1], atol=1e-13)
    assert found.costs.shape == (5,)
    assert (np.diff(found.costs) < 0).all()
    np.testing.assert_allclose(found.outputs[3], found.layers[1].A)


def test_the_other_costs_error_stands_beside() -> None:
    network = lesson_network(Choice(start=Start.SATURATED))
    found = one_step(network, X, 3, cost_name="quadratic", learning_rate=0.5, steps=0)
    np.testing.assert_allclose(found.other_delta, found.layers[1].A - Y)
    back = one_step(
        lesson_network(Choice(start=Start.SATURATED)),
        X,
        3,
        cost_name="cross_entropy",
        learning_rate=0.5,
        steps=0,
    )
    np.testing.assert_allclose(back.other_delta, found.layers[1].delta)


def test_the_judge_convicts_a_wrong_gradient(monkeypatch: pytest.MonkeyPatch) -> None:
    network = lesson_network(Choice(start=Start.FRESH))
    cost = build_cost("quadratic", network.layers[-1].activation)
    monkeypatch.setattr(type(cost), "gradient", lambda self, A, Y, n: 1.01 * (A - Y) / n)
    found = one_step(network, X, 3, cost_name="quadratic", learning_rate=0.5, steps=0)
    assert found.agreement.agreeing < found.agreement.entries
    assert found.agreement.largest > 1e-4
