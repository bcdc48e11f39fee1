import json
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType

import numpy as np
import pytest

from recognizer.nn import ConfigurationError, DataError, Network, ShapeError, dense_architecture
from recognizer.nn.network import split
from tests.nn.helpers import small_conv, small_network

rng = np.random.default_rng(6)


def test_feedforward_by_hand() -> None:
    network = Network(dense_architecture([2, 2, 1]), dtype=np.float64)
    network.parameters["layers.0.W"][...] = [[1, -1], [0.5, 2]]
    network.parameters["layers.0.b"][...] = [0, -1]
    network.parameters["layers.1.W"][...] = [[2, -3]]
    network.parameters["layers.1.b"][...] = [0.5]
    a1 = 1 / (1 + np.exp(-(0.6 - 0.2)))
    a2 = 1 / (1 + np.exp(-(0.3 + 0.4 - 1)))
    expected = 1 / (1 + np.exp(-(2 * a1 - 3 * a2 + 0.5)))
    assert network.predict(np.array([[0.6, 0.2]])).item() == pytest.approx(expected, abs=1e-15)


def test_it_knows_its_shapes() -> None:
    network = Network.build(dense_architecture([784, 30, 10]), rng=rng)
    assert (network.input_shape, network.output_size) == ((784,), 10)
    assert network.parameter_count == 784 * 30 + 30 + 30 * 10 + 10
    assert list(network.parameters) == ["layers.0.W", "layers.0.b", "layers.1.W", "layers.1.b"]
    assert network.architecture["layers"][0] == {"type": "dense", "units": 30, "activation": "sigmoid"}


def test_parameters_are_views() -> None:
    network = small_network(3, 2)
    network.parameters["layers.0.W"][...] = 7
    assert (network.layers[0].parameters["W"] == 7).all()


def test_the_same_generator_gives_the_same_network() -> None:
    assert np.array_equal(
        small_network(4, 3, seed=1).vector.values, small_network(4, 3, seed=1).vector.values
    )
    assert not np.array_equal(
        small_network(4, 3, seed=1).vector.values, small_network(4, 3, seed=2).vector.values
    )


@pytest.mark.parametrize(
    ("initializer", "weights", "biases"),
    [("standard_normal", 1, 1), ("scaled_normal", 1 / 20, 1), ("he", 0.0707107, 0), ("glorot", 0.0365148, 0)],
)
def test_it_begins_with_noise_of_the_right_size(initializer: str, weights: float, biases: float) -> None:
    architecture = dense_architecture([400, 1100])
    network = Network.build(architecture, initializer=initializer, rng=np.random.default_rng(0))
    W, b = network.parameters["layers.0.W"], network.parameters["layers.0.b"]
    assert W.std() == pytest.approx(weights, rel=0.01)
    assert abs(W.mean()) < 0.01 * weights
    assert b.std() == pytest.approx(biases, rel=0.1)


def test_a_convolution_begins_by_the_inputs_of_a_receptive_field() -> None:
    layers = [{"type": "conv2d", "filters": 64, "kernel": 5}, {"type": "flatten"}]
    architecture = {"input_shape": [5, 5, 16], "layers": layers}
    network = Network.build(architecture, rng=np.random.default_rng(0))
    assert network.parameters["layers.0.W"].std() == pytest.approx(1 / 20, rel=0.02)


def test_glorot_counts_all_neurons_that_see_an_input_of_a_convolution() -> None:
    layers = [{"type": "conv2d", "filters": 32, "kernel": 5}, {"type": "flatten"}]
    architecture = {"input_shape": [5, 5, 16], "layers": layers}
    network = Network.build(architecture, initializer="glorot", rng=np.random.default_rng(0))
    assert network.parameters["layers.0.W"].std() == pytest.approx(np.sqrt(2 / (400 + 800)), rel=0.02)


def test_its_architecture_is_as_json_gives_it_back() -> None:
    layers = ({"type": "dense", "units": 2}, MappingProxyType({"type": "dropout", "rate": 0.5}))
    network = Network({"input_shape": (4,), "layers": layers})
    expected = {"input_shape": [4], "layers": [dict(layer) for layer in layers]}
    assert json.dumps(network.architecture) == json.dumps(expected)
    assert network.architecture == expected


def test_it_refuses_unknown_initializers() -> None:
    with pytest.raises(
        ConfigurationError, match="initializer must be one of standard_normal, scaled_normal, he, glorot"
    ):
        Network.build(dense_architecture([2, 2]), initializer="xavier", rng=rng)
    with pytest.raises(ConfigurationError, match=r"initializer must be one of .*; got \['he'\]"):
        Network.build(dense_architecture([2, 2]), initializer=["he"], rng=rng)  # type: ignore[arg-type]


def test_an_architecture_needs_inputs_and_outputs() -> None:
    with pytest.raises(
        ConfigurationError, match=r"sizes must be at least the inputs and the outputs; got \[784\]"
    ):
        dense_architecture([784])


