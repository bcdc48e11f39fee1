"""The network: layers in a row, and feedforward through them."""

import json
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from math import isfinite, prod
from typing import Any

import numpy as np
import numpy.typing as npt

from recognizer.nn.architecture import build_layers
from recognizer.nn.arrays import Array, Memory, Shape
from recognizer.nn.data import UINT8, as_inputs, unit_range
from recognizer.nn.errors import ConfigurationError, DataError
from recognizer.nn.layers import Dropout
from recognizer.nn.layers.initializers import get_initializer
from recognizer.nn.parallel import Workers
from recognizer.nn.parameters import ParameterVector
from recognizer.nn.passes import OfThread

__all__ = ["Network", "split"]

CHUNK_BYTES, CHUNK_SAMPLES = 8_000_000, 512
"""Of what a forward pass leaves behind, and of samples: more would leave the cache before their turn."""


class Network:
    """A feedforward network (deck 1.4).

    Parameters
    ----------
    architecture : mapping
        Its plain JSON form, for example ``{"input_shape": [784], "layers": [{"type": "dense", "units": 10,
        "activation": "sigmoid"}]}``.
    dtype : data type
        np.float32, or np.float64 for checks.

    Attributes
    ----------
    architecture : dict
        As given, in the types that JSON has: lists and no tuples.
    layers : list of Layer
        From the input to the output. Parameters are zero until drawn or loaded.
    vector : ParameterVector
        All parameters.
    values_per_sample : int
        About how many numbers a forward pass leaves behind for each sample.
    chunk_size : int
        How many samples can be worked on at a time so that all they need fits into a processor's cache.
    has_dropout : bool
        Whether training needs random numbers.

    Raises
    ------
    ConfigurationError, ShapeError
        For an architecture that cannot be; the message names the layer.
    """

    def __init__(self, architecture: Mapping[str, Any], *, dtype: npt.DTypeLike = np.float32) -> None:
        self.dtype = checked_dtype(dtype)
        self.layers = build_layers(architecture)
        self.architecture: dict[str, Any] = json.loads(json.dumps(architecture, default=dict))
        self.vector = ParameterVector([layer.parameter_shapes for layer in self.layers], self.dtype)
        for layer, views in zip(self.layers, self.vector.by_layer, strict=True):
            layer.parameters = views
        self.has_dropout = any(isinstance(layer, Dropout) for layer in self.layers)
        self.values_per_sample = prod(self.input_shape) + sum(
            layer.values_per_sample for layer in self.layers
        )
        in_cache = CHUNK_BYTES // (self.values_per_sample * self.dtype.itemsize)
        self.chunk_size = max(1, min(in_cache, CHUNK_SAMPLES))
        self._of_thread = OfThread(self.layers, self.dtype, self.chunk_size)

    @classmethod
    def build(
        cls,
        architecture: Mapping[str, Any],
        *,
        initializer: str = "scaled_normal",
        rng: np.random.Generator,
        dtype: npt.DTypeLike = np.float32,
    ) -> "Network":
        """Return a network with freshly drawn weights and biases.

        Parameters
        ----------
        architecture : mapping
            As for the class.
        initializer : str
            "standard_normal" (the deck's own), "scaled_normal", "he" or "glorot".
        rng : np.random.Generator
            Where the randomness comes from.
        dtype : data type
            np.float32 or np.float64.
        """
        network = cls(architecture, dtype=dtype)
        chosen = get_initializer(initializer)
        for layer in network.layers:
            layer.initialize(chosen, rng)
        return network

    @property
    def parameters(self) -> dict[str, Array]:
        """Weights and biases by name ("layers.0.W"), as views: writing to them changes the network."""
        return self.vector.by_name

    @property
    def parameter_count(self) -> int:
        """The number of weights and biases."""
        return self.vector.values.size

    @property
    def input_shape(self) -> Shape:
        """Shape of one sample: (features,) or (height, width, channels)."""
        return self.layers[0].input_shape

    @property
    def output_size(self) -> int:
        """The number of outputs, for digits 10."""
        return self.layers[-1].output_shape[0]

    def share_parameters(self, other: "Network") -> None:
        """Use the parameters of another network whose layers have the same: what changes one changes both."""
        self.vector = other.vector
        for layer, views in zip(self.layers, other.vector.by_layer, strict=True):
            layer.parameters = views
        self._of_thread = OfThread(self.layers, self.dtype, self.chunk_size)  # passes know their parameters

    def forward(self, X: Array, memories: list[Memory]) -> Array:
        """Return the output activations of one batch: aˡ = σ(wˡ aˡ⁻¹ + bˡ) for each layer l (deck 3.1).

        Parameters
        ----------
        X : Array, shape (n, *input_shape)
            Of the network's type.
        memories : list of Memory
            One a layer, from ``new_memories``; the result lives there until the next pass.
        """
        A = X
        for layer, memory in zip(self.layers, memories, strict=True):
            A = layer.forward(A, memory)
        return A

    def new_memories(self) -> list[Memory]:
        """Return a memory for each layer, for passes in one thread."""
        return [Memory(self.dtype) for _ in self.layers]

    def predict(self, X: Array) -> Array:
        """Return the output activations for any number of samples; safe to call from several threads.

        Parameters
        ----------
        X : Array, shape (n, features) or (n, *input_shape)
            Samples from 0 to 1 (ink is 1, paper 0), or uint8 from 0 to 255.

        Returns
        -------
        Array, shape (n, outputs)
            Of the network's type; with sigmoid or softmax outputs from 0 to 1.

        Raises
        ------
        ShapeError, DataError
            For samples of another shape or type, and for samples that are not finite.
        """
        X = as_inputs(X, self.input_shape)
        if not len(X):
            return np.empty((0, *self.layers[-1].output_shape), self.dtype)
        with np.errstate(over="ignore", invalid="ignore"):  # the outputs tell, and are looked at
            if len(X) <= self.chunk_size:
                outputs = self._of_thread.passes.of(len(X)).run(finite_inputs(X, self.dtype)).copy()
            else:
                outputs = self._predict_in_chunks(X)
            row = not_finite(outputs)
        if row is not None:
            raise DataError(
                "sample {row} must lead to finite outputs; got {found}", row=row, found=outputs[row]
            )
        return outputs

    def _predict_in_chunks(self, X: Array) -> Array:
        """Return what ``predict`` does for more samples than should be worked on at a time."""
        outputs = np.empty((len(X), *self.layers[-1].output_shape), self.dtype)
        chunks = split(len(X), self.chunk_size)
        with Workers() as workers:

            def predict_chunk(index: int, _worker: int) -> None:
                chunk = chunks[index]
                inputs = finite_inputs(X[chunk], self.dtype, chunk.start)
                outputs[chunk] = self._of_thread.passes.of(len(inputs)).run(inputs)

            workers.share(predict_chunk, len(chunks))
        return outputs


