"""Picture → ink."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def picture_to_ink(picture: Image.Image) -> tuple[NDArray[np.uint8], float]:
    """Return ink (h, w), ink high, paper exactly 0, and the picture's pixels along one of the ink's."""
    grey = picture.convert("L")
    factor = max(1, max(grey.size) // 1000)
    grey = grey.reduce(factor)
    g = np.asarray(grey, dtype=np.float32)
    if np.ptp(g) < 16:
        return np.zeros(g.shape, np.uint8), factor
    middle = (float(g.max()) + float(g.min())) / 2
    ink = g if (g > middle).mean() < 0.5 else 255 - g
    ink = (ink - ink.min()) * (255 / np.ptp(ink))
    ink[ink < 64] = 0
    return ink.astype(np.uint8), factor
