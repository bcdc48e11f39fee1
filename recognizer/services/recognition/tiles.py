"""Convert 28×28 tiles for the network, and to pictures for people."""

import base64
import io
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recognizer import nn


def network_input(tiles: Iterable[NDArray[np.uint8]]) -> NDArray[np.float32]:
    """Return tiles (28, 28), ink 255, as rows (n, 784) in [0, 1], as MNIST's training pixels are."""
    return nn.unit_range(np.stack([tile.reshape(-1) for tile in tiles]), np.dtype(np.float32))


def png_data_url(ink: NDArray[np.uint8]) -> str:
    """Return pixels as the data URL of a PNG: (h, w) grey, ink white on black, or (h, w, 4) with colours."""
    buffer = io.BytesIO()
    Image.fromarray(ink).save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
