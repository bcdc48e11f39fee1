"""Ink → tile: the one place that sizes and centres a digit, for strokes and pictures alike."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Tile = NDArray[np.uint8]
"""What the network sees: (28, 28), ink 255, paper 0."""

TILE_SIDE = 28
INK_SIDE = 20
"""Larger side of a digit's ink on the tile, in pixels, as in MNIST."""


def ink_to_tile(ink: Image.Image, *, scale: float) -> Tile:
    """
    Bring ink to a tile in the manner of MNIST: scaled, antialiased, its centre of mass in the middle.

    The centre is found and kept to a fraction of a pixel. Where centring would push ink over the edge, as
    with a long and heavy serif, the ink stays on the tile.

    Parameters
    ----------
    ink
        Mode L, ink high, paper exactly 0, with ink somewhere.
    scale
        Tile pixels along one pixel of the ink.
    """
    box = ink.getbbox()
    if box is None:
        return np.zeros((TILE_SIDE, TILE_SIDE), dtype=np.uint8)
    left, top, right, bottom = box
    half = TILE_SIDE / 2 / scale
    x, y = _centre_of_mass(ink.crop(box))
    x = min(max(left + x, right - half), left + half)
    y = min(max(top + y, bottom - half), top + half)
    outer = (math.floor(x - half), math.floor(y - half), math.ceil(x + half), math.ceil(y + half))
    frame = (x - half - outer[0], y - half - outer[1], x + half - outer[0], y + half - outer[1])
    tile = ink.crop(outer).resize((TILE_SIDE, TILE_SIDE), Image.Resampling.BOX, box=frame)
    return np.asarray(tile)


def longer_side(ink: Image.Image) -> int:
    """Return the larger side of the box about the ink, in its pixels; 1 where there is none."""
    left, top, right, bottom = ink.getbbox() or (0, 0, 1, 1)
    return max(right - left, bottom - top)


def _centre_of_mass(ink: Image.Image) -> tuple[float, float]:
    mass = np.asarray(ink, dtype=np.float32)
    columns, rows = mass.sum(axis=0), mass.sum(axis=1)
    x = (np.arange(columns.size) + 0.5) @ columns / columns.sum()
    y = (np.arange(rows.size) + 0.5) @ rows / rows.sum()
    return float(x), float(y)
