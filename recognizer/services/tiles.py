"""From 28×28 tiles to what the network takes: the one place that scales them."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray


def network_input(tiles: Iterable[NDArray[np.uint8]]) -> NDArray[np.float32]:
    """Return tiles (28, 28), ink 255, as rows (n, 784) in [0, 1], as MNIST's training pixels are."""
    rows = np.stack([tile.reshape(-1) for tile in tiles]).astype(np.float32)
    rows /= 255
    return rows
