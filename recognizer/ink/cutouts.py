"""Tiles of many overlapping parts of one row, each with our own pen, at the price of one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from recognizer.ink.drawing import PEN_WIDTH
from recognizer.ink.pen import BOLDEST, distance_to_paper, mean_width, soft
from recognizer.ink.pieces import TOUCHING, Corner, Ink, box_of
from recognizer.ink.tile import INK_SIDE, Tile, ink_to_tile, longer_side

SLIVER = 0.06
"""A piece with less than this part of a cut-out's ink is what a cut or a neighbour left there."""

MARGIN = 12
"""Pixels of paper about the row, into which ink can widen."""


@dataclass(frozen=True, kw_only=True)
class Cutout:
    """Some neighbouring parts of a row, without what a cut or a neighbour left there."""

    mask: NDArray[np.bool_]
    """(h, w), True where there is ink, cut to its box."""
    corner: Corner
    """Row and column of its upper left corner in the row."""
    start: int
    """Its first part."""
    stop: int
    """The part after its last."""


class Cutouts:
    """
    A row of which parts are cut out and brought to tiles.

    The distance of every pixel to ink and to paper is measured once for the whole row, and so is the width
    of its pen; what lies nearest to a part's ink is where that widens.

    Parameters
    ----------
    ink
        (h, w), ink high, paper exactly 0.
    part
        (h, w), to which part each pixel belongs; parts are numbered from left to right.
    """

    def __init__(self, ink: Ink, part: NDArray[np.intp]) -> None:
        self._ink = np.pad(ink, MARGIN)
        inked = self._ink > 127
        self._part = np.pad(part, MARGIN, mode="edge")
        self._inside = distance_to_paper(inked)
        self._outside, nearest = ndimage.distance_transform_edt(~inked, return_indices=True)
        self._owner = self._part[nearest[0], nearest[1]]
        self._pen = mean_width(self._inside[inked])
        inked_parts = np.where(inked, self._part, -1)
        columns = [np.flatnonzero((inked_parts == k).any(axis=0)) for k in range(int(part.max()) + 1)]
        self._left = [int(inside[0]) if inside.size else inked.shape[1] for inside in columns]
        self._right = [int(inside[-1]) + 1 if inside.size else 0 for inside in columns]

    def cut_out(self, start: int, stop: int) -> Cutout | None:
        """Return the ink of the parts from ``start`` to before ``stop``; None where there is none."""
        left, right = min(self._left[start:stop]), max(self._right[start:stop])
        if left >= right:
            return None
        part = self._part[:, left:right]
        mask = (self._ink[:, left:right] > 127) & (part >= start) & (part < stop)
        labels, count = ndimage.label(mask, TOUCHING)
        if count > 1:
            areas = np.bincount(labels.ravel(), minlength=count + 1)
            areas[0] = 0
            mask = (areas >= SLIVER * areas.sum())[labels]
        window = box_of(mask)
        corner = (window[0].start - MARGIN, left + window[1].start - MARGIN)
        return Cutout(mask=mask[window], corner=corner, start=start, stop=stop)

    def tile(self, cutout: Cutout) -> Tile:
        """Return a cut-out as the network sees it."""
        height, width = cutout.mask.shape
        tile_pixel = max(height, width) / INK_SIDE
        wanted = min(max(self._pen, PEN_WIDTH * tile_pixel), BOLDEST * tile_pixel)
        by = (wanted - self._pen) / 2
        edge = min(MARGIN, int(np.ceil(max(by, 0))) + 1)
        top, left = (place + MARGIN - edge for place in cutout.corner)
        window = np.s_[top : top + height + 2 * edge, left : left + width + 2 * edge]
        mask = np.pad(cutout.mask, edge)
        if by < 0:
            cover = np.where(mask, soft(self._inside[window] + by), np.uint8(0))
        else:
            owner = self._owner[window]
            own = (owner >= cutout.start) & (owner < cutout.stop)
            own &= ndimage.binary_dilation(mask, TOUCHING, iterations=edge)
            widened = np.maximum(soft(by + 1 - self._outside[window]), self._ink[window])
            cover = np.where(own, widened, np.uint8(0))
        inked = Image.fromarray(cover)
        return ink_to_tile(inked, scale=INK_SIDE / longer_side(inked))
