"""Picture → ink: grey, evenly lit, ink high, noise gone."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from recognizer.ink.light import relief, split

WORKING_SIDE = 1024
"""Larger side of the picture that is worked on, in pixels."""

SMOOTHING = 0.5
"""Standard deviation of the blur that takes the edge off noise, in pixels."""

FAINTEST = 10.0
"""Grey levels (of 255) between paper and ink below which there is no ink."""

NOISE_MARGIN = 2.5
"""How many times the paper's noise ink has to stand out."""

PAPER, INK = 0.3, 0.7
"""Parts of the typical relief of ink up to which all is paper and from which all is ink."""


def picture_to_ink(picture: Image.Image) -> tuple[NDArray[np.uint8], int]:
    """
    Find the ink of a picture, dark on light or light on dark, under uneven light.

    Returns
    -------
    ink : NDArray[np.uint8]
        (h, w), ink 255, paper exactly 0, grey between them only where they meet. All 0 when nothing is drawn.
    step : int
        Pixels of the picture along one of the ink's.
    """
    grey = _grey(picture)
    step = -(-max(grey.size) // WORKING_SIDE)
    light = np.asarray(grey.reduce(step) if step > 1 else grey, dtype=np.float32)
    blank = np.zeros(light.shape, dtype=np.uint8)
    if np.ptp(light) < FAINTEST:
        return blank, step
    height = relief(ndimage.gaussian_filter(light, SMOOTHING))
    inked = height > split(height)[0]
    typical = float(np.median(height[inked]))
    noise = 1.4826 * float(np.median(np.abs(height[~inked])))
    if typical < max(FAINTEST, NOISE_MARGIN * noise):
        return blank, step
    ink = np.clip((height / typical - PAPER) / (INK - PAPER), 0, 1)
    return np.rint(255 * _with_core(ink)).astype(np.uint8), step


def _with_core(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """Keep the pieces that are ink beyond doubt somewhere."""
    labels, count = ndimage.label(ink > 0, np.ones((3, 3)))
    sure = np.zeros(count + 1, dtype=bool)
    sure[labels[ink >= 1]] = True
    return np.where(sure[labels], ink, np.float32(0))


def _grey(picture: Image.Image) -> Image.Image:
    """Return mode L of any mode; more than 8 bits are brought into the range by what the picture uses of theirs."""
    if picture.mode.startswith(("I", "F")):
        values = np.asarray(picture)
        low, high = float(values.min()), float(values.max())
        scale = 255 / (high - low) if high > low else 0.0
        return Image.fromarray(((values.astype(np.float32) - low) * scale).astype(np.uint8))
    return picture.convert("L")
