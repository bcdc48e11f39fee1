"""Look inside a network: what each layer computes for a sample, and how the outputs depend on it."""

from dataclasses import dataclass

import numpy as np

from recognizer.nn.arrays import Array, Memory
from recognizer.nn.data import as_inputs
from recognizer.nn.errors import ShapeError
from recognizer.nn.network import Network, finite_inputs, split

__all__ = ["LayerTrace", "carry_back", "last_layers", "trace"]


@dataclass(frozen=True, kw_only=True)
class LayerTrace:
    """What one layer made of a batch. The arrays are copies: nothing else writes to them."""

    Z: Array | None
    """Weighted inputs (n, *output_shape); None for a layer without neurons (pooling, flattening, dropout)."""
    A: Array
    """Activations (n, *output_shape)."""


def trace(network: Network, X: Array) -> list[LayerTrace]:
    """Return zˡ and aˡ of every layer, first to last (deck 3.1); the last A is what ``predict`` returns.

    Parameters
    ----------
    network : Network
        Is read only. Safe to call from several threads.
    X : Array, shape (n, features) or (n, *input_shape)
        As for ``Network.predict``; few samples, for everything is kept.

    Raises
    ------
    ShapeError, DataError
        As ``Network.predict``.
    """
    A = finite_inputs(as_inputs(X, network.input_shape), network.dtype)
    traces = []
    with np.errstate(over="ignore"):
        for layer, memory in zip(network.layers, network.new_memories(), strict=True):
            Z = layer.weighted_inputs(A, memory)
            if Z is None:
                A = layer.forward(A, memory).copy()
            else:
                Z = Z.copy()
                A = layer.activation.forward(Z.copy())
            traces.append(LayerTrace(Z=Z, A=A))
    return traces


def last_layers(network: Network, X: Array) -> tuple[Array, Array]:
    """Return aᴸ⁻¹ and zᴸ for any number of samples: what the output layer gets, and its weighted inputs.

    Parameters
    ----------
    network : Network
        Is read only; its last layer has neurons.
    X : Array, shape (n, features) or (n, *input_shape)
        As for ``Network.predict``.

    Returns
    -------
    Array, shape (n, inputs of the last layer)
    Array, shape (n, outputs)

    Raises
    ------
    ShapeError, DataError
        As ``Network.predict``.
    """
    X = as_inputs(X, network.input_shape)
    *before, last = network.layers
    hidden = np.empty((len(X), *last.input_shape), network.dtype)
    Z = np.empty((len(X), network.output_size), network.dtype)
    memories = network.new_memories()
    with np.errstate(over="ignore"):
        for chunk in split(len(X), network.chunk_size):
            A = finite_inputs(X[chunk], network.dtype, chunk.start)
            for layer, memory in zip(before, memories, strict=False):
                A = layer.forward(A, memory)
            hidden[chunk] = A
            weighted = last.weighted_inputs(A, memories[-1])
            if weighted is None:
                raise ShapeError("the last layer must have neurons; it is a {kind} layer", kind=last.type)
            Z[chunk] = weighted
    return hidden, Z


def carry_back(network: Network, X: Array, delta: Array) -> tuple[Array, list[Array]]:
    """Carry an error of the output layer back to the input, by BP2 through every layer.

    For any function f of the output layer's weighted inputs zᴸ with ∂f/∂zᴸ = δᴸ, this gives ∂f/∂zˡ of all
    layers and ∂f/∂x: for δᴸ from BP1 the errors of the cost, for δᴸ = eⱼ the gradient of zⱼ, for
    δᴸ = eⱼ − eₖ that of the difference of two outputs.

    Parameters
    ----------
    network : Network
        Is read only.
    X : Array, shape (n, features) or (n, *input_shape)
        The samples at which to differentiate.
    delta : Array, shape (n, outputs)
        δᴸ of each sample.

    Returns
    -------
    Array, shape (n, *input_shape)
        ∂f/∂x.
    list of Array
        δˡ of every layer, shapes (n, *output_shape); of a layer without neurons ∂f/∂aˡ.

    Raises
    ------
    ShapeError, DataError
        As ``Network.predict``, and for a delta of another shape.
    """
    inputs = finite_inputs(as_inputs(X, network.input_shape), network.dtype)
    if delta.shape != (len(inputs), network.output_size):
        raise ShapeError(
            "delta must have the shape {expected}; got {found}",
            expected=(len(inputs), network.output_size),
            found=delta.shape,
        )
    memories: list[Memory] = network.new_memories()
    with np.errstate(over="ignore"):
        network.forward(inputs, memories)
    error: Array = delta.astype(network.dtype)
    errors: list[Array] = []
    for index in reversed(range(len(network.layers))):
        errors.append(error.copy())
        G = network.layers[index].backward(error, memories[index])
        error = network.layers[index - 1].error(G, memories[index - 1]) if index > 0 else G
    return error.copy(), errors[::-1]