def test_pictures_may_come_flat_and_as_bytes() -> None:
    network = small_conv(np.float64)
    X = rng.integers(0, 256, (5, 8, 8, 1), dtype=np.uint8)
    expected = network.predict(X / 255)
    np.testing.assert_allclose(network.predict((X / 255).reshape(5, 64)), expected, rtol=0, atol=1e-15)
    np.testing.assert_allclose(network.predict(X), expected, rtol=0, atol=1e-13)


@pytest.mark.parametrize("network", [small_network(6, 5, 3), small_conv(np.float64)])
def test_chunks_do_not_show(network: Network) -> None:
    X = rng.random((50, *network.input_shape))
    whole = network.predict(X)
    network.chunk_size = 7
    np.testing.assert_allclose(network.predict(X), whole, rtol=0, atol=1e-14)


def test_there_may_be_no_samples_at_all() -> None:
    assert small_network(6, 3).predict(np.zeros((0, 6))).shape == (0, 3)
    nothing = small_conv().predict(np.zeros((0, 64)))
    assert nothing.shape == (0, 3)
    assert nothing.dtype == np.float32


def test_what_was_predicted_is_not_written_over_by_the_next_prediction() -> None:
    network = small_network(6, 3)
    first = network.predict(rng.random((4, 6)))
    kept = first.copy()
    network.predict(rng.random((4, 6)))
    np.testing.assert_array_equal(first, kept)


def test_it_does_not_matter_how_many_samples_came_before() -> None:
    network = small_conv(np.float64)
    for n in (3, 1, 5, 2):
        X = rng.random((n, 8, 8, 1))
        np.testing.assert_array_equal(network.predict(X), small_conv(np.float64).predict(X))


def test_several_threads_may_predict_at_once() -> None:
    network = small_conv()
    inputs = [rng.random((n, 8, 8, 1), dtype=np.float32) for n in range(1, 9)]
    expected = [network.predict(X) for X in inputs]
    with ThreadPoolExecutor(4) as executor:
        for _ in range(20):
            for found, wanted in zip(executor.map(network.predict, inputs), expected, strict=True):
                np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize("shape", [(4, 5), (6,), (4, 2, 3)])
def test_it_refuses_another_shape(shape: tuple[int, ...]) -> None:
    with pytest.raises(ShapeError, match=r"^X must have the shape \(n, 6\); got"):
        small_network(6, 3).predict(np.zeros(shape))


def test_it_tells_both_shapes_that_pictures_may_have() -> None:
    with pytest.raises(
        ShapeError, match=r"^X must have the shape \(n, 64\) or \(n, 8, 8, 1\); got \(4, 8, 8\)$"
    ):
        small_conv().predict(np.zeros((4, 8, 8)))


def test_it_refuses_other_types() -> None:
    with pytest.raises(DataError, match="X must be an array of floats from 0 to 1 or of uint8; got int64"):
        small_network(6, 3).predict(np.zeros((4, 6), np.int64))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("hidden", ["sigmoid", "relu"])
@pytest.mark.parametrize("chunk_size", [1, 3, 100])
def test_it_refuses_samples_that_are_not_numbers(bad: float, hidden: str, chunk_size: int) -> None:
    network = small_network(6, 5, 3, hidden=hidden)
    network.chunk_size = chunk_size
    X = np.zeros((4, 6))
    X[2, 1] = bad
    with pytest.raises(DataError, match=r"^sample 2 must be finite numbers; it has NaN or infinity$"):
        network.predict(X)


def test_it_refuses_numbers_that_its_precision_does_not_have() -> None:
    network = Network(dense_architecture([6, 3]))
    with pytest.raises(DataError, match=r"^sample 1 must be finite numbers"):
        network.predict(np.array([[0.0] * 6, [1e300] * 6]))


def test_large_numbers_are_numbers() -> None:
    network = Network(dense_architecture([6, 3]))
    assert (network.predict(np.full((2, 6), 1e30)) == 0.5).all()


def test_it_refuses_samples_that_lead_to_no_numbers() -> None:
    network = Network(dense_architecture([6, 3], output="linear"))
    network.parameters["layers.0.W"][...] = 1e30
    X = np.array([[0.0] * 6, [1e30] * 6])
    with pytest.raises(DataError, match=r"^sample 1 must lead to finite outputs; got \[inf inf inf\]$"):
        network.predict(X)


@pytest.mark.parametrize(
    ("n", "most", "sizes"), [(0, 5, [0]), (5, 5, [5]), (6, 5, [3, 3]), (128, 37, [32] * 4)]
)
def test_it_splits_into_few_parts_of_equal_size(n: int, most: int, sizes: list[int]) -> None:
    parts = split(n, most)
    assert [part.stop - part.start for part in parts] == sizes
    assert (parts[0].start, parts[-1].stop) == (0, n)
