"""Single neurons and small circuits of them, for the first page of the course."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognizer import nn
from recognizer.nn.arrays import Memory
from recognizer.services.course.drawings import Tile
from recognizer.services.errors import NoSuchPart
from recognizer.services.recognition.tiles import network_input

NAND_WEIGHTS = (-2.0, -2.0)
NAND_BIAS = 3.0
"""The lecture's gate (1.2): 0 only where both inputs are 1."""


@dataclass(frozen=True, kw_only=True)
class Adder:
    """What each gate of the adder of two bits gives; `gates` are named as on the page."""

    gates: dict[str, int]
    sum: int
    carry: int


@dataclass(frozen=True, kw_only=True)
class SmallChange:
    """A small change of one weight and one bias, and what it does to an output: foretold and found."""

    digit: int
    unit: int
    """The neuron of the last hidden layer whose weight is changed: the most active one."""
    input: float
    """Its activation."""
    weight: float
    bias: float
    dw: float
    db: float
    slope_w: float
    """∂output/∂w."""
    slope_b: float
    """∂output/∂b."""
    before: float
    after: float


def neuron(weights: Sequence[float], bias: float, *, activation: str) -> nn.Network:
    """Return a network of one neuron with these numbers."""
    network = nn.Network(nn.dense_architecture([len(weights), 1], output=activation), dtype=np.float64)
    network.parameters["layers.0.W"][0] = weights
    network.parameters["layers.0.b"][0] = bias
    return network


def weighted_inputs(
    weights: Sequence[float], bias: float, inputs: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return z = w·x + b for inputs (n, features): (n,)."""
    z: NDArray[np.float64] = neuron(weights, bias, activation="linear").predict(inputs)[:, 0]
    return z


def perceptron(weights: Sequence[float], bias: float, inputs: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return 1 where w·x + b > 0, else 0 (deck 1.2), for inputs (n, features): (n,)."""
    return step(weighted_inputs(weights, bias, inputs))


def perceptron_layers(
    layers: Sequence[tuple[Sequence[Sequence[float]], Sequence[float]]], inputs: NDArray[np.float64]
) -> list[NDArray[np.int64]]:
    """Return the decisions (n, units) of each layer of perceptrons, which are the next layer's inputs.

    A layer is its weights, a row for each perceptron, and their biases; inputs are (n, features).
    """
    decisions: list[NDArray[np.int64]] = []
    for rows, biases in layers:
        given = decisions[-1].astype(np.float64) if decisions else inputs
        decisions.append(
            np.stack([perceptron(row, bias, given) for row, bias in zip(rows, biases, strict=True)], axis=1)
        )
    return decisions


def step(z: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the perceptron's step: 1 above 0, else 0."""
    return (z > 0).astype(np.int64)


def nand(x1: int, x2: int) -> int:
    """Return 0 only if both are 1, as a perceptron decides it."""
    return int(perceptron(NAND_WEIGHTS, NAND_BIAS, np.array([[x1, x2]], np.float64))[0])


def add_bits(x1: int, x2: int) -> Adder:
    """Return x1 + x2 by nothing but NAND gates (book, chapter 1)."""
    first = nand(x1, x2)
    upper, lower = nand(x1, first), nand(first, x2)
    total, carry = nand(upper, lower), nand(first, first)
    gates = {"first": first, "upper": upper, "lower": lower, "sum": total, "carry": carry}
    return Adder(gates=gates, sum=total, carry=carry)


def sigmoid_curve(weight: float, bias: float, x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return σ(w x + b) for each x."""
    a: NDArray[np.float64] = neuron([weight], bias, activation="sigmoid").predict(x[:, None])[:, 0]
    return a


def recurrent_run(
    weight: float, loop: float, bias: float, inputs: Sequence[float]
) -> tuple[list[float], list[float]]:
    """Return what a neuron answers to a series of inputs: without a loop, and fed its own last answer.

    a(t) = σ(w x(t) + b) beside a(t) = σ(w x(t) + u a(t − 1) + b), with a(−1) = 0.
    """
    plain = sigmoid_curve(weight, bias, np.asarray(inputs, np.float64)).tolist()
    network = neuron([weight, loop], bias, activation="sigmoid")
    looped: list[float] = []
    for x in inputs:
        last = looped[-1] if looped else 0.0
        looped.append(float(network.predict(np.array([[x, last]], np.float64))[0, 0]))
    return plain, looped


def small_change(network: nn.Network, tile: Tile, *, digit: int, dw: float, db: float) -> SmallChange:
    """Change a weight and the bias of an output neuron a little, beside the derivatives' forecast.

    The weight is the one from the most active neuron of the last hidden layer. The derivatives are by
    backpropagation: ∂output/∂w = a_in δ and ∂output/∂b = δ, with δ = ∂output/∂z.
    """
    if not 0 <= digit < network.output_size:
        raise NoSuchPart(
            "digit: expected 0 to {most}, found {digit}.", most=network.output_size - 1, digit=digit
        )
    last = network.layers[-1]
    hidden, Z = (values.astype(np.float64) for values in nn.last_layers(network, network_input([tile])))
    unit = int(hidden[0].argmax())
    A = last.activation.forward(Z.copy())
    chosen = np.eye(network.output_size)[digit][None]
    delta = last.activation.backward(chosen, A, Memory(np.dtype(np.float64)))[0, digit]
    changed = Z.copy()
    changed[0, digit] += dw * hidden[0, unit] + db
    after = last.activation.forward(changed)
    return SmallChange(
        digit=digit,
        unit=unit,
        input=float(hidden[0, unit]),
        weight=float(last.parameters["W"][digit, unit]),
        bias=float(last.parameters["b"][digit]),
        dw=dw,
        db=db,
        slope_w=float(hidden[0, unit] * delta),
        slope_b=float(delta),
        before=float(A[0, digit]),
        after=float(after[0, digit]),
    )
