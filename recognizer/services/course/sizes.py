"""Networks of any layers and sizes, untrained, for the first page of the course (deck 1.4)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognizer import nn
from recognizer.services.course.drawings import Tile
from recognizer.services.recognition.tiles import network_input

PIXELS, CLASSES = 784, 10


@dataclass(frozen=True, kw_only=True)
class SizedLayer:
    """A layer: its parameters, and what it makes of a drawing."""

    weights: int
    """Numbers in its weight matrix."""
    biases: int
    activations: NDArray[np.float32]
    """(units,)"""


def layers_of_sizes(tile: Tile, hidden: Sequence[int], *, seed: int) -> list[SizedLayer]:
    """Feed a tile through a fresh network of sigmoid neurons with these hidden layers, 784 in and 10 out."""
    network = nn.Network.build(
        nn.dense_architecture([PIXELS, *hidden, CLASSES]), rng=np.random.default_rng(seed)
    )
    return [
        SizedLayer(
            weights=layer.parameters["W"].size, biases=layer.parameters["b"].size, activations=traced.A[0]
        )
        for layer, traced in zip(network.layers, nn.trace(network, network_input([tile])), strict=True)
    ]
