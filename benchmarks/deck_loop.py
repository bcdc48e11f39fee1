"""The deck's own way (2.5, 3.7): one sample after another, each a column, in float64."""

import time
from itertools import pairwise

import numpy as np

from benchmarks.workloads import Workload
from recognizer.nn.arrays import Array
from recognizer.nn.costs import one_hot


def sigmoid(z: Array) -> Array:
    result: Array = 1.0 / (1.0 + np.exp(-z))
    return result


class DeckNetwork:
    """Weights and biases, a list of each."""

    def __init__(self, sizes: list[int]) -> None:
        rng = np.random.default_rng(0)
        pairs = list(pairwise(sizes))
        self.biases = [rng.standard_normal((n_out, 1)) for _, n_out in pairs]
        self.weights = [rng.standard_normal((n_out, n_in)) / np.sqrt(n_in) for n_in, n_out in pairs]

    def update_mini_batch(self, mini_batch: list[tuple[Array, Array]], eta: float) -> None:
        sum_b = [np.zeros(b.shape) for b in self.biases]
        sum_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            nabla_b, nabla_w = self.backpropagate(x, y)
            sum_b = [total + part for total, part in zip(sum_b, nabla_b, strict=True)]
            sum_w = [total + part for total, part in zip(sum_w, nabla_w, strict=True)]
        step = eta / len(mini_batch)
        self.weights = [w - step * nabla for w, nabla in zip(self.weights, sum_w, strict=True)]
        self.biases = [b - step * nabla for b, nabla in zip(self.biases, sum_b, strict=True)]

    def backpropagate(self, x: Array, y: Array) -> tuple[list[Array], list[Array]]:
        activations, zs = [x], []
        for b, w in zip(self.biases, self.weights, strict=True):
            zs.append(np.dot(w, activations[-1]) + b)
            activations.append(sigmoid(zs[-1]))
        delta = (activations[-1] - y) * sigmoid(zs[-1]) * (1 - sigmoid(zs[-1]))
        nabla_b, nabla_w = [delta], [np.dot(delta, activations[-2].T)]
        for layer in range(len(self.weights) - 2, -1, -1):
            slope = sigmoid(zs[layer]) * (1 - sigmoid(zs[layer]))
            delta = np.dot(self.weights[layer + 1].T, delta) * slope
            nabla_b.insert(0, delta)
            nabla_w.insert(0, np.dot(delta, activations[layer].T))
        return nabla_b, nabla_w


def train(workload: Workload) -> float:
    X, y, recipe = workload.samples.X.astype(np.float64), workload.samples.y, workload.recipe
    Y = one_hot(y, 10, dtype=np.dtype(np.float64))
    data = [(x.reshape(-1, 1), wanted.reshape(-1, 1)) for x, wanted in zip(X, Y, strict=True)]
    network = DeckNetwork([784, 30, 10])
    started = time.perf_counter()
    order = np.random.default_rng(0).permutation(len(data))
    for start in range(0, len(data), recipe.batch_size):
        mini_batch = [data[index] for index in order[start : start + recipe.batch_size]]
        network.update_mini_batch(mini_batch, recipe.learning_rate)
    return time.perf_counter() - started
