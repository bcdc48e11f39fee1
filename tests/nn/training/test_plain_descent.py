"""The compiled step does what a gradient and an optimizer do one after the other."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from recognizer.nn import Callback, Network, Recipe, RunState, Trainer, dense_architecture
from recognizer.nn.arrays import Array
from recognizer.nn.costs import build_cost, one_hot
from recognizer.nn.training.plain_descent import MAX_BATCH, PlainDescent
from tests.nn.helpers import blobs, gradient_of, small_conv, small_network

RATE = 0.7
L2_SHARE = 0.01
WEIGHT: Array = np.array([0, 0.5, 1, 2, 3, 0.25, 0, 7])

KINDS = [
    ("quadratic", "sigmoid", "sigmoid"),
    ("quadratic", "relu", "linear"),
    ("quadratic", "tanh", "softmax"),
    ("cross_entropy", "tanh", "sigmoid"),
    ("cross_entropy", "relu", "softmax"),
]


@pytest.mark.parametrize(("cost", "hidden", "output"), KINDS)
@pytest.mark.parametrize("sizes", [(6, 4), (6, 5, 4), (6, 1, 7, 4)])
@pytest.mark.parametrize("sample_weight", [None, WEIGHT], ids=["plain", "weighted"])
def test_a_step_is_that_of_backpropagation_and_plain_descent(
    cost: str, hidden: str, output: str, sizes: tuple[int, ...], sample_weight: Array | None
) -> None:
    network = small_network(*sizes, hidden=hidden, output=output)
    descent = PlainDescent(network, build_cost(cost, network.layers[-1].activation), l2_share=L2_SHARE)
    for seed, m in enumerate((8, 8, 3, 1, 8)):  # the last of an epoch has fewer, and the next is whole again
        rng = np.random.default_rng(seed)
        X, Y = rng.random((m, sizes[0])), one_hot(rng.integers(0, 4, m), 4, dtype=np.dtype(np.float64))
        weight = None if sample_weight is None else sample_weight[-m:]
        gradient = gradient_of(network, X, Y, cost, sample_weight=weight)
        gradient.weights += L2_SHARE * network.vector.weights
        expected = network.vector.values - RATE * gradient.values
        expected_cost = descent_cost(network, X, Y, cost, weight)

        assert descent.step(X, Y, RATE, sample_weight=weight) == pytest.approx(expected_cost, rel=1e-12)

        np.testing.assert_allclose(network.vector.values, expected, rtol=0, atol=1e-13)


def descent_cost(network: Network, X: Array, Y: Array, cost: str, weight: Array | None) -> float:
    return build_cost(cost, network.layers[-1].activation).value(network.predict(X), Y, len(X), weight)


def test_in_single_precision_a_step_differs_by_rounding_alone() -> None:
    network = Network.build(dense_architecture([784, 30, 10]), rng=np.random.default_rng(0))
    rng = np.random.default_rng(1)
    X, Y = rng.random((10, 784), dtype=np.float32), one_hot(np.arange(10), 10)
    expected = network.vector.values - 3.0 * gradient_of(network, X, Y, "quadratic").values

    PlainDescent(network, build_cost("quadratic", network.layers[-1].activation), l2_share=0.0).step(
        X, Y, 3.0
    )

    assert network.vector.values.dtype == np.float32
    np.testing.assert_allclose(network.vector.values, expected, rtol=0, atol=1e-6)


def test_a_cost_that_is_not_finite_changes_nothing() -> None:
    network = small_network(3, 2, output="linear")
    kept = network.vector.values.copy()
    descent = PlainDescent(network, build_cost("quadratic", network.layers[-1].activation), l2_share=0.5)
    with np.errstate(over="ignore"):
        assert descent.step(np.full((2, 3), 1e300), np.zeros((2, 2)), 1.0) == np.inf
    np.testing.assert_array_equal(network.vector.values, kept)


@pytest.mark.parametrize(
    ("recipe", "architecture", "suits"),
    [
        ({}, dense_architecture([8, 6, 3]), True),
        ({"l2": 5.0, "cost": "cross_entropy", "ema_decay": 0.9}, dense_architecture([8, 6, 3]), True),
        ({"batch_size": MAX_BATCH}, dense_architecture([8, 6, 3]), True),
        ({"batch_size": MAX_BATCH + 1}, dense_architecture([8, 6, 3]), False),
        ({"optimizer": "momentum"}, dense_architecture([8, 6, 3]), False),
        ({"l1": 0.1}, dense_architecture([8, 6, 3]), False),
        ({}, small_conv().architecture, False),
    ],
)
def test_it_is_for_plain_descent_in_small_mini_batches_through_dense_layers(
    recipe: dict[str, Any], architecture: dict[str, Any], suits: bool
) -> None:
    assert PlainDescent.suits(Network(architecture), Recipe(**recipe)) is suits


@pytest.mark.parametrize("more", [{}, {"l2": 2.0}, {"ema_decay": 0.8}, {"cost": "cross_entropy"}])
def test_a_training_is_the_same_with_and_without_it(
    more: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for suits in (True, False):
        monkeypatch.setattr(PlainDescent, "suits", lambda network, recipe, suits=suits: suits)
        network = small_network(8, 6, 3)
        recipe = Recipe(epochs=3, batch_size=7, learning_rate=0.5, **more)
        history = Trainer(network, recipe, blobs(100), blobs(40, seed=2)).run()
        found.append((network.vector.values, [record.training_cost for record in history.epochs]))
    np.testing.assert_allclose(found[0][0], found[1][0], rtol=0, atol=1e-12)
    np.testing.assert_allclose(found[0][1], found[1][1], rtol=1e-12)


def test_a_training_resumed_at_any_mini_batch_is_the_same_bit_for_bit(tmp_path: Path) -> None:
    class Save(Callback):
        def on_batch_end(self, state: RunState) -> None:
            if state.epoch == 1:
                state.save_checkpoint(tmp_path / str(state.batch))

    def trainer(*callbacks: Callback) -> Trainer:
        network = Network.build(dense_architecture([49, 7, 3]), rng=np.random.default_rng(0))
        samples = blobs(60, features=49)
        return Trainer(network, Recipe(epochs=3, batch_size=7), samples, callbacks=callbacks)

    whole = trainer(Save())
    whole.run()
    for batch in range(1, 9):
        resumed = trainer()
        resumed.state.load_checkpoint(tmp_path / str(batch))
        resumed.run()
        np.testing.assert_array_equal(resumed.network.vector.values, whole.network.vector.values)
        assert [record.training_cost for record in resumed.state.history.epochs] == [
            record.training_cost for record in whole.state.history.epochs
        ]
