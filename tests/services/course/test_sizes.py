"""Networks of any layers and sizes."""

import numpy as np
import pytest

from recognizer import nn
from recognizer.services.course.sizes import layers_of_sizes
from recognizer.services.recognition.tiles import network_input

TILE = np.arange(784, dtype=np.uint8).reshape(28, 28)


@pytest.mark.parametrize(("hidden", "parameters"), [([], 7850), ([30], 23_860), ([15, 10], 12_045)])
def test_weights_and_biases_are_counted(hidden: list[int], parameters: int) -> None:
    layers = layers_of_sizes(TILE, hidden, seed=0)
    assert sum(layer.weights + layer.biases for layer in layers) == parameters
    assert [len(layer.activations) for layer in layers] == [*hidden, 10]


def test_the_last_activations_are_what_the_network_says() -> None:
    network = nn.Network.build(nn.dense_architecture([784, 30, 10]), rng=np.random.default_rng(7))
    expected = network.predict(network_input([TILE]))[0]
    assert np.allclose(layers_of_sizes(TILE, [30], seed=7)[-1].activations, expected, atol=1e-6)
