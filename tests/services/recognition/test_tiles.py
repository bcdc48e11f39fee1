"""Tiles as the network takes them, and as people see them."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from recognizer import nn
from recognizer.nn.data import Samples
from recognizer.nn.training.mini_batches import MiniBatches
from recognizer.services.recognition.tiles import network_input, png_data_url


def test_the_network_gets_rows_from_0_to_1() -> None:
    dark, light = np.zeros((28, 28), np.uint8), np.full((28, 28), 255, np.uint8)
    light[0, 1] = 51
    X = network_input([dark, light])
    assert X.shape == (2, 784)
    assert X.dtype == np.float32
    assert X[0].max() == 0
    assert X[1, 0] == 1
    assert X[1, 1] == pytest.approx(0.2)


@pytest.mark.parametrize(("shape", "mode"), [((28, 28), "L"), ((3, 5, 4), "RGBA")])
def test_people_see_the_same_pixels(shape: tuple[int, ...], mode: str) -> None:
    ink = np.arange(np.prod(shape)).astype(np.uint8).reshape(shape)
    head, _, content = png_data_url(ink).partition(",")
    assert head == "data:image/png;base64"
    picture = Image.open(io.BytesIO(base64.b64decode(content)))
    assert (picture.format, picture.mode) == ("PNG", mode)
    np.testing.assert_array_equal(np.asarray(picture), ink)


TILE = (np.arange(784) % 256).astype(np.uint8).reshape(28, 28)


def test_serving_and_training_scale_all_256_pixels_alike() -> None:
    images, label = TILE.reshape(1, 784), np.zeros(1, dtype=np.int64)
    network = nn.Network.build(nn.dense_architecture([784, 10]), rng=np.random.default_rng(0))

    asked = network_input([TILE])

    samples = Samples(images, label, input_shape=(784,), classes=10, name="training")
    batches = MiniBatches(samples, network, nn.Recipe(batch_size=1), None)
    ((trained, _, _),) = batches.of_epoch(0)
    np.testing.assert_array_equal(asked, trained)
    np.testing.assert_array_equal(network.predict(asked), network.predict(images))
