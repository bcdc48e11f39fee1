"""The weights of a network's first layer as pictures: what each neuron or filter looks for."""

from dataclasses import dataclass
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from recognizer import nn

SHARE_WITHIN_SCALE = 0.995
"""Of all weights; the few beyond have the full colour, or they would make the others pale."""


@dataclass(frozen=True, eq=False, kw_only=True)
class FirstLayer:
    """The weights of the first layer that has some, the strongest picture first."""

    kind: str
    """The layer's type, "dense" or "conv2d"."""
    weights: NDArray[np.float64]
    """(n, height, width), a picture for each neuron or filter; channels stand side by side."""
    numbers: NDArray[np.int64]
    """(n,), each picture's place in the layer, from 0."""
    scale: float
    """The weight that has the full colour."""


def first_layer(network: nn.Network) -> FirstLayer | None:
    """Return the first layer's weights as pictures; None if its inputs are not pixels."""
    layer = next((layer for layer in network.layers if "W" in layer.parameters), None)
    if layer is None:
        return None
    W = np.asarray(layer.parameters["W"], np.float64)
    if W.ndim == 4:  # (filters, kernel, kernel, channels)
        pictures = W.transpose(0, 1, 3, 2).reshape(len(W), W.shape[1], -1)
    else:
        side = isqrt(W.shape[1])
        if side * side != W.shape[1]:
            return None
        pictures = W.reshape(-1, side, side)
    strength = np.linalg.norm(pictures, axis=(1, 2))
    order = np.argsort(-strength, kind="stable")
    scale = float(np.quantile(np.abs(W), SHARE_WITHIN_SCALE)) or 1.0
    return FirstLayer(kind=layer.type, weights=pictures[order], numbers=order, scale=scale)


def masks(weights: NDArray[np.float64], scale: float) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return weights (h, w) as two masks (h, w): how much of the colour for what is above zero, and below.

    The colours themselves are the page's (`static/css/signs.css`).
    """
    shares = np.round(255 * np.clip(weights / scale, -1, 1))
    return np.maximum(shares, 0).astype(np.uint8), np.maximum(-shares, 0).astype(np.uint8)
