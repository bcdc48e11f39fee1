"""Ink of a picture → ink as our own pen would have left it."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from recognizer.ink.drawing import PEN_WIDTH
from recognizer.ink.pieces import Ink, Mask, box_of
from recognizer.ink.tile import INK_SIDE

BOLDEST = 3.0
"""Mean width of strokes, in pixels of the tile, from which they are made narrower."""

MAX_STROKE_DEPTH = 12
"""Pixels from the middle of a stroke to paper up to which distances are found by trying them."""

ENLARGED_SIDE = 6 * INK_SIDE
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
    if side < ENLARGED_SIDE:
        ink, side = _enlarged(ink, ENLARGED_SIDE / side), ENLARGED_SIDE
    tile_pixel = side / INK_SIDE
    inked = ink > 127
    inside = distance_to_paper(inked)
    width = mean_width(inside[inked]) if inked.any() else 0.0
    by = to_our_width(width, tile_pixel)
    return edges_moved(ink, inside, by)


def edges_moved(ink: Ink, inside: NDArray[np.float64], by: float) -> Ink:
    """
    Make strokes wider, or narrower.

    Parameters
    ----------
    ink
        (h, w), ink high.
    inside
        ``distance_to_paper`` of where it is above 127.
    by
        How far each edge moves outwards, in pixels; below 0 inwards, of which thin strokes vanish.

    Returns
    -------
    Ink
        With paper about it where edges move outwards.
    """
    if by < 0:
        return soft(inside + by)
    return _widened(ink, by) if by else ink


def to_our_width(width: float, tile_pixel: float) -> float:
    """Return how far each edge of strokes of this width moves outwards, to be as wide as our pen's.

    Parameters
    ----------
    width
        Mean width of the strokes, in pixels.
    tile_pixel
        So many of these pixels are one of the tile.
    """
    return (min(max(width, PEN_WIDTH * tile_pixel), BOLDEST * tile_pixel) - width) / 2


def _enlarged(ink: Ink, factor: float) -> Ink:
    """Resample with paper about the ink, into which its edge can run out."""
    padded = np.pad(ink, 2)
    height, width = padded.shape
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return np.asarray(Image.fromarray(padded).resize(size, Image.Resampling.BICUBIC))


def stroke_width(inked: Mask) -> float:
    """Return the mean width of strokes, given where there is ink, in pixels; 0 where there is none."""
    if not inked.any():
        return 0.0
    inked = inked[box_of(inked)]
    return mean_width(distance_to_paper(inked)[inked])


def mean_width(distances: NDArray[np.float64]) -> float:
    """Return the mean width of strokes, given how far each pixel of their ink lies from paper.

    In a bar w wide that is w/4 + 1/2 on average.
    """
    return 4 * float(distances.mean()) - 2


def _widened(ink: Ink, by: float) -> Ink:
    """Move the edge of the ink outwards by so many pixels."""
    ink = np.pad(ink, int(np.ceil(by)))
    return np.maximum(ink, soft(by + 1 - ndimage.distance_transform_edt(ink <= 127)))


def distance_to_paper(inked: Mask) -> NDArray[np.float64]:
    """Return how far each pixel of ink lies from paper, which begins beyond the border.

    Strokes are thin: their distances are the smallest of few sums of squares, far sooner found than by the
    transform that any shape needs.
    """
    padded = np.pad(inked, 1)
    across = distance_along_rows(padded)
    down = distance_along_rows(np.ascontiguousarray(padded.T)).T
    farthest = int(np.minimum(across, down).max(initial=0))
    inside = np.s_[1:-1, 1:-1]
    if farthest > MAX_STROKE_DEPTH:
        return np.asarray(ndimage.distance_transform_edt(padded)[inside], dtype=np.float64)
    squares = np.minimum(across, farthest) ** 2
    least = squares.copy()
    for away in range(1, farthest + 1):
        np.minimum(least[away:], squares[:-away] + away * away, out=least[away:])
        np.minimum(least[:-away], squares[away:] + away * away, out=least[:-away])
    return np.asarray(np.sqrt(np.arange(farthest**2 + 1.0))[least[inside]])


def distance_along_rows(inked: Mask) -> NDArray[np.int16]:
    """Return how many steps sideways each pixel is from paper, with which each row begins and ends."""
    places = np.arange(inked.shape[1], dtype=np.int16)
    left = np.maximum.accumulate(np.where(inked, np.int16(0), places), axis=1)
    right = np.minimum.accumulate(np.where(inked, places[-1], places)[:, ::-1], axis=1)[:, ::-1]
    return np.minimum(places - left, right - places)


def soft(coverage: NDArray[np.float64]) -> Ink:
    """Return ink of this coverage, 0 to 1 and beyond either."""
    return np.rint(255 * np.clip(coverage, 0, 1)).astype(np.uint8)
