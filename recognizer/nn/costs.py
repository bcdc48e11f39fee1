"""Cost functions C(A, Y), each beside its derivative and the output error that follows from it (BP1).

The cost is the mean of the costs of the samples, C = 1/n Σ Cₓ (deck 3.2), or 1/n Σ wₓ Cₓ where samples have
weights wₓ ≥ 0. n is a parameter of its own, for the samples at hand may be only some of those that the mean
is over; all functions here then give their share of the whole. A has shape (samples, outputs), Y the same:
the wanted outputs, one-hot or smoothed.
"""

from abc import ABC, abstractmethod

import numpy as np

from recognizer.nn.activations import Activation, Sigmoid, Softmax
from recognizer.nn.arrays import Array, Memory
from recognizer.nn.errors import ConfigurationError

__all__ = [
    "COSTS",
    "Cost",
    "QuadraticCost",
    "SigmoidCrossEntropy",
    "SoftmaxCrossEntropy",
    "build_cost",
    "one_hot",
]


class Cost(ABC):
    """A cost function for networks whose output layer has the given activation."""

    def __init__(self, activation: Activation) -> None:
        self.activation = activation

    @abstractmethod
    def of_samples(self, A: Array, Y: Array) -> Array:
        """Return Cₓ of each sample, shape (samples,)."""

    def value(self, A: Array, Y: Array, n: int, sample_weight: Array | None = None) -> float:
        """Return C = 1/n Σ Cₓ, or 1/n Σ wₓ Cₓ with weights, shape (samples,)."""
        costs = self.of_samples(A, Y)
        if sample_weight is not None:
            costs = costs * sample_weight
        return float(costs.sum()) / n

    @abstractmethod
    def gradient(self, A: Array, Y: Array, n: int) -> Array:
        """Return ∇ₐC = ∂C/∂A, a new array of the shape of A."""

    def output_error(self, A: Array, Y: Array, n: int, memory: Memory) -> Array:
        """Return δᴸ = ∇ₐC ⊙ σ'(zᴸ), equation BP1."""
        return self.activation.backward(self.gradient(A, Y, n), A, memory)

    def sum_and_errors(
        self, A: Array, Y: Array, memory: Memory, sample_weight: Array | None = None
    ) -> tuple[float, Array]:
        """Return Σ wₓ Cₓ and wₓ δᴸ of each sample: what the other two give for n = 1, at once."""
        delta = self.output_error(A, Y, 1, memory)
        if sample_weight is not None:
            delta.T[...] *= sample_weight
        return self.value(A, Y, 1, sample_weight), delta


class QuadraticCost(Cost):
    """C = 1/2n Σₓ ‖y(x) − a‖², the mean squared error (deck 2.2)."""

    def of_samples(self, A: Array, Y: Array) -> Array:
        """Return ½ ‖y − a‖² of each sample."""
        costs: Array = 0.5 * np.square(A - Y).sum(axis=1)
        return costs

    def value(self, A: Array, Y: Array, n: int, sample_weight: Array | None = None) -> float:
        """Return 1/2n Σₓ ‖y − a‖², in one product for all samples; with weights 1/2n Σₓ ‖√wₓ (y − a)‖²."""
        difference = A - Y
        if sample_weight is not None:
            difference *= np.sqrt(sample_weight)[:, np.newaxis]
        difference = difference.ravel()
        return 0.5 * float(difference @ difference) / n

    def gradient(self, A: Array, Y: Array, n: int) -> Array:
        """Return (a − y) / n."""
        difference = A - Y
        difference *= 1 / n
        return difference

    def sum_and_errors(
        self, A: Array, Y: Array, memory: Memory, sample_weight: Array | None = None
    ) -> tuple[float, Array]:
        """Return Σ wₓ Cₓ and wₓ δᴸ of each sample, both from one difference where there are no weights."""
        if sample_weight is not None:
            return super().sum_and_errors(A, Y, memory, sample_weight)
        difference = A - Y
        of_all = difference.ravel()
        cost = 0.5 * float(of_all.dot(of_all))
        return cost, self.activation.backward(difference, A, memory)


