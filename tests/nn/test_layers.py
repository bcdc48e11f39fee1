"""Every layer against central differences, in float64."""

from typing import Any

import numpy as np
import pytest

from recognizer.nn import ConfigurationError, Network, NetworkError, ShapeError
from recognizer.nn.arrays import Array
from recognizer.nn.costs import build_cost, one_hot
from tests.nn.helpers import central_differences, gradient_of

DENSE = {"type": "dense", "units": 3, "activation": "softmax"}
FLATTEN = {"type": "flatten"}


def conv(filters: int, kernel: int, activation: str = "tanh", **more: Any) -> dict[str, Any]:
    return {"type": "conv2d", "filters": filters, "kernel": kernel, "activation": activation, **more}


def pool(size: int) -> dict[str, Any]:
    return {"type": "max_pool2d", "size": size}


def build(input_shape: list[int], *layers: dict[str, Any], dtype: type = np.float64) -> Network:
    architecture = {"input_shape": input_shape, "layers": list(layers)}
    return Network.build(architecture, initializer="glorot", rng=np.random.default_rng(3), dtype=dtype)


@pytest.mark.parametrize(
    "layers",
    [
        [conv(2, 3), FLATTEN],
        [conv(2, 3, padding=1), conv(3, 3, "sigmoid", padding=2), FLATTEN],
        [conv(3, 2), pool(2), conv(2, 2), FLATTEN],
        [conv(1, 2), conv(2, 2), FLATTEN],  # fields lie in memory in another order if few weights see a row
        [pool(3), FLATTEN],
        [conv(4, 3, "relu"), pool(2), {"type": "dropout", "rate": 0.4}, FLATTEN],
        [conv(2, 3, "softmax"), FLATTEN],
        [FLATTEN, {"type": "dropout", "rate": 0.4}, {"type": "dense", "units": 4, "activation": "tanh"}],
    ],
)
def test_its_gradients_agree_with_central_differences(layers: list[dict[str, Any]]) -> None:
    network = build([7, 6, 2], *layers, DENSE)
    rng = np.random.default_rng(5)
    X = rng.random((4, 7, 6, 2))
    Y = one_hot(rng.integers(0, 3, 4), 3, dtype=np.dtype(np.float64))
    cost = build_cost("cross_entropy", network.layers[-1].activation)

    def value() -> float:
        memories = network.new_memories()
        for memory in memories:
            memory.rng = np.random.default_rng(11)
        return cost.value(network.forward(X, memories), Y, len(Y))

    gradient = gradient_of(network, X, Y, "cross_entropy", dropout_seed=11)
    numeric = central_differences(value, network.vector.values)
    np.testing.assert_allclose(gradient.values, numeric, rtol=0, atol=1e-8)


@pytest.mark.parametrize("kernel", [2, 3])
def test_convolution_is_the_sum_over_each_receptive_field(kernel: int) -> None:
    network = build([5, 4, 2], conv(3, kernel, "linear", padding=1), FLATTEN, DENSE)
    layer = network.layers[0]
    W, b = layer.parameters["W"], layer.parameters["b"]
    X = np.random.default_rng(1).random((2, 5, 4, 2))
    padded = np.pad(X, ((0, 0), (1, 1), (1, 1), (0, 0)))

    A = layer.forward(X, network.new_memories()[0])

    assert A.shape == (2, 8 - kernel, 7 - kernel, 3)
    for n, y, x, j in np.ndindex(A.shape):
        expected = np.sum(W[j] * padded[n, y : y + kernel, x : x + kernel]) + b[j]
        assert A[n, y, x, j] == pytest.approx(expected, abs=1e-14)


def pooled(A_in: Array, size: int) -> tuple[Array, Any]:
    network = build([*A_in.shape[1:]], pool(size), FLATTEN, DENSE)
    layer, memory = network.layers[0], network.new_memories()[0]
    A = layer.forward(A_in, memory)
    return A, lambda delta: layer.backward(delta, memory)


def test_pooling_keeps_the_largest_of_each_region_and_leaves_out_what_does_not_fill_one() -> None:
    A_in = np.arange(2 * 5 * 5).reshape(2, 5, 5, 1) * np.array([1.0, -1.0]).reshape(1, 1, 1, 2)
    A, _ = pooled(A_in, 2)
    np.testing.assert_array_equal(A[0, :, :, 0], [[6, 8], [16, 18]])
    np.testing.assert_array_equal(A[0, :, :, 1], [[0, -2], [-10, -12]])


@pytest.mark.parametrize(
    ("region", "error"),
    [([0, 0, 0, 0], [5, 0, 0, 0]), ([0, 1, 1, 0], [0, 0, 5, 0]), ([0, 1, 0, 1], [0, 5, 0, 0])],
)
def test_pooling_sends_the_error_to_one_of_equal_maxima(region: list[float], error: list[float]) -> None:
    _, backward = pooled(np.array(region, float).reshape(1, 2, 2, 1), 2)
    np.testing.assert_array_equal(backward(np.full((1, 1, 1, 1), 5.0)).ravel(), error)


