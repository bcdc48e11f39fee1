"""Prediction's forward pass says what the layers themselves say."""

from typing import Any

import numpy as np
import pytest

from recognizer.nn import Network
from recognizer.nn.arrays import Array, Memory
from recognizer.nn.forward_pass import ForwardPass

CONV: dict[str, Any] = {"type": "conv2d", "filters": 4, "kernel": 3}
POOL: dict[str, Any] = {"type": "max_pool2d", "size": 2}
FLATTEN: dict[str, Any] = {"type": "flatten"}
DENSE: dict[str, Any] = {"type": "dense", "units": 5, "activation": "softmax"}
NETWORKS: dict[str, list[dict[str, Any]]] = {
    "dense alone": [FLATTEN, DENSE],
    "dense with every activation": [
        FLATTEN,
        *({**DENSE, "activation": name} for name in ("relu", "sigmoid", "tanh", "linear", "softmax")),
    ],
    "dropout": [FLATTEN, {**DENSE, "activation": "relu"}, {"type": "dropout", "rate": 0.5}, DENSE],
    "convolution alone": [CONV, FLATTEN],
    "nothing but pooling": [POOL, FLATTEN, {"type": "dropout", "rate": 0.5}],
    "convolution and pooling": [{**CONV, "activation": "relu"}, POOL, FLATTEN, DENSE],
    "pooling after sigmoids": [{**CONV, "activation": "sigmoid"}, POOL, FLATTEN, DENSE],
    "pooling after softmax": [{**CONV, "activation": "softmax"}, POOL, FLATTEN, DENSE],
    "pooling that leaves pixels out": [
        {**CONV, "activation": "tanh"},
        {**POOL, "size": [3, 2]},
        FLATTEN,
        DENSE,
    ],
    "pooling first, and twice": [POOL, {**CONV, "kernel": 1}, POOL, POOL, FLATTEN, DENSE],
    "padding": [
        {**CONV, "activation": "relu", "padding": 1},
        POOL,
        {**CONV, "kernel": [1, 3], "padding": [0, 1], "activation": "tanh"},
        {**CONV, "padding": 2, "activation": "relu"},
        FLATTEN,
        DENSE,
    ],
    "columns": [{**CONV, "kernel": [9, 3], "padding": [0, 1]}, {"type": "columns", "places": 2}],
    "columns with relu": [{**CONV, "kernel": [9, 3]}, {"type": "columns", "activation": "relu"}],
}


def network(layers: list[dict[str, Any]], dtype: type) -> Network:
    return Network.build(
        {"input_shape": [9, 11, 2], "layers": layers}, rng=np.random.default_rng(3), dtype=dtype
    )


def samples(n: int, dtype: type) -> Array:
    return np.random.default_rng(4).random((n, 9, 11, 2)).astype(dtype)


@pytest.mark.parametrize("layers", NETWORKS.values(), ids=NETWORKS)
@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float32, 1e-6), (np.float64, 1e-14)])
def test_it_is_the_pass_of_the_layers(layers: list[dict[str, Any]], dtype: type, tolerance: float) -> None:
    of_layers = network(layers, dtype)
    memory = Memory(np.dtype(dtype))
    passes = {n: ForwardPass(of_layers.layers, n, memory, most=7) for n in (1, 2, 7, 9)}
    for n in (1, 7, 2, 9, 1):  # what one pass leaves behind does not show in another
        X = samples(n, dtype)
        expected = of_layers.forward(X, of_layers.new_memories())
        found = passes[n].run(X)
        assert found.dtype == expected.dtype
        np.testing.assert_allclose(found, expected, rtol=0, atol=tolerance * np.abs(expected).max())


@pytest.mark.parametrize("layers", NETWORKS.values(), ids=NETWORKS)
def test_it_follows_its_parameters(layers: list[dict[str, Any]]) -> None:
    changed, X = network(layers, np.float64), samples(3, np.float64)
    changed.predict(X)
    changed.vector.values[...] *= 1.5
    expected = changed.forward(X, changed.new_memories())
    np.testing.assert_allclose(changed.predict(X), expected, rtol=0, atol=1e-13 * np.abs(expected).max())


def test_its_samples_stay_as_they_were() -> None:
    for layers in NETWORKS.values():
        X = samples(2, np.float32)
        network(layers, np.float32).predict(X)
        np.testing.assert_array_equal(X, samples(2, np.float32))


def test_a_thread_keeps_passes_of_some_numbers_of_samples() -> None:
    of_layers = network(NETWORKS["convolution and pooling"], np.float32)
    alone = of_layers.predict(samples(1, np.float32))
    for n in range(2, 150):
        of_layers.predict(samples(n, np.float32))
    assert (of_layers.predict(samples(1, np.float32)) == alone).all()