class CrossEntropy(Cost):
    """Costs whose output error is a − y: σ' cancels, so a saturated output learns as fast as any other."""

    def output_error(self, A: Array, Y: Array, n: int, memory: Memory) -> Array:
        """Return δᴸ = (a − y) / n (book, chapter 3)."""
        delta = A - Y
        delta *= 1 / n
        return delta


class SigmoidCrossEntropy(CrossEntropy):
    """C = −1/n Σₓ Σⱼ [yⱼ ln aⱼ + (1 − yⱼ) ln(1 − aⱼ)] for sigmoid outputs (book, chapter 3)."""

    def of_samples(self, A: Array, Y: Array) -> Array:
        """Return −Σⱼ [y ln a + (1 − y) ln(1 − a)] of each sample."""
        A = clipped(A)
        costs: Array = -(Y * np.log(A) + (1 - Y) * np.log1p(-A)).sum(axis=1)
        return costs

    def gradient(self, A: Array, Y: Array, n: int) -> Array:
        """Return (a − y) / (a (1 − a) n)."""
        A = clipped(A)
        gradient: Array = (A - Y) / (A * (1 - A) * n)
        return gradient


class SoftmaxCrossEntropy(CrossEntropy):
    """C = −1/n Σₓ Σⱼ yⱼ ln aⱼ for softmax outputs: the book's log-likelihood cost (chapter 3)."""

    def of_samples(self, A: Array, Y: Array) -> Array:
        """Return −Σⱼ y ln a of each sample."""
        costs: Array = -(Y * np.log(clipped(A))).sum(axis=1)
        return costs

    def gradient(self, A: Array, Y: Array, n: int) -> Array:
        """Return −y / (a n)."""
        gradient: Array = -Y / (clipped(A) * n)
        return gradient


COSTS = ("quadratic", "cross_entropy")


def build_cost(name: str, activation: Activation) -> Cost:
    """Return the cost of this name for an output layer with this activation.

    Raises
    ------
    ConfigurationError
        For an unknown name, and for a cross-entropy whose outputs are no probabilities.
    """
    if name == "quadratic":
        return QuadraticCost(activation)
    if name != "cross_entropy":
        raise ConfigurationError(
            "cost must be one of {names}; got {name}", names=", ".join(COSTS), name=repr(name)
        )
    if isinstance(activation, Sigmoid):
        return SigmoidCrossEntropy(activation)
    if isinstance(activation, Softmax):
        return SoftmaxCrossEntropy(activation)
    raise ConfigurationError(
        "cross_entropy needs sigmoid or softmax outputs; got {found}", found=activation.name
    )


def one_hot(
    y: Array, classes: int, *, smoothing: float = 0.0, dtype: np.dtype[np.floating] | None = None
) -> Array:
    """Return the wanted outputs Y for labels y: y(x) = (0, 0, 1, 0, …)ᵀ (deck 2.1).

    Parameters
    ----------
    y : Array, shape (n,)
        Labels from 0 to classes − 1.
    classes : int
        Number of outputs.
    smoothing : float
        The share ε of the whole that is spread evenly over all classes: Y becomes (1 − ε) Y + ε / classes
        (Szegedy et al. 2016).
    dtype : np.dtype, optional
        Type of the result; float32 if not given.
    """
    wanted = np.eye(classes) * (1 - smoothing) + smoothing / classes
    return wanted.astype(dtype or np.float32)[y]


def clipped(A: Array) -> Array:
    """Return A kept a rounding error away from 0 and 1, so that its logarithms are finite; NaN stays NaN."""
    smallest = np.finfo(A.dtype).eps / 2  # 1 − eps / 2 is the last number before 1
    return np.clip(A, smallest, 1 - smallest)
