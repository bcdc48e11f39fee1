import numpy as np
import pytest

from recognizer.nn import Network, ShapeError, carry_back, last_layers, trace
from recognizer.nn.arrays import Array
from tests.nn.helpers import central_differences, small_conv, small_network


def with_dropout() -> Network:
    layers = [
        {"type": "dense", "units": 5, "activation": "tanh"},
        {"type": "dropout", "rate": 0.5},
        {"type": "dense", "units": 4, "activation": "softmax"},
    ]
    architecture = {"input_shape": [6], "layers": layers}
    return Network.build(architecture, rng=np.random.default_rng(1), dtype=np.float64)


NETWORKS = {
    "dense": small_network(6, 5, 4, hidden="tanh"),
    "convolutional": small_conv(np.float64),
    "with dropout": with_dropout(),
}
each_network = pytest.mark.parametrize("network", NETWORKS.values(), ids=list(NETWORKS))


def samples(network: Network, n: int = 2) -> Array:
    return np.random.default_rng(3).random((n, *network.input_shape))


@each_network
def test_a_trace_ends_with_what_predict_returns(network: Network) -> None:
    X = samples(network)
    layers = trace(network, X)
    assert len(layers) == len(network.layers)
    np.testing.assert_allclose(layers[-1].A, network.predict(X), rtol=1e-12)


def test_z_is_the_weighted_input_by_the_formula() -> None:
    network = small_network(3, 2, 2)
    x = np.array([[0.1, 0.5, 0.9]])
    hidden, output = trace(network, x)
    W, b = network.parameters["layers.0.W"], network.parameters["layers.0.b"]
    assert hidden.Z is not None
    by_hand = [sum(W[j, k] * x[0, k] for k in range(3)) + b[j] for j in range(2)]
    np.testing.assert_allclose(hidden.Z[0], by_hand)
    np.testing.assert_allclose(hidden.A[0], 1 / (1 + np.exp(-np.array(by_hand))))
    assert output.Z is not None


def test_a_convolution_s_z_is_the_sum_over_its_receptive_field() -> None:
    network = small_conv(np.float64)
    x = samples(network, 1)
    first = trace(network, x)[0]
    W, b = network.parameters["layers.0.W"], network.parameters["layers.0.b"]
    padded = np.pad(x[0, :, :, 0], 1)
    assert first.Z is not None
    expected = (padded[2:5, 3:6] * W[1, :, :, 0]).sum() + b[1]
    assert first.Z[0, 2, 3, 1] == pytest.approx(expected)
    np.testing.assert_array_equal(first.A, np.maximum(first.Z, 0))


def test_layers_without_neurons_have_no_weighted_inputs() -> None:
    layers = trace(small_conv(np.float64), samples(small_conv()))
    assert [layer.Z is None for layer in layers] == [False, True, False, True, False]


@each_network
def test_the_gradient_to_the_input_is_that_of_central_differences(network: Network) -> None:
    x = samples(network, 1)
    weights = np.array([[1.0, -1.0, 0.5, 0.0]])[:, : network.output_size]

    def f() -> float:
        Z = trace(network, x)[-1].Z
        assert Z is not None
        return float((Z * weights).sum())

    gradient, _ = carry_back(network, x, weights)
    np.testing.assert_allclose(gradient, central_differences(f, x), atol=1e-8)


def test_the_errors_of_all_layers_are_those_of_central_differences() -> None:
    network = small_network(6, 5, 4)
    x = samples(network, 1)
    _, errors = carry_back(network, x, np.eye(4)[:1])
    b = network.parameters["layers.0.b"]  # z moves as b does

    def f() -> float:
        Z = trace(network, x)[-1].Z
        assert Z is not None
        return float(Z[0, 0])

    np.testing.assert_allclose(errors[0][0], central_differences(f, b), atol=1e-9)
    np.testing.assert_array_equal(errors[1], np.eye(4)[:1])


def test_samples_do_not_mix() -> None:
    network = small_conv(np.float64)
    X = samples(network, 3)
    delta = np.eye(3)
    together, _ = carry_back(network, X, delta)
    for row in range(3):
        alone, _ = carry_back(network, X[row : row + 1], delta[row : row + 1])
        np.testing.assert_allclose(together[row], alone[0], rtol=1e-10)


def test_a_delta_of_another_shape_is_refused() -> None:
    network = small_network(6, 5, 4)
    with pytest.raises(ShapeError, match=r"delta must have the shape \(1, 4\); got \(1, 3\)"):
        carry_back(network, samples(network, 1), np.ones((1, 3)))


@each_network
def test_the_last_layers_are_those_of_a_trace(network: Network) -> None:
    X = samples(network, 7)
    network.chunk_size = 3  # more than one chunk, and one that is not full
    hidden, Z = last_layers(network, X)
    layers = trace(network, X)
    np.testing.assert_allclose(hidden, layers[-2].A, rtol=1e-12)
    np.testing.assert_allclose(Z, np.asarray(layers[-1].Z), rtol=1e-10)
