"""A network that reads rows: the same weights at every place of a picture of any width."""

import json
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from recognizer.nn.architecture import build_layers
from recognizer.nn.arrays import Array, Memory
from recognizer.nn.data import unit_range
from recognizer.nn.errors import ConfigurationError, ShapeError
from recognizer.nn.forward_pass import ForwardPass
from recognizer.nn.layers import Columns, Layer
from recognizer.nn.network import Network
from recognizer.nn.parameters import ParameterVector

__all__ = ["WIDTHS", "RowNetwork"]

WIDTHS = (64, 96, 128, 192, 256, 384, 512, 768, 1024)
"""Rows are padded to one of these widths, so that several can be read at once and memory is used again."""

WIDEST_KEPT = 256
"""What wider rows leave behind is given back: they are rare, and large."""


class RowNetwork:
    """A network from a row, shape (height, width), to the probabilities of labels at each place along it.

    Convolution and pooling ask nothing of the width, so that one set of parameters makes a network for each:
    ``at`` returns it. The last layer is of the type ``columns``; its last output means that no label is here
    (the blank of connectionist temporal classification).

    Parameters
    ----------
    architecture : mapping
        As of a ``Network``, for one of the ``WIDTHS``.
    dtype : data type
        np.float32, or np.float64 for checks.

    Raises
    ------
    ConfigurationError, ShapeError
        For an architecture that cannot read rows.
    """

    def __init__(self, architecture: Mapping[str, Any], *, dtype: npt.DTypeLike = np.float32) -> None:
        self.checked_layers(architecture)
        network = Network(architecture, dtype=dtype)
        self.height, width, _ = network.input_shape
        places, self.outputs = network.layers[-1].output_shape
        self.stride = width // places
        self._networks = {width: network}
        self._network = network
        self._building = threading.Lock()

    @staticmethod
    def checked_layers(architecture: Mapping[str, Any]) -> list[Layer]:
        """Return the layers of an architecture that reads rows, or raise what the class does."""
        layers = build_layers(architecture)
        if not isinstance(layers[-1], Columns):
            raise ConfigurationError(
                "the last layer of a network that reads rows must be columns; got {type}",
                type=layers[-1].type,
            )
        height, width, channels = layers[0].input_shape
        places, _ = layers[-1].output_shape
        if width not in WIDTHS or width % places or channels != 1:
            raise no_rows(width, places)
        for other in WIDTHS:  # ``at`` may be asked for each of them
            layers_there = build_layers({**architecture, "input_shape": [height, other, channels]})
            places_there, _ = layers_there[-1].output_shape
            if places_there * width != places * other:
                raise no_rows(other, places_there)
        return layers

    @classmethod
    def build(
        cls, architecture: Mapping[str, Any], *, rng: np.random.Generator, dtype: npt.DTypeLike = np.float32
    ) -> Self:
        """Return a network with freshly drawn weights (He et al. 2015)."""
        network = cls(architecture, dtype=dtype)
        drawn = Network.build(architecture, initializer="he", rng=rng, dtype=dtype)
        network.vector.values[...] = drawn.vector.values
        return network

    @property
    def architecture(self) -> dict[str, Any]:
        """The plain JSON form, as it was given."""
        architecture: dict[str, Any] = json.loads(json.dumps(self._network.architecture))
        return architecture

    @property
    def vector(self) -> ParameterVector:
        """All parameters, shared by the networks of all widths."""
        return self._network.vector

    def at(self, width: int) -> Network:
        """Return the network for rows so wide; writing to its parameters changes all."""
        network = self._networks.get(width)
        if network is None:
            with self._building:
                architecture = self.architecture
                architecture["input_shape"][1] = width
                network = Network(architecture, dtype=self._network.dtype)
                network.share_parameters(self._network)
                self._networks[width] = network
        return network

    def places(self, width: int) -> int:
        """Return how many places a row so wide has, before it is padded."""
        return -(-width // self.stride)

    def predict(self, row: Array) -> Array:
        """Return the activations at each place of one row; safe to call from several threads.

        Parameters
        ----------
        row : Array, shape (height, width)
            uint8, ink 255, paper 0; at most as wide as the widest of ``WIDTHS``.

        Returns
        -------
        Array, shape (places, outputs)
            Each place sums to 1.
        """
        padded = padded_rows([row], self.height)
        width = padded.shape[2]
        network = self.at(width)
        if width <= WIDEST_KEPT:
            activations = network.predict(padded)
        else:
            once = ForwardPass(network.layers, 1, Memory(network.dtype), most=1)
            activations = once.run(unit_range(padded, network.dtype))
        return np.asarray(activations[0, : self.places(row.shape[1])])


def no_rows(width: int, places: int) -> ConfigurationError:
    """Return the error of an architecture that cannot read rows so wide."""
    return ConfigurationError(
        "rows must have one channel, be {widths} wide, and a whole number of columns for each place; "
        "got {width} and {places} places",
        widths=", ".join(map(str, WIDTHS)),
        width=width,
        places=places,
    )


def padded_width(width: int) -> int:
    """Return how wide a row is made, at most the widest of ``WIDTHS``."""
    return next(padded for padded in WIDTHS if padded >= width)


def padded_rows(rows: Sequence[Array], height: int) -> Array:
    """Return rows (height, w) as one array (n, height, width, 1), with paper behind the shorter ones.

    Raises
    ------
    ShapeError
        For rows of another height, or too wide.
    """
    longest = max(row.shape[1] for row in rows)
    if longest > WIDTHS[-1] or any(row.shape[0] != height for row in rows):
        raise ShapeError(
            "rows must be {height} pixels high and at most {widest} wide; got {shapes}",
            height=height,
            widest=WIDTHS[-1],
            shapes=f"{[row.shape for row in rows]!r:.200}",
        )
    width = padded_width(longest)
    padded = np.zeros((len(rows), height, width, 1), np.uint8)
    for place, row in zip(padded, rows, strict=True):
        place[:, : row.shape[1], 0] = row
    return padded
