"""The weights of the first layer as pictures."""

import numpy as np
import pytest

from recognizer import nn
from recognizer.services.evaluation.first_layer import first_layer, masks


def dense(sizes: list[int]) -> nn.Network:
    return nn.Network.build(nn.dense_architecture(sizes), rng=np.random.default_rng(0))


def test_a_neuron_is_a_picture_of_its_784_weights_the_strongest_first() -> None:
    network = dense([784, 3, 10])
    W = network.parameters["layers.0.W"]
    W[:] = 0
    W[0, 5], W[2, 29] = 0.5, -2.0  # row 0 column 5; row 1 column 1
    layer = first_layer(network)
    assert layer is not None
    assert (layer.kind, layer.weights.shape) == ("dense", (3, 28, 28))
    assert layer.numbers.tolist() == [2, 0, 1]
    assert layer.weights[0, 1, 1] == -2.0
    assert layer.weights[1, 0, 5] == 0.5


def test_a_filter_is_a_picture_of_its_kernel() -> None:
    architecture = {
        "input_shape": [28, 28, 1],
        "layers": [
            {"type": "conv2d", "filters": 4, "kernel": 5, "activation": "relu"},
            {"type": "flatten"},
            {"type": "dense", "units": 10, "activation": "softmax"},
        ],
    }
    layer = first_layer(nn.Network.build(architecture, rng=np.random.default_rng(0)))
    assert layer is not None
    assert (layer.kind, layer.weights.shape) == ("conv2d", (4, 5, 5))


def test_behind_a_pooling_layer_the_squares_are_smaller() -> None:
    architecture = {
        "input_shape": [28, 28, 1],
        "layers": [
            {"type": "max_pool2d"},
            {"type": "flatten"},
            {"type": "dense", "units": 10, "activation": "softmax"},
        ],
    }
    layer = first_layer(nn.Network.build(architecture, rng=np.random.default_rng(0)))
    assert layer is not None
    assert layer.weights.shape == (10, 14, 14)


def test_what_is_no_picture_is_not_shown_as_one() -> None:
    assert first_layer(dense([783, 10])) is None


@pytest.mark.parametrize(
    ("weight", "positive", "negative"),
    [(0.0, 0, 0), (1.0, 128, 0), (2.0, 255, 0), (9.0, 255, 0), (-2.0, 0, 255), (-1.0, 0, 128)],
)
def test_zero_has_no_colour_and_each_sign_its_own(weight: float, positive: int, negative: int) -> None:
    above, below = masks(np.array([[weight]]), 2.0)
    assert (above[0, 0], below[0, 0]) == (positive, negative)
