"""One step of learning from a drawing: every number of backpropagation, and a judge of each (deck 3)."""

from dataclasses import dataclass

import numpy as np

from recognizer import nn
from recognizer.nn.analysis.finite_differences import LayerDifferences, finite_differences
from recognizer.nn.analysis.inspection import LayerTrace, carry_back, trace
from recognizer.nn.arrays import Array, Memory
from recognizer.nn.costs import Cost, build_cost, one_hot
from recognizer.nn.optim.optimizers import SGD
from recognizer.nn.parallel import Workers
from recognizer.nn.training.backpropagation import backpropagate

CLASSES = 10
MAX_STEPS = 100
TOLERANCE = 1e-6
"""By how much a derivative and its difference quotient may differ, in units of the derivative from 1 on."""


@dataclass(frozen=True, kw_only=True)
class CheckedLayer:
    """Every number that BP1 to BP4 give for one layer, and what difference quotients say of each."""

    Z: Array
    """Weighted inputs z, (units,)"""
    A: Array
    """Activations a, (units,)"""
    slope: Array
    """σ'(z), (units,)"""
    back: Array
    """∂C/∂a, (units,): ∇ₐC for the output layer (BP1), (w of the next layer)ᵀ δ for the others (BP2)."""
    delta: Array
    """δ = back ⊙ σ'(z), (units,)"""
    W: Array
    """The weights themselves, (units, inputs)"""
    b: Array
    nabla_b: Array
    """∂C/∂b, (units,) (BP3)"""
    nabla_w: Array
    """∂C/∂w, (units, inputs) (BP4)"""
    differences: LayerDifferences
    """The difference quotients by z, b and w."""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How well backpropagation and difference quotients agree, over all entries of all layers."""

    entries: int
    agreeing: int
    largest: float
    """The largest difference between the two."""


@dataclass(frozen=True, kw_only=True)
class OneStep:
    """Backpropagation for one drawing, after some steps and before the next."""

    x: Array
    """The input a¹, (784,)"""
    y: Array
    """The wanted output, (10,)"""
    layers: list[CheckedLayer]
    nabla_a_differences: Array
    """What difference quotients say of ∇ₐC, (10,)"""
    other_delta: Array
    """δᴸ under the other cost function at the same weights, (10,): what saturation costs."""
    agreement: Agreement
    costs: Array
    """C after 0, 1, …, steps + 1 steps: the last is what the next step would lead to."""
    outputs: Array
    """aᴸ after as many, (steps + 2, 10)"""


def one_step(  # noqa: PLR0913 - what a step depends on
    network: nn.Network, x: Array, label: int, *, cost_name: str, learning_rate: float, steps: int
) -> OneStep:
    """Learn from a drawing for so many steps, then look at all numbers of the next one.

    `network` is of float64 and is changed. A step is that of on-line learning: v → v − η ∇Cₓ.
    """
    learner = learner_after(network, x, label, cost_name=cost_name, learning_rate=learning_rate, steps=steps)
    y = learner.Y[0]
    other = build_cost(
        "quadratic" if cost_name == "cross_entropy" else "cross_entropy", network.layers[-1].activation
    )
    by_layer, by_a = finite_differences(network, x, y, learner.cost)
    layers = [
        learner.checked_layer(index, traced, delta, differences)
        for index, (traced, delta, differences) in enumerate(
            zip(learner.traces, learner.deltas(), by_layer, strict=True)
        )
    ]
    other_delta = other.output_error(learner.traces[-1].A, y[None], 1, Memory(network.dtype))[0]
    learner.step()
    return OneStep(
        x=x,
        y=y,
        layers=layers,
        nabla_a_differences=by_a,
        other_delta=other_delta,
        agreement=agreement_of(layers, by_a),
        costs=np.array(learner.costs),
        outputs=np.array(learner.outputs),
    )


def learner_after(  # noqa: PLR0913 - what a step depends on
    network: nn.Network, x: Array, label: int, *, cost_name: str, learning_rate: float, steps: int
) -> "Learner":
    """Return who has learned from a drawing for so many steps; `network` is of float64 and is changed."""
    y = one_hot(np.array([label]), CLASSES, dtype=network.dtype)[0]
    learner = Learner(network, x, y, build_cost(cost_name, network.layers[-1].activation), learning_rate)
    for _ in range(steps):
        learner.step()
    return learner


class Learner:
    """Takes steps of gradient descent on one sample, and knows all numbers of the state it is in."""

    traces: list[LayerTrace]
    """z and a of every layer."""

    def __init__(self, network: nn.Network, x: Array, y: Array, cost: Cost, learning_rate: float) -> None:
        self.network, self.X, self.Y = network, x[None], y[None]
        self.cost, self.learning_rate = cost, learning_rate
        self.gradient = network.vector.zeros_like()
        self.costs: list[float] = []
        self.outputs: list[Array] = []
        self._memories = network.new_memories()
        self._optimizer = SGD(network.vector.values)
        self._evaluate()

    def step(self) -> None:
        """Do v → v − η ∇Cₓ."""
        with Workers() as workers:
            t = len(self.costs)
            self._optimizer.step(
                self.network.vector.values, self.gradient.values, self.learning_rate, t, workers
            )
        self._evaluate()

    def _evaluate(self) -> None:
        """Feed forward, propagate back, and note cost and outputs."""
        self.traces = trace(self.network, self.X)
        cost = backpropagate(
            self.network, self.X, self.Y, 1, cost=self.cost, memories=self._memories, gradient=self.gradient
        )
        self.costs.append(cost)
        self.outputs.append(self.traces[-1].A[0])

    def deltas(self) -> list[Array]:
        """Return δˡ of every layer, each (1, units), by BP1 and BP2."""
        delta = self.cost.output_error(self.traces[-1].A, self.Y, 1, Memory(self.network.dtype))
        return carry_back(self.network, self.X, delta)[1]

    def checked_layer(
        self, index: int, traced: LayerTrace, delta: Array, differences: LayerDifferences
    ) -> CheckedLayer:
        """Return all numbers of one layer."""
        layer = self.network.layers[index]
        gradient = self.gradient.by_layer[index]
        Z, A = traced.Z, traced.A
        assert Z is not None  # noqa: S101 - the layers are dense
        if index + 1 < len(self.network.layers):
            following = self.deltas()[index + 1]
            back = self.network.layers[index + 1].backward(following, Memory(self.network.dtype))
        else:
            back = self.cost.gradient(A, self.Y, 1)
        return CheckedLayer(
            Z=Z[0],
            A=A[0],
            slope=layer.activation.backward(np.ones_like(A), A, Memory(self.network.dtype))[0],
            back=back[0].copy(),
            delta=delta[0],
            W=layer.parameters["W"].copy(),
            b=layer.parameters["b"].copy(),
            nabla_b=gradient["b"].copy(),
            nabla_w=gradient["W"].copy(),
            differences=differences,
        )


def agreement_of(layers: list[CheckedLayer], nabla_a_differences: Array) -> Agreement:
    """Return how well both ways agree over ∇ₐC, every δ, every ∂C/∂b and every ∂C/∂w."""
    pairs = [(layers[-1].back, nabla_a_differences)]
    for layer in layers:
        found = layer.differences
        pairs += [(layer.delta, found.Z), (layer.nabla_b, found.b), (layer.nabla_w, found.W)]
    apart = np.concatenate([gaps(exact, quotients).ravel() for exact, quotients in pairs])
    return Agreement(
        entries=apart.size, agreeing=int(np.count_nonzero(apart <= TOLERANCE)), largest=float(apart.max())
    )


def gaps(exact: Array, quotients: Array) -> Array:
    """Return how far two arrays are apart, entry by entry, in units of the exact one where that is over 1."""
    apart: Array = np.abs(exact - quotients) / np.maximum(1, np.abs(exact))
    return apart
