"""Ink of a picture → the ink that counts."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Ink = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Corner = tuple[int, int]
"""Row and column."""

SPECK = 0.02
"""A piece with less than this part of all the ink is dirt."""

TOUCHING = np.ones((3, 3), dtype=bool)
"""Pixels that touch by a corner are one piece."""


def without_dirt(ink: Ink) -> tuple[Ink, Corner] | None:
    """
    Return the ink without specks, cut to its box, and the upper left corner of that; None if there is none.

    Parameters
    ----------
    ink
        (h, w), ink high, paper exactly 0.
    """
    labels, count = ndimage.label(ink > 0, TOUCHING)
    if not count:
        return None
    areas = np.bincount(labels.ravel())
    areas[0] = 0
    return cut_out(ink, (areas >= max(SPECK * areas.sum(), 1))[labels])


def cut_out(ink: Ink, mask: Mask) -> tuple[Ink, Corner]:
    """Return the ink under a mask, of which some is ink, cut to its box, and the corner of that."""
    window = box_of(mask)
    return np.where(mask[window], ink[window], np.uint8(0)), (window[0].start, window[1].start)


def box_of(mask: Mask) -> tuple[slice, slice]:
    """Return the rows and the columns between the outermost pixels of a mask that has any."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def grown(mask: Mask, by: int = 1) -> Mask:
    """Return a mask with all pixels that lie so many steps up, down or sideways from it, or fewer."""
    for _ in range(by):
        before, mask = mask, mask.copy()
        mask[1:] |= before[:-1]
        mask[:-1] |= before[1:]
        mask[:, 1:] |= before[:, :-1]
        mask[:, :-1] |= before[:, 1:]
    return mask
