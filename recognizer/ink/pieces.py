"""Ink of a picture → the ink that counts."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Ink = NDArray[np.uint8]
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


def cut_out(ink: Ink, mask: NDArray[np.bool_]) -> tuple[Ink, Corner]:
    """Return the ink under a mask, of which some is ink, cut to its box, and the corner of that."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    window = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return np.where(mask[window], ink[window], np.uint8(0)), (int(rows[0]), int(columns[0]))
