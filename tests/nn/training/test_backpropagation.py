import numpy as np
import pytest

from recognizer.nn import Network, Recipe, Trainer
from recognizer.nn.activations import ACTIVATIONS
from recognizer.nn.arrays import Array
from recognizer.nn.costs import build_cost, one_hot
from tests.nn.deck import backpropagate_sample, update_mini_batch
from tests.nn.helpers import central_differences, gradient_of, small_network

SIZES = [(5, 4), (6, 5, 3), (7, 6, 5, 4)]


def samples(n: int, features: int, classes: int) -> tuple[Array, Array, Array]:
    rng = np.random.default_rng(7)
    y = rng.integers(0, classes, n)
    return rng.random((n, features)), y, one_hot(y, classes, dtype=np.dtype(np.float64))


@pytest.mark.parametrize("sizes", SIZES)
def test_it_gives_the_mean_of_the_decks_gradients_sample_by_sample(sizes: tuple[int, ...]) -> None:
    network = small_network(*sizes)
    X, _, Y = samples(9, sizes[0], sizes[-1])
    W = [layer.parameters["W"] for layer in network.layers]
    b = [layer.parameters["b"] for layer in network.layers]
    one_by_one = [backpropagate_sample(W, b, x, y) for x, y in zip(X, Y, strict=True)]

    gradient = gradient_of(network, X, Y, "quadratic")

    for index, views in enumerate(gradient.by_layer):
        for kind, place in (("W", 0), ("b", 1)):
            expected = np.mean([nabla[place][index] for nabla in one_by_one], axis=0)
            np.testing.assert_allclose(views[kind], expected, rtol=0, atol=1e-15)


@pytest.mark.parametrize(
    ("cost", "hidden", "output"),
    [
        ("quadratic", "sigmoid", "sigmoid"),
        ("quadratic", "tanh", "tanh"),
        ("quadratic", "relu", "linear"),
        ("quadratic", "softmax", "softmax"),
        ("quadratic", "linear", "relu"),
        ("cross_entropy", "tanh", "sigmoid"),
        ("cross_entropy", "relu", "softmax"),
    ],
)
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_it_agrees_with_central_differences(cost: str, hidden: str, output: str, smoothing: float) -> None:
    network = small_network(6, 5, 5, 4, hidden=hidden, output=output)
    X, y, _ = samples(8, 6, 4)
    Y = one_hot(y, 4, smoothing=smoothing, dtype=np.dtype(np.float64))
    c = build_cost(cost, network.layers[-1].activation)

    gradient = gradient_of(network, X, Y, cost)

    numeric = central_differences(lambda: c.value(network.predict(X), Y, len(Y)), network.vector.values)
    np.testing.assert_allclose(gradient.values, numeric, rtol=0, atol=1e-8)


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
@pytest.mark.parametrize("size", [2, [1, 3]])
def test_so_it_does_where_only_the_largest_of_a_region_counts(activation: str, size: object) -> None:
    layers = [
        {"type": "conv2d", "filters": 3, "kernel": 2, "activation": activation},
        {"type": "max_pool2d", "size": size},
        {"type": "flatten"},
        {"type": "dense", "units": 4, "activation": "softmax"},
    ]
    rng = np.random.default_rng(1)
    network = Network.build({"input_shape": [6, 7, 2], "layers": layers}, rng=rng, dtype=np.float64)
    X, Y = rng.random((5, 6, 7, 2)), one_hot(np.arange(5) % 4, 4, dtype=np.dtype(np.float64))
    c = build_cost("cross_entropy", network.layers[-1].activation)

    gradient = gradient_of(network, X, Y, "cross_entropy")

    numeric = central_differences(lambda: c.value(network.predict(X), Y, len(Y)), network.vector.values)
    np.testing.assert_allclose(gradient.values, numeric, rtol=0, atol=1e-8)


def test_a_step_of_training_is_a_step_of_the_deck() -> None:
    network = small_network(6, 5, 3)
    X, y, Y = samples(10, 6, 3)
    W = [layer.parameters["W"].copy() for layer in network.layers]
    b = [layer.parameters["b"].copy() for layer in network.layers]

    Trainer(network, Recipe(epochs=1, batch_size=10, learning_rate=3.0), (X, y)).run()

    weights, biases = update_mini_batch(W, b, X, Y, eta=3.0)
    for layer, w, bias in zip(network.layers, weights, biases, strict=True):
        np.testing.assert_allclose(layer.parameters["W"], w, rtol=0, atol=1e-14)
        np.testing.assert_allclose(layer.parameters["b"], bias, rtol=0, atol=1e-14)


@pytest.mark.parametrize(
    ("cost", "hidden", "output"),
    [
        ("quadratic", "sigmoid", "sigmoid"),
        ("quadratic", "relu", "linear"),
        ("quadratic", "tanh", "softmax"),
        ("cross_entropy", "tanh", "sigmoid"),
        ("cross_entropy", "relu", "softmax"),
    ],
)
def test_with_weights_it_agrees_with_central_differences(cost: str, hidden: str, output: str) -> None:
    network = small_network(6, 5, 4, hidden=hidden, output=output)
    X, _, Y = samples(8, 6, 4)
    weight: Array = np.array([0, 0.5, 1, 2, 3, 0.25, 0, 7])
    c = build_cost(cost, network.layers[-1].activation)

    gradient = gradient_of(network, X, Y, cost, sample_weight=weight)

    numeric = central_differences(
        lambda: c.value(network.predict(X), Y, len(Y), weight), network.vector.values
    )
    np.testing.assert_allclose(gradient.values, numeric, rtol=0, atol=1e-8)


def test_a_weight_of_two_is_the_sample_twice_and_a_weight_of_zero_is_none() -> None:
    network = small_network(6, 5, 3)
    X, _, Y = samples(3, 6, 3)
    weighted = gradient_of(network, X, Y, "quadratic", sample_weight=np.array([2.0, 1.0, 0.0]))
    places = [0, 0, 1]
    repeated = gradient_of(network, X[places], Y[places], "quadratic")
    np.testing.assert_allclose(weighted.values, repeated.values, rtol=0, atol=1e-16)
