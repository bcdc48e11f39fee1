"""28×28 tiles as the network takes them, the one place that scales them, and as people see them."""

import base64
import io
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def network_input(tiles: Iterable[NDArray[np.uint8]]) -> NDArray[np.float32]:
    """Return tiles (28, 28), ink 255, as rows (n, 784) in [0, 1], as MNIST's training pixels are."""
    rows = np.stack([tile.reshape(-1) for tile in tiles]).astype(np.float32)
    rows /= 255
    return rows


def png_data_url(ink: NDArray[np.uint8]) -> str:
    """Return pixels as the data URL of a PNG: (h, w) grey, ink white on black, or (h, w, 4) with colours."""
    buffer = io.BytesIO()
    Image.fromarray(ink).save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
