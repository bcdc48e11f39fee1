"""Convert a reader's drawing into a tile, and read it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognizer.ink import Stroke, tile_of_strokes
from recognizer.services.recognition.live import live_model
from recognizer.services.recognition.tiles import network_input
from recognizer.services.recognition.verdicts import DIGITS, digit_probabilities
from recognizer.services.versions.registry import LoadedVersion

Tile = NDArray[np.uint8]
"""(28, 28), ink 255."""


@dataclass(frozen=True, kw_only=True)
class TileReading:
    """A version's outputs and probabilities for one tile."""

    digit: int
    outputs: NDArray[np.float32]
    """(10,) or (11,), the activations of the output layer."""
    probabilities: NDArray[np.float64]
    """(10,), of each digit, made of the outputs by the version's temperature; they sum to 1, or to less where
    the ink may be no digit."""
    version: LoadedVersion


def tile_of(strokes: Sequence[Stroke]) -> Tile:
    """Return strokes as one digit's tile: what the recogniser draws in its mode `digit`."""
    return tile_of_strokes(strokes)


def read_tile(tile: Tile, version: LoadedVersion | None = None) -> TileReading:
    """Read one tile by the version that is live, or by another."""
    version = version or live_model.current()
    outputs = version.network.predict(network_input([tile]))
    likely = digit_probabilities(outputs, version.temperature)[0]
    return TileReading(
        digit=int(likely[:DIGITS].argmax()), outputs=outputs[0], probabilities=likely, version=version
    )
