"""Activation functions, each beside its derivative.

Every function here has a derivative that can be told from its value, σ'(z) = σ(z) (1 − σ(z)) for one, so that
only the activations A need to be kept and nothing is computed twice.
"""

from abc import ABC, abstractmethod
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np

from recognizer.nn.arrays import Array, Memory, Shape
from recognizer.nn.errors import ConfigurationError

__all__ = ["ACTIVATIONS", "Activation", "Linear", "ReLU", "Sigmoid", "Softmax", "Tanh", "get_activation"]

ONES = {np.dtype(kind): np.ones((), kind) for kind in (np.float32, np.float64)}
"""1 as an array: NumPy takes as long to make one of a Python number as to add it to a few hundred others."""


class Activation(ABC):
    """A function σ from weighted inputs Z to activations A, row by row of a batch."""

    name: ClassVar[str]
    rises: ClassVar[bool] = True
    """Whether each activation depends on its own weighted input alone and keeps the order of numbers.

    Then the largest of several is that of the largest weighted input, and so is its slope.
    """

    @abstractmethod
    def forward(self, Z: Array) -> Array:
        """Return A = σ(Z), written over Z. Shape (n, …), any real values.

        To be called where ``np.errstate`` lets overflow pass.
        """

    @abstractmethod
    def backward(self, G: Array, A: Array, memory: Memory) -> Array:
        """Return G ⊙ σ'(Z), written over G: the error δ = ∂C/∂Z for G = ∂C/∂A, with A = σ(Z).

        ``memory`` lends an array for σ'(Z).
        """


class Sigmoid(Activation):
    """σ(z) = 1 / (1 + e⁻ᶻ), the smooth perceptron (deck 1.3)."""

    name = "sigmoid"

    def forward(self, Z: Array) -> Array:
        """Return 1 / (1 + e⁻ᶻ); far left e⁻ᶻ overflows to infinity, and 1 / (1 + ∞) = 0 is right."""
        np.negative(Z, out=Z)
        np.exp(Z, out=Z)
        np.add(Z, ONES[Z.dtype], out=Z)
        return np.reciprocal(Z, out=Z)

    def backward(self, G: Array, A: Array, memory: Memory) -> Array:
        """Return G ⊙ A (1 − A)."""
        slope = np.subtract(ONES[A.dtype], A, out=memory.array("slope", A.shape))
        slope *= A
        G *= slope
        return G


class Tanh(Activation):
    """The sigmoid's sister with values from −1 to 1; tanh'(z) = 1 − tanh²(z) (book, chapter 3)."""

    name = "tanh"

    def forward(self, Z: Array) -> Array:
        """Return tanh(Z)."""
        return np.tanh(Z, out=Z)

    def backward(self, G: Array, A: Array, memory: Memory) -> Array:
        """Return G ⊙ (1 − A²)."""
        slope = np.multiply(A, A, out=memory.array("slope", A.shape))
        G *= np.subtract(1, slope, out=slope)
        return G


class ReLU(Activation):
    """max(0, z), with derivative 1 right of 0 and 0 elsewhere (book, chapter 3)."""

    name = "relu"

    def forward(self, Z: Array) -> Array:
        """Return max(0, Z)."""
        return np.maximum(Z, zeros(Z.shape[1:], Z.dtype), out=Z)

    def backward(self, G: Array, A: Array, memory: Memory) -> Array:
        """Return G where A > 0, else 0."""
        G *= np.greater(A, 0, out=memory.array("slope", A.shape))
        return G


@lru_cache(maxsize=256)
def zeros(shape: Shape, dtype: np.dtype[Any]) -> Array:
    """Return a read-only sample of zeros: NumPy compares with an array far faster than with a number."""
    array = np.zeros(shape, dtype)
    array.flags.writeable = False
    return array


class Softmax(Activation):
    """aⱼ = e^zⱼ / Σₖ e^zₖ: positive outputs that sum to 1 (book, chapter 3)."""

    name = "softmax"
    rises = False

    def forward(self, Z: Array) -> Array:
        """Return e^Z over its row sums, without overflow for any z."""
        Z -= Z.max(axis=-1, keepdims=True)  # leaves the quotient as it is, and e^z finite
        np.exp(Z, out=Z)
        Z /= Z.sum(axis=-1, keepdims=True)
        return Z

    def backward(self, G: Array, A: Array, memory: Memory) -> Array:
        """Return A ⊙ (G − Σₖ Gₖ aₖ): every output depends on every z, ∂aₖ/∂zⱼ = aₖ (δⱼₖ − aⱼ)."""
        G -= np.sum(G * A, axis=-1, keepdims=True)
        G *= A
        return G


class Linear(Activation):
    """The identity: A = Z."""

    name = "linear"

    def forward(self, Z: Array) -> Array:
        """Return Z itself."""
        return Z

    def backward(self, G: Array, A: Array, memory: Memory) -> Array:
        """Return G itself."""
        return G


ACTIVATIONS = {activation.name: activation for activation in (Sigmoid(), Tanh(), ReLU(), Softmax(), Linear())}


def get_activation(name: str) -> Activation:
    """Return the activation of this name; a ConfigurationError lists the names that there are."""
    if name not in list(ACTIVATIONS):  # a list, because a stranger's file may have anything for a name
        raise ConfigurationError(
            "activation must be one of {names}; got {name}", names=", ".join(ACTIVATIONS), name=repr(name)
        )
    return ACTIVATIONS[name]
