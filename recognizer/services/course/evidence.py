"""Attribution: which ink speaks for or against a digit, by gradient or occlusion."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from recognizer import nn
from recognizer.services.course.drawings import Tile
from recognizer.services.errors import NoSuchPart
from recognizer.services.recognition.tiles import network_input
from recognizer.services.recognition.verdicts import DIGITS

Method = Literal["gradient", "occlusion"]
METHODS: tuple[Method, ...] = ("gradient", "occlusion")

PATCH = 5
"""Side, in pixels, of the paper that is laid over the ink."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """How much each pixel speaks for each digit, in units of the weighted input z of its output neuron."""

    maps: NDArray[np.float64]
    """(10, 784); what is above 0 speaks for the digit."""
    scores: NDArray[np.float64]
    """(10,), the weighted inputs z."""

    def difference(self, digit: int, against: int) -> NDArray[np.float64]:
        """Return (784,), how much each pixel speaks for one digit rather than for another."""
        if digit == against:
            raise NoSuchPart("against: expected another digit than {digit}, found the same.", digit=digit)
        difference: NDArray[np.float64] = self.maps[digit] - self.maps[against]
        return difference


def evidence(network: nn.Network, tile: Tile, *, method: Method) -> Evidence:
    """Return which ink speaks for each digit.

    "gradient": xᵢ ∂zⱼ/∂xᵢ, what pixel i contributes to zⱼ as long as the network is taken for linear; with
    ReLU all of them and the biases' part sum to zⱼ. "occlusion": how much zⱼ falls when a square of paper
    covers the pixel, on average over all squares of 5×5 pixels that do.
    """
    x = network_input([tile])
    _, Z = nn.last_layers(network, x)
    by = by_gradient if method == "gradient" else by_occlusion
    return Evidence(maps=by(network, x[0]), scores=Z[0, :DIGITS].astype(np.float64))


def by_gradient(network: nn.Network, x: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return x ∂zⱼ/∂x for the ten digits: (10, 784)."""
    delta = np.eye(network.output_size)[:DIGITS]
    gradients, _ = nn.carry_back(network, np.repeat(x[None], DIGITS, axis=0), delta)
    contributions: NDArray[np.float64] = gradients.reshape(DIGITS, -1).astype(np.float64) * x
    return contributions


def by_occlusion(network: nn.Network, x: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return how much zⱼ falls when paper covers a pixel: (10, 784)."""
    picture = x.reshape(28, 28)
    corners = [
        (top, left)
        for top in range(1 - PATCH, 28)
        for left in range(1 - PATCH, 28)
        if picture[window(top, left)].any()
    ]
    covered = np.repeat(picture[None], len(corners) + 1, axis=0)
    for row, corner in zip(covered, corners, strict=False):
        row[window(*corner)] = 0
    _, Z = nn.last_layers(network, covered.reshape(-1, 784))  # the last one is the picture as it is
    falls = (Z[-1] - Z[:-1])[:, :DIGITS].astype(np.float64)
    maps = np.zeros((28, 28, DIGITS))
    for fall, corner in zip(falls, corners, strict=True):
        maps[window(*corner)] += fall
    maps /= PATCH**2
    return maps.reshape(784, DIGITS).T


def window(top: int, left: int) -> tuple[slice, slice]:
    """Return the part of a square that lies on the tile."""
    return slice(max(top, 0), top + PATCH), slice(max(left, 0), left + PATCH)
