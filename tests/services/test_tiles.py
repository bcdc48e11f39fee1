"""What a network is asked with is what it was trained on, to the last bit."""

import numpy as np

from recognizer import nn
from recognizer.nn.data import Samples
from recognizer.nn.mini_batches import MiniBatches
from recognizer.services.tiles import network_input

TILE = (np.arange(784) % 256).astype(np.uint8).reshape(28, 28)


def test_serving_and_training_scale_all_256_pixels_alike() -> None:
    images, label = TILE.reshape(1, 784), np.zeros(1, dtype=np.int64)
    network = nn.Network.build(nn.dense_architecture([784, 10]), rng=np.random.default_rng(0))

    asked = network_input([TILE])

    samples = Samples(images, label, input_shape=(784,), classes=10, name="training")
    batches = MiniBatches(samples, network, nn.Recipe(batch_size=1), None)
    ((trained, _),) = batches.of_epoch(0)
    np.testing.assert_array_equal(asked, trained)
    np.testing.assert_array_equal(network.predict(asked), network.predict(images))
