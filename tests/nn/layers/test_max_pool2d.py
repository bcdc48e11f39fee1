"""Pooling by regions that are not square."""

from typing import Any

import numpy as np
import pytest

from recognizer.nn import ConfigurationError
from recognizer.nn.arrays import Array, Memory
from recognizer.nn.layers import MaxPool2D
from tests.nn.helpers import central_differences

SHAPE = (5, 7, 2)
SIZES = [(2, 1), (1, 2), [2, 3], (3, 2), (1, 1), (5, 7), (4, 1)]


def activations(seed: int = 1) -> Array:
    """Return activations that are all different, and no two of them near each other."""
    return np.random.default_rng(seed).permutation(np.arange(2 * np.prod(SHAPE)) / 100).reshape(2, *SHAPE)


def forward(layer: MaxPool2D, A_in: Array) -> Array:
    return layer.forward(A_in, Memory(np.dtype(np.float64)))


@pytest.mark.parametrize("size", SIZES)
def test_it_keeps_the_largest_of_each_region(size: Any) -> None:  # noqa: ANN401
    layer, A_in = MaxPool2D(SHAPE, size=size), activations()
    tall, wide = size
    A = forward(layer, A_in)
    assert A.shape == (2, *layer.output_shape) == (2, 5 // tall, 7 // wide, 2)
    for n, y, x, c in np.ndindex(A.shape):
        region = A_in[n, y * tall : (y + 1) * tall, x * wide : (x + 1) * wide, c]
        assert A[n, y, x, c] == region.max()


@pytest.mark.parametrize("size", SIZES)
def test_its_gradient_agrees_with_central_differences(size: Any) -> None:  # noqa: ANN401
    layer, memory, A_in = MaxPool2D(SHAPE, size=size), Memory(np.dtype(np.float64)), activations()
    delta = np.random.default_rng(4).normal(0, 1, (2, *layer.output_shape))
    layer.forward(A_in, memory)
    G_in = layer.backward(delta.copy(), memory)
    numeric = central_differences(lambda: float(np.sum(delta * forward(layer, A_in))), A_in)
    np.testing.assert_allclose(G_in, numeric, rtol=0, atol=1e-8)


@pytest.mark.parametrize("size", [(3, 2), (2, 3), (1, 3), (3, 1)])
def test_of_equal_maxima_one_gets_the_error(size: tuple[int, int]) -> None:
    layer, memory = MaxPool2D((*size, 1), size=size), Memory(np.dtype(np.float64))
    layer.forward(np.ones((1, *size, 1)), memory)
    G_in = layer.backward(np.full((1, 1, 1, 1), 5.0), memory)
    expected = np.zeros(size)
    expected[0, 0] = 5
    np.testing.assert_array_equal(G_in[0, :, :, 0], expected)


def test_one_number_stands_for_both_sides() -> None:
    one, both, usual = MaxPool2D(SHAPE, size=2), MaxPool2D(SHAPE, size=(2, 2)), MaxPool2D(SHAPE)
    assert one.output_shape == both.output_shape == usual.output_shape == (2, 3, 2)
    np.testing.assert_array_equal(forward(one, activations()), forward(both, activations()))


@pytest.mark.parametrize(
    ("size", "message"),
    [
        ((6, 1), "^size 6×1 does not fit into 5×7 pixels$"),
        ((1, 8), "^size 1×8 does not fit into 5×7 pixels$"),
        ((8, 8), "^size 8 does not fit into 5×7 pixels$"),
        (8, "^size 8 does not fit into 5×7 pixels$"),
        ((0, 2), "^size must be an integer from 1 to 65536; got 0$"),
        ((2, True), "^size must be an integer from 1 to 65536; got True$"),
        ([2], r"^size must be an integer from 1 to 65536; got \[2\]$"),
    ],
)
def test_it_says_what_is_wrong(size: Any, message: str) -> None:  # noqa: ANN401
    with pytest.raises(ConfigurationError, match=message):
        MaxPool2D(SHAPE, size=size)
