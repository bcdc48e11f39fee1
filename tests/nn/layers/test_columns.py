from typing import Any

import numpy as np
import pytest

from recognizer.nn import ConfigurationError, Network, ShapeError
from recognizer.nn.arrays import Array, Memory
from recognizer.nn.layers import Columns
from tests.nn.helpers import central_differences


def memory() -> Memory:
    return Memory(np.dtype(np.float64))


def example(n: int = 2, columns: int = 3, channels: int = 6) -> Array:
    A_in: Array = np.random.default_rng(1).normal(0, 1, (n, 1, columns, channels))
    return A_in


def softmax(Z: Array) -> Array:
    shares: Array = np.exp(Z) / np.exp(Z).sum(axis=-1, keepdims=True)
    return shares


def test_each_column_is_a_place() -> None:
    layer, A_in = Columns((1, 3, 6)), example()
    assert layer.output_shape == (3, 6)
    A = layer.forward(A_in, memory())
    for n, column in np.ndindex(2, 3):
        np.testing.assert_allclose(A[n, column], softmax(A_in[n, 0, column]), rtol=0, atol=1e-15)


def test_a_column_answers_for_several_places_side_by_side() -> None:
    layer, A_in = Columns((1, 3, 6), places=2), example()
    assert layer.output_shape == (6, 3)
    A = layer.forward(A_in, memory())
    for n, column in np.ndindex(2, 3):
        np.testing.assert_allclose(A[n, 2 * column], softmax(A_in[n, 0, column, :3]), rtol=0, atol=1e-15)
        np.testing.assert_allclose(A[n, 2 * column + 1], softmax(A_in[n, 0, column, 3:]), rtol=0, atol=1e-15)


def test_what_it_takes_stays_as_it_was() -> None:
    A_in = example()
    Columns((1, 3, 6), places=3).forward(A_in, memory())
    np.testing.assert_array_equal(A_in, example())


@pytest.mark.parametrize("activation", ["softmax", "sigmoid", "linear"])
@pytest.mark.parametrize("places", [1, 2, 6])
def test_its_gradient_agrees_with_central_differences(activation: str, places: int) -> None:
    layer, of_pass, A_in = Columns((1, 3, 6), places=places, activation=activation), memory(), example()
    G = np.random.default_rng(4).normal(0, 1, (2, *layer.output_shape))
    layer.forward(A_in, of_pass)
    G_in = layer.backward(layer.error(G.copy(), of_pass), of_pass)
    numeric = central_differences(lambda: float(np.sum(G * layer.forward(A_in, memory()))), A_in)
    assert G_in.shape == A_in.shape
    np.testing.assert_allclose(G_in, numeric, rtol=0, atol=1e-8)


@pytest.mark.parametrize(
    ("shape", "options", "message"),
    [
        ((2, 3, 6), {}, "inputs one row high, of which 1 divides the channels; got 2 rows and 6 channels$"),
        ((1, 3, 6), {"places": 4}, "of which 4 divides the channels; got 1 rows and 6 channels$"),
        ((1, 3, 6), {"places": 0}, "^places must be an integer from 1 to 65536; got 0$"),
        ((1, 3, 6), {"places": 1.5}, "^places must be an integer from 1 to 65536; got 1.5$"),
        ((1, 3, 6), {"activation": "loud"}, "^activation must be one of "),
        ((18,), {}, r"^a columns layer needs inputs \(height, width, channels\); got shape \(18,\)$"),
    ],
)
def test_it_says_what_is_wrong(shape: tuple[int, ...], options: dict[str, Any], message: str) -> None:
    with pytest.raises((ConfigurationError, ShapeError), match=message):
        Columns(shape, **options)


def test_a_dense_layer_does_not_take_its_places() -> None:
    layers = [{"type": "columns"}, {"type": "dense", "units": 2}]
    with pytest.raises(ShapeError, match=r"^layer 1: a dense layer needs flat inputs; got shape \(3, 6\)"):
        Network({"input_shape": [1, 3, 6], "layers": layers})
