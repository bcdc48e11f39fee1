"""What a layer is: a part of the forward pass, and the same part of backpropagation."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from math import prod
from typing import ClassVar

import numpy as np

from recognizer.nn.activations import Activation, Linear
from recognizer.nn.arrays import Array, Memory, Shape
from recognizer.nn.errors import ConfigurationError, ShapeError
from recognizer.nn.layers.initializers import Initializer

__all__ = ["Layer", "image_shape", "integer", "sides"]


class Layer(ABC):
    """One layer l of a network. All arrays hold a batch, samples first.

    A layer holds its parameters and nothing else; what a pass leaves behind is in the ``Memory`` it is given.

    Parameters
    ----------
    input_shape : Shape
        Shape of one sample's input, without the batch: (features,) or (height, width, channels).
    output_shape : Shape
        Shape of one sample's output.

    Attributes
    ----------
    activation : Activation
        The function σ at the end of the layer.
    parameters : dict of str to Array
        Weights "W" and biases "b"; empty for a layer that learns nothing.
    """

    type: ClassVar[str]
    """The layer's name in an architecture. Its options there are the constructor's keyword arguments."""

    def __init__(self, input_shape: Shape, output_shape: Shape, activation: Activation | None = None) -> None:
        self.input_shape = input_shape
        self.output_shape = output_shape
        self.activation = activation or Linear()
        self.parameters: dict[str, Array] = {}

    @property
    def parameter_shapes(self) -> dict[str, Shape]:
        """The shape of each parameter, "W" of the weights and "b" of the biases."""
        return {}

    @property
    def values_per_sample(self) -> int:
        """About how many numbers a forward pass leaves in memory for each sample."""
        return prod(self.output_shape)

    def initialize(self, initializer: Initializer, rng: np.random.Generator) -> None:
        """Draw the first weights and biases."""
        if not self.parameters:
            return
        W, b = self.parameters["W"], self.parameters["b"]
        n_in, n_out = prod(W.shape[1:]), W.size // W.shape[-1]
        W[...] = rng.standard_normal(W.shape) * initializer.weights(n_in, n_out)
        b[...] = rng.standard_normal(b.shape) * initializer.biases

    def weighted_inputs(self, A_in: Array, memory: Memory) -> Array | None:
        """Return Z, shape (n, *output_shape), before the activation is written over it.

        None for a layer that has no neurons and only passes activations on, by ``forward``.
        """
        return None

    @abstractmethod
    def forward(self, A_in: Array, memory: Memory) -> Array:
        """Return the activations A, shape (n, *output_shape), and remember what the backward pass needs."""

    def error(self, G: Array, memory: Memory) -> Array:
        """Return δ = G ⊙ σ'(Z) for G = ∂C/∂A, shape (n, *output_shape), written over G."""
        return self.activation.backward(G, memory.A, memory)

    def compute_gradients(  # noqa: B027  (most layers learn nothing)
        self, delta: Array, memory: Memory, gradients: Mapping[str, Array]
    ) -> None:
        """Write ∂C/∂W and ∂C/∂b into the arrays of ``gradients``, given δ (BP3, BP4)."""

    @abstractmethod
    def backward(self, delta: Array, memory: Memory) -> Array:
        """Return ∂C/∂A_in, shape (n, *input_shape), given δ."""


def integer(name: str, value: object, *, least: int = 1, most: int = 65_536) -> int:
    """Return the value if it is an integer in the range, or raise a ConfigurationError."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ConfigurationError(
            "{name} must be an integer from {least} to {most}; got {value}",
            name=name,
            least=least,
            most=most,
            value=repr(value),
        )
    return value


def sides(name: str, value: object, *, least: int = 1) -> tuple[int, int]:
    """Return (rows, columns), given both or one integer for either, or raise a ConfigurationError."""
    if isinstance(value, list | tuple) and len(value) == 2:
        return integer(name, value[0], least=least), integer(name, value[1], least=least)
    side = integer(name, value, least=least)
    return side, side


def image_shape(layer_type: str, shape: Shape) -> tuple[int, int, int]:
    """Return (height, width, channels), or raise a ShapeError if the layer's inputs are no pictures."""
    if len(shape) != 3:
        raise ShapeError(
            "a {layer_type} layer needs inputs (height, width, channels); got shape {shape}",
            layer_type=layer_type,
            shape=shape,
        )
    height, width, channels = shape
    return height, width, channels