def checked_dtype(dtype: npt.DTypeLike) -> np.dtype[Any]:
    """Return float32 or float64, or raise a ConfigurationError."""
    try:
        found = np.dtype(dtype)
    except (TypeError, ValueError) as error:
        raise ConfigurationError(
            "dtype must be float32 or float64; got {dtype}", dtype=repr(dtype)
        ) from error
    if found not in (np.float32, np.float64):
        raise ConfigurationError("dtype must be float32 or float64; got {found}", found=found)
    return found


def finite_inputs(X: Array, dtype: np.dtype[Any], first: int = 0) -> Array:
    """Return samples from 0 to 1, or raise a DataError for NaN and infinity; X[0] counts as ``first``."""
    A = unit_range(X, dtype)
    row = None if X.dtype == UINT8 else not_finite(A)
    if row is not None:
        raise DataError("sample {row} must be finite numbers; it has NaN or infinity", row=first + row)
    return A


def not_finite(A: Array) -> int | None:
    """Return the first row with NaN or infinity in it, if there is one.

    To be called where ``np.errstate`` lets overflow pass. The sum of squares is by far the cheapest test: NaN
    and infinity cannot get lost in it. Numbers that are merely large can make it overflow, so then all is
    looked at.
    """
    numbers = A.ravel()
    if isfinite(np.dot(numbers, numbers)):
        return None
    finite = np.isfinite(A.reshape(len(A), -1)).all(axis=1)
    return None if finite.all() else int(np.argmin(finite))


@lru_cache(maxsize=64)
def split(n: int, most: int) -> tuple[slice, ...]:
    """Return slices of n samples, as few as possible of at most so many and as equal as possible."""
    parts = max(1, -(-n // most))
    bounds = [n * part // parts for part in range(parts + 1)]
    return tuple(slice(start, stop) for start, stop in pairwise(bounds))
