"""The lecture's own short program in today's Python (deck 2.5 and 3.5), to be read and run line by line.

What belongs to a layer is kept under the layer's number, as in the formulas: the inputs are layer 1. It
trains networks of any size, and no faster than such a program does; the library is beside it.
"""

import numpy as np

from recognizer.nn.arrays import Array

Layers = dict[int, Array]
Sample = tuple[Array, Array]


def train(w: Layers, b: Layers, samples: list[Sample], eta: float, size: int, epochs: int) -> None:  # noqa: PLR0913, PLR0917 - as in the lecture
    """Learn by stochastic gradient descent, in mini-batches of a size."""
    rng = np.random.default_rng(0)
    for _epoch in range(epochs):
        order = rng.permutation(len(samples))
        for k in range(0, len(samples), size):
            update(w, b, [samples[i] for i in order[k : k + size]], eta)


def update(w: Layers, b: Layers, mini_batch: list[Sample], eta: float) -> None:
    """Take one step against the mean gradient of a mini-batch."""
    sum_w, sum_b = zeros_like(w), zeros_like(b)
    for x, y in mini_batch:
        nabla_w, nabla_b = backprop(w, b, x, y)
        for layer in w:
            sum_w[layer] += nabla_w[layer]
            sum_b[layer] += nabla_b[layer]
    for layer in w:
        w[layer] = w[layer] - eta / len(mini_batch) * sum_w[layer]
        b[layer] = b[layer] - eta / len(mini_batch) * sum_b[layer]


def backprop(w: Layers, b: Layers, x: Array, y: Array) -> tuple[Layers, Layers]:
    """Return the gradient of the cost of one sample, by w and by b."""
    a, z, delta, nabla_w = {1: x}, Layers(), Layers(), Layers()
    last = max(w)
    for layer in range(2, last + 1):
        z[layer] = w[layer] @ a[layer - 1] + b[layer]
        a[layer] = sigmoid(z[layer])
    delta[last] = (a[last] - y) * slope(z[last])
    for layer in range(last - 1, 1, -1):
        delta[layer] = w[layer + 1].T @ delta[layer + 1] * slope(z[layer])
    for layer in w:
        nabla_w[layer] = np.outer(delta[layer], a[layer - 1])
    return nabla_w, delta


def sigmoid(z: Array) -> Array:
    """Return σ of each entry."""
    a: Array = 1 / (1 + np.exp(-z))
    return a


def slope(z: Array) -> Array:
    """Return σ' of each entry."""
    a_prime: Array = sigmoid(z) * (1 - sigmoid(z))
    return a_prime


def zeros_like(layers: Layers) -> Layers:
    """Return zeros in the same shapes."""
    return {layer: np.zeros_like(values) for layer, values in layers.items()}