def test_pooling_lets_nan_through() -> None:
    A, _ = pooled(np.array([1.0, np.nan, 2.0, 3.0]).reshape(1, 2, 2, 1), 2)
    assert np.isnan(A).all()


def test_dropout_does_nothing_outside_training_and_keeps_the_mean_in_training() -> None:
    layer = build([10_000], {"type": "dropout", "rate": 0.25}, DENSE).layers[0]
    memory = build([10_000], DENSE).new_memories()[0]
    A_in = np.ones((10, 10_000))
    assert layer.forward(A_in, memory) is A_in

    memory.rng = np.random.default_rng(1)
    A = layer.forward(A_in, memory)

    assert set(np.unique(A)) == {0, 1 / 0.75}
    assert A.mean() == pytest.approx(1, abs=0.01)
    np.testing.assert_array_equal(layer.backward(A_in, memory), A)


@pytest.mark.parametrize(
    ("input_shape", "layers", "message"),
    [
        ([4], [{"type": "dense"}], "layer 0: the options of dense are units, activation; got none"),
        (
            [4],
            [{"type": "dense", "units": 2, "size": 1}],
            "the options of dense are units, activation; got units, size",
        ),
        ([4], [{"type": "dense", "units": 0}], "layer 0: units must be an integer from 1 to 65536; got 0"),
        ([4], [{"type": "dense", "units": True}], "units must be an integer from 1 to 65536; got True"),
        (
            [4],
            [{"type": "dense", "units": 2, "activation": "x"}],
            "layer 0: activation must be one of sigmoid, tanh",
        ),
        (
            [4],
            [{"type": "dense", "units": 2, "activation": ["x"]}],
            "layer 0: activation must be one of sigmoid, tanh",
        ),
        (
            [4],
            [{"type": "lstm"}],
            "layer 0: a layer must have a type out of dense, conv2d, max_pool2d, flatten",
        ),
        ([4], [{"type": ["dense"]}], "layer 0: a layer must have a type out of"),
        ([4], [7], "layer 0: a layer must have a type out of"),
        (
            [4],
            [DENSE, pool(2)],
            r"layer 1: a max_pool2d layer needs inputs \(height, width, channels\); got shape \(3,\)",
        ),
        ([4, 4, 1], [DENSE], r"layer 0: a dense layer needs flat inputs; got shape \(4, 4, 1\)"),
        ([4, 4, 1], [conv(1, 5), FLATTEN], "layer 0: kernel 5 does not fit into 4×4 pixels"),
        ([4, 4, 1], [conv(1, 2, padding=2)], "padding must be an integer from 0 to 1; got 2"),
        ([4, 4, 1], [pool(5)], "size 5 does not fit into 4×4 pixels"),
        ([4, 4, 1], [conv(1, 2)], r"the last layer must have flat outputs; got shape \(3, 3, 1\)"),
        ([4], [{"type": "dropout", "rate": 1}], "rate must be a number from 0 to below 1; got 1"),
        ([4, 4], [DENSE], r"input_shape must be \[features\] or \[height, width, channels\]; got \[4, 4\]"),
        ([4.0], [DENSE], r"input_shape must be \[features\] or \[height, width, channels\]; got \[4.0\]"),
        ([4], [], r"layers must be a list of 1 to 100 layers; got \[\]"),
        (
            [60_000, 200, 1],
            [conv(64, 1)],
            "layer 0: at most 16777216 values for a sample are possible; got 780000000",
        ),
        (
            [28, 28, 1],
            [conv(1, 1000, padding=999), FLATTEN],
            "layer 0: at most 16777216 values for a sample are possible; got 1054730054729$",
        ),
    ],
)
def test_it_says_what_is_wrong_with_an_architecture(
    input_shape: list[Any], layers: list[Any], message: str
) -> None:
    with pytest.raises((ConfigurationError, ShapeError), match=message):
        Network({"input_shape": input_shape, "layers": layers})


@pytest.mark.parametrize("architecture", [{}, [], {"input_shape": [4], "layers": [DENSE], "more": 1}])
def test_it_refuses_what_is_no_architecture(architecture: Any) -> None:  # noqa: ANN401
    with pytest.raises(NetworkError, match="an architecture must have input_shape and layers; got"):
        Network(architecture)


def test_it_refuses_other_types_of_numbers() -> None:
    with pytest.raises(ConfigurationError, match="dtype must be float32 or float64; got int64"):
        build([4], DENSE, dtype=np.int64)
    with pytest.raises(ConfigurationError, match="dtype must be float32 or float64; got 'foo'"):
        Network({"input_shape": [4], "layers": [DENSE]}, dtype="foo")
