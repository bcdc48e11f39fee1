"""What several tests of the network library share."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from recognizer.nn import Network, dense_architecture
from recognizer.nn.arrays import Array
from recognizer.nn.costs import build_cost
from recognizer.nn.parameters import ParameterVector
from recognizer.nn.training.backpropagation import backpropagate


def small_network(*sizes: int, hidden: str = "sigmoid", output: str = "sigmoid", seed: int = 0) -> Network:
    architecture = dense_architecture(sizes, hidden=hidden, output=output)
    return Network.build(architecture, rng=np.random.default_rng(seed), dtype=np.float64)


def gradient_of(
    network: Network,
    X: Array,
    Y: Array,
    cost: str,
    dropout_seed: int | None = None,
    *,
    sample_weight: Array | None = None,
) -> ParameterVector:
    gradient = network.vector.zeros_like()
    memories = network.new_memories()
    if dropout_seed is not None:
        for memory in memories:
            memory.rng = np.random.default_rng(dropout_seed)
    backpropagate(
        network,
        X,
        Y,
        len(Y),
        cost=build_cost(cost, network.layers[-1].activation),
        memories=memories,
        gradient=gradient,
        sample_weight=sample_weight,
    )
    return gradient


def central_differences(f: Callable[[], float], values: Array, step: float = 1e-5) -> Array:
    """Return ∂f/∂values by (f(v + h) − f(v − h)) / 2h, one value after another."""
    result = np.empty(values.size)
    flat = values.reshape(-1)
    for index in range(flat.size):
        kept = flat[index]
        flat[index] = kept + step
        above = f()
        flat[index] = kept - step
        below = f()
        flat[index] = kept
        result[index] = (above - below) / (2 * step)
    return result.reshape(values.shape)


def blobs(
    n: int, *, features: int = 8, classes: int = 3, seed: int = 0, dtype: npt.DTypeLike = np.float32
) -> tuple[Array, Array]:
    """Return samples from 0 to 1 that scatter around one corner a class, and their labels."""
    corners = np.random.default_rng(99).random((classes, features))
    rng = np.random.default_rng(seed)
    y = rng.integers(0, classes, n)
    X = np.clip(corners[y] + rng.normal(0, 0.15, (n, features)), 0, 1)
    return (np.rint(X * 255) if np.dtype(dtype) == np.uint8 else X).astype(dtype), y


def small_conv(dtype: npt.DTypeLike = np.float32) -> Network:
    """Return a convolutional network for pictures of 8×8 pixels and three classes."""
    layers = [
        {"type": "conv2d", "filters": 4, "kernel": 3, "padding": 1, "activation": "relu"},
        {"type": "max_pool2d", "size": 2},
        {"type": "conv2d", "filters": 4, "kernel": 3, "activation": "relu"},
        {"type": "flatten"},
        {"type": "dense", "units": 3, "activation": "softmax"},
    ]
    architecture = {"input_shape": [8, 8, 1], "layers": layers}
    return Network.build(architecture, initializer="he", rng=np.random.default_rng(0), dtype=dtype)
