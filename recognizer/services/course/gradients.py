"""The full gradient against its estimate from a mini-batch (deck 2.4), measured on real digits."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from recognizer import nn
from recognizer.nn.analysis.inspection import carry_back, trace
from recognizer.nn.arrays import Array
from recognizer.nn.costs import build_cost, one_hot
from recognizer.nn.parallel import Workers
from recognizer.nn.training.stochastic_gradient import StochasticGradient
from recognizer.services.course.digits import DigitSource, MeasuredDigits, measured_digits
from recognizer.services.course.networks import Choice, lesson_network

CLASSES = 10
MAX_IN_BATCH = 1000
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500)
"""Mini-batch sizes whose error is measured."""
DRAWS = (200, 200, 200, 100, 60, 40, 30, 20, 15)
"""How many mini-batches of each size."""


@dataclass(frozen=True, kw_only=True)
class MeasuredError:
    """How far the estimates of one mini-batch size lie from the full gradient."""

    size: int
    """m"""
    error: float
    """√(mean of ‖estimate − ∇C‖²) over the draws."""
    predicted: float
    """√(mean of ‖∇Cₓ − ∇C‖²) / √m: what it should be for m independent digits."""
    cosine: float
    """Mean cosine of the angle between estimate and ∇C."""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """The gradient of one mini-batch beside the full one."""

    picked: NDArray[np.int64]
    """(m,), which digits."""
    estimated: Array
    """∂C/∂b of the ten outputs, by the mini-batch."""
    full: Array
    """The same by all digits."""
    error: float
    """‖estimate − ∇C‖, over all weights and biases."""
    length: float
    """‖∇C‖"""
    cosine: float


@dataclass(frozen=True, kw_only=True)
class ErrorsBySize:
    """How the error falls as mini-batches grow."""

    source: DigitSource
    digits: int
    """n, over which the full gradient is the mean."""
    length: float
    """‖∇C‖"""
    errors: tuple[MeasuredError, ...]


class Gradients:
    """Gradients of the quadratic cost of one network over one set of digits.

    Mini-batches are drawn with replacement, each digit independent of the others: then the mean of m of them
    errs by exactly 1/√m of what a single one does.
    """

    def __init__(self, network: nn.Network, digits: MeasuredDigits) -> None:
        self.network = network
        self.X = nn.unit_range(digits.images, network.dtype)
        self.Y = one_hot(digits.labels, CLASSES, dtype=network.dtype)
        self._cost = build_cost("quadratic", network.layers[-1].activation)
        self._workers = Workers()
        self._descent = StochasticGradient(network, self._cost, self._workers)
        self.full = self.of(np.arange(len(self.X)))

    def of(self, picked: NDArray[np.int64]) -> Array:
        """Return 1/m Σ ∇Cₓ over the picked digits, all weights first and then all biases."""
        self._descent.compute(self.X[picked], self.Y[picked], np.random.default_rng)
        return self._descent.gradient.values.copy()

    def spread(self) -> float:
        """Return √(mean of ‖∇Cₓ − ∇C‖²) over all digits.

        No gradient of a single digit is needed: the mean of squares less the square of the mean, and by BP3
        and BP4 ‖∇Cₓ‖² = Σₗ ‖δˡ‖² (1 + ‖aˡ⁻¹‖²).
        """
        A_in, squares = self.X, np.zeros(len(self.X))
        traces = trace(self.network, self.X)
        delta = self.network.layers[-1].activation.backward(
            self._cost.gradient(traces[-1].A, self.Y, 1), traces[-1].A, self.network.new_memories()[-1]
        )
        for layer, error in zip(traces, carry_back(self.network, self.X, delta)[1], strict=True):
            squares += np.square(error).sum(axis=1) * (1 + np.square(A_in).sum(axis=1))
            A_in = layer.A
        return float(np.sqrt(max(0.0, squares.mean() - self.full @ self.full)))

    def estimate(self, size: int, rng: np.random.Generator) -> Estimate:
        """Return the gradient of one mini-batch beside the full one."""
        picked = rng.integers(len(self.X), size=size)
        found = self.of(picked)
        return Estimate(
            picked=picked,
            estimated=found[-CLASSES:],
            full=self.full[-CLASSES:],
            error=float(np.linalg.norm(found - self.full)),
            length=float(np.linalg.norm(self.full)),
            cosine=cosine(found, self.full),
        )

    def errors(
        self, rng: np.random.Generator, *, sizes: Sequence[int] = SIZES, draws: Sequence[int] = DRAWS
    ) -> list[MeasuredError]:
        """Return the error of each size, measured over so many draws."""
        spread = self.spread()
        measured = []
        for size, count in zip(sizes, draws, strict=True):
            found = [self.estimate(size, rng) for _ in range(count)]
            measured.append(
                MeasuredError(
                    size=size,
                    error=float(np.sqrt(np.mean([one.error**2 for one in found]))),
                    predicted=spread / size**0.5,
                    cosine=float(np.mean([one.cosine for one in found])),
                )
            )
        return measured


def cosine(u: Array, v: Array) -> float:
    """Return the cosine of the angle between two vectors; 0 if one has no length."""
    lengths = float(np.linalg.norm(u) * np.linalg.norm(v))
    return float(u @ v) / lengths if lengths > 0 else 0.0


@lru_cache(maxsize=32)
def errors_of(choice: Choice) -> ErrorsBySize:
    """Return the error of each size of mini-batch for a network; the same whenever it is asked for."""
    digits = measured_digits()
    gradients = Gradients(lesson_network(choice), digits)
    return ErrorsBySize(
        source=digits.source,
        digits=len(digits.labels),
        length=float(np.linalg.norm(gradients.full)),
        errors=tuple(gradients.errors(np.random.default_rng(0))),
    )
