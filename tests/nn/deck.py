"""The deck's algorithm (3.7 and 2.5) as it stands there: one sample after another, each a column."""

import numpy as np

from recognizer.nn.arrays import Array

Gradients = tuple[list[Array], list[Array]]


def sigmoid(z: Array) -> Array:
    result: Array = 1.0 / (1.0 + np.exp(-z))
    return result


def backpropagate_sample(weights: list[Array], biases: list[Array], x: Array, y: Array) -> Gradients:
    """Return the gradients of the quadratic cost of one sample with respect to weights and biases."""
    activations = [x.reshape(-1, 1)]
    zs: list[Array] = []
    for w, b in zip(weights, biases, strict=True):
        zs.append(w @ activations[-1] + b.reshape(-1, 1))
        activations.append(sigmoid(zs[-1]))
    slopes = [sigmoid(z) * (1 - sigmoid(z)) for z in zs]
    delta = (activations[-1] - y.reshape(-1, 1)) * slopes[-1]
    nabla_w, nabla_b = [delta @ activations[-2].T], [delta.ravel()]
    for layer in range(len(weights) - 2, -1, -1):
        delta = (weights[layer + 1].T @ delta) * slopes[layer]
        nabla_w.insert(0, delta @ activations[layer].T)
        nabla_b.insert(0, delta.ravel())
    return nabla_w, nabla_b


def update_mini_batch(weights: list[Array], biases: list[Array], X: Array, Y: Array, eta: float) -> Gradients:
    """Return new weights and biases after one step of gradient descent on a mini-batch."""
    sum_w, sum_b = [np.zeros_like(w) for w in weights], [np.zeros_like(b) for b in biases]
    for x, y in zip(X, Y, strict=True):
        nabla_w, nabla_b = backpropagate_sample(weights, biases, x, y)
        sum_w = [total + part for total, part in zip(sum_w, nabla_w, strict=True)]
        sum_b = [total + part for total, part in zip(sum_b, nabla_b, strict=True)]
    step = eta / len(X)
    return (
        [w - step * nabla for w, nabla in zip(weights, sum_w, strict=True)],
        [b - step * nabla for b, nabla in zip(biases, sum_b, strict=True)],
    )
