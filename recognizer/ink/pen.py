"""Ink of a picture → ink as our own pen would have left it."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from recognizer.ink.drawing import PEN_WIDTH
from recognizer.ink.pieces import Ink
from recognizer.ink.tile import INK_SIDE

BOLDEST = 3.0
"""Mean width of strokes, in pixels of the tile, from which they are made narrower."""

SMALLEST_SIDE = 6 * INK_SIDE
"""Larger side, in pixels, to which small ink is enlarged, so that its edges can be moved finely."""


def with_our_pen(ink: Ink) -> Ink:
    """
    Make hair lines and marker strokes as wide as the pen of drawings; what lies between stays.

    Parameters
    ----------
    ink
        (h, w), ink high, cut to its box.

    Returns
    -------
    Ink
        The same shape of ink, perhaps enlarged and with paper about it.
    """
    side = max(ink.shape)
    if side < SMALLEST_SIDE:
        ink, side = _enlarged(ink, SMALLEST_SIDE / side), SMALLEST_SIDE
    tile_pixel = side / INK_SIDE
    width = stroke_width(ink)
    wanted = min(max(width, PEN_WIDTH * tile_pixel), BOLDEST * tile_pixel)
    return _widened(ink, (wanted - width) / 2)


def _enlarged(ink: Ink, factor: float) -> Ink:
    """Resample with paper about the ink, into which its edge can run out."""
    padded = np.pad(ink, 2)
    height, width = padded.shape
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(Image.fromarray(padded).resize(size, Image.Resampling.BICUBIC))


def stroke_width(ink: Ink) -> float:
    """Return the mean width of strokes in pixels; 0 where there is no ink."""
    inked = _inked(ink)
    return mean_width(distance_to_paper(inked)[inked]) if inked.any() else 0.0


def mean_width(distances: NDArray[np.float64]) -> float:
    """Return the mean width of strokes, given how far each pixel of their ink lies from paper.

    In a bar w wide that is w/4 + 1/2 on average.
    """
    return 4 * float(distances.mean()) - 2


def _widened(ink: Ink, by: float) -> Ink:
    """Move the edge of the ink outwards, or inwards where ``by`` (pixels) is negative."""
    if by == 0:
        return ink
    if by < 0:
        return soft(distance_to_paper(_inked(ink)) + by)
    ink = np.pad(ink, int(np.ceil(by)))
    return np.maximum(ink, soft(by + 1 - ndimage.distance_transform_edt(~_inked(ink))))


def _inked(ink: Ink) -> NDArray[np.bool_]:
    return ink > 127


def distance_to_paper(inked: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return how far each pixel of ink lies from paper, which begins beyond the border."""
    inside = np.s_[1:-1, 1:-1]
    return np.asarray(ndimage.distance_transform_edt(np.pad(inked, 1))[inside], dtype=np.float64)


def soft(coverage: NDArray[np.float64]) -> Ink:
    """Return ink of this coverage, 0 to 1 and beyond either."""
    return np.rint(255 * np.clip(coverage, 0, 1)).astype(np.uint8)
