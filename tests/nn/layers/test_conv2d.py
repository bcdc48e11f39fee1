"""Convolution by kernels that are not square."""

from typing import Any

import numpy as np
import pytest

from recognizer.nn import ConfigurationError
from recognizer.nn.arrays import Array, Memory
from recognizer.nn.layers import Conv2D
from tests.nn.helpers import central_differences

SHAPE = (5, 7, 2)


def conv(seed: int = 3, **options: Any) -> Conv2D:
    layer = Conv2D(SHAPE, filters=3, **options)
    rng = np.random.default_rng(seed)
    layer.parameters = {name: rng.normal(0, 1, shape) for name, shape in layer.parameter_shapes.items()}
    return layer


def forward(layer: Conv2D, X: Array) -> Array:
    return layer.forward(X, Memory(np.dtype(np.float64)))


@pytest.mark.parametrize(
    ("kernel", "padding"),
    [
        ((2, 3), 0),
        ((3, 2), 1),
        ((4, 1), (2, 0)),
        ([1, 5], [0, 2]),
        ((1, 1), 0),
        ((3, 5), (0, 4)),
        ((5, 7), 0),  # all of the picture
        ((5, 2), (4, 0)),
    ],
)
def test_it_is_the_sum_over_each_receptive_field(kernel: Any, padding: Any) -> None:  # noqa: ANN401
    layer = conv(kernel=kernel, padding=padding)
    W, b = layer.parameters["W"], layer.parameters["b"]
    X = np.random.default_rng(1).random((2, *SHAPE))
    above, before = padding if isinstance(padding, tuple | list) else (padding, padding)
    padded = np.pad(X, ((0, 0), (above, above), (before, before), (0, 0)))
    tall, wide = kernel

    A = forward(layer, X)

    assert W.shape == (3, tall, wide, 2)
    assert A.shape == (2, 5 + 2 * above - tall + 1, 7 + 2 * before - wide + 1, 3)
    assert A.shape[1:] == layer.output_shape
    for n, y, x, j in np.ndindex(A.shape):
        expected = np.sum(W[j] * padded[n, y : y + tall, x : x + wide]) + b[j]
        assert A[n, y, x, j] == pytest.approx(expected, abs=1e-13)


@pytest.mark.parametrize(
    "options",
    [
        {"kernel": (2, 3)},
        {"kernel": (3, 2), "padding": (1, 0)},
        {"kernel": (4, 1), "padding": (3, 0)},
        {"kernel": (1, 5), "padding": (0, 2)},
    ],
)
def test_its_gradients_agree_with_central_differences(options: dict[str, Any]) -> None:
    layer, memory = conv(**options, activation="tanh"), Memory(np.dtype(np.float64))
    X = np.random.default_rng(2).random((2, *SHAPE))
    G = np.random.default_rng(4).normal(0, 1, (2, *layer.output_shape))

    layer.forward(X, memory)
    delta = layer.error(G.copy(), memory)
    gradients = {name: np.full_like(values, np.nan) for name, values in layer.parameters.items()}
    layer.compute_gradients(delta, memory, gradients)
    G_in = layer.backward(delta, memory).copy()

    def value() -> float:
        return float(np.sum(G * forward(layer, X)))

    for name, values in layer.parameters.items():
        np.testing.assert_allclose(gradients[name], central_differences(value, values), rtol=0, atol=1e-8)
    np.testing.assert_allclose(G_in, central_differences(value, X), rtol=0, atol=1e-8)


def test_one_number_stands_for_both_sides() -> None:
    X = np.random.default_rng(6).random((2, *SHAPE))
    square, both = conv(kernel=3, padding=1), conv(kernel=(3, 3), padding=(1, 1))
    assert square.parameter_shapes == both.parameter_shapes == {"W": (3, 3, 3, 2), "b": (3,)}
    assert square.values_per_sample == both.values_per_sample == 5 * 7 * (9 * 2 + 3)
    np.testing.assert_array_equal(forward(square, X), forward(both, X))


def test_it_counts_what_a_pass_leaves_in_memory() -> None:
    assert conv(kernel=(4, 1), padding=(3, 0)).values_per_sample == 8 * 7 * (4 * 1 * 2 + 3)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kernel": (6, 2)}, "^kernel 6×2 does not fit into 5×7 pixels$"),
        ({"kernel": (2, 8)}, "^kernel 2×8 does not fit into 5×7 pixels$"),
        ({"kernel": 6}, "^kernel 6 does not fit into 5×7 pixels$"),
        ({"kernel": (6, 6)}, "^kernel 6 does not fit into 5×7 pixels$"),
        ({"kernel": (2, 0)}, "^kernel must be an integer from 1 to 65536; got 0$"),
        ({"kernel": (2.0, 3)}, "^kernel must be an integer from 1 to 65536; got 2.0$"),
        ({"kernel": (1, 2, 3)}, r"^kernel must be an integer from 1 to 65536; got \(1, 2, 3\)$"),
        ({"kernel": "33"}, "^kernel must be an integer from 1 to 65536; got '33'$"),
        ({"kernel": (3, 3), "padding": (1, -1)}, "^padding must be an integer from 0 to 65536; got -1$"),
        ({"kernel": (1, 3), "padding": 1}, "^padding must be an integer from 0 to 0; got 1$"),
        ({"kernel": (3, 2), "padding": (2, 2)}, "^padding must be an integer from 0 to 1; got 2$"),
        ({"kernel": (3, 3), "padding": (True, 0)}, "^padding must be an integer from 0 to 65536; got True$"),
    ],
)
def test_it_says_what_is_wrong(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        Conv2D(SHAPE, filters=3, **options)
