"""Tiles of many overlapping parts of one row, each with our own pen, at the price of one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from recognizer.ink.errors import TooMuchInk
from recognizer.ink.pen import distance_to_paper, mean_width, soft, to_our_width
from recognizer.ink.pieces import TOUCHING, Corner, Ink, box_of, of_worth
from recognizer.ink.tile import INK_SIDE, Tile, ink_to_tile, longer_side

SLIVER = 0.06
"""A piece with less than this part of the usual one's ink is what a cut or a neighbour left there."""

MAX_CUTOUT_LOOKS = 12
"""How often each pixel of a row is looked at, on average; larger or more parts than that are no digits."""

FEW_LOOKS = 2_000_000
"""Pixels that may be looked at in any row."""

ROW_MARGIN = 12
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
        self._ink = np.pad(ink, ROW_MARGIN)
        inked = self._ink > 127
        self._part = np.pad(part, ROW_MARGIN, mode="edge")
        self._looks = max(FEW_LOOKS, MAX_CUTOUT_LOOKS * self._part.size)
        self._inside = distance_to_paper(inked)
        self._outside, nearest = ndimage.distance_transform_edt(~inked, return_indices=True)
        self._owner = self._part[nearest[0], nearest[1]]
        self._pen = mean_width(self._inside[inked]) if inked.any() else 0.0
        _, columns = np.nonzero(inked)
        count = int(part.max()) + 1
        self._left = np.full(count, inked.shape[1], dtype=np.intp)
        np.minimum.at(self._left, self._part[inked], columns)
        self._right = np.zeros(count, dtype=np.intp)
        np.maximum.at(self._right, self._part[inked], columns + 1)

    def cut_out(self, start: int, stop: int) -> Cutout | None:
        """
        Return the ink of the parts from ``start`` to before ``stop``; None where there is none.

        Raises
        ------
        TooMuchInk
            So many and so large parts have been cut out that they are no digits.
        """
        left, right = int(self._left[start:stop].min()), int(self._right[start:stop].max())
        if left >= right:
            return None
        part = self._part[:, left:right]
        self._looks -= part.size
        if self._looks < 0:
            raise TooMuchInk
        mask = (self._ink[:, left:right] > 127) & (part >= start) & (part < stop)
        labels, count = ndimage.label(mask, TOUCHING)
        if count > 1:
            mask = of_worth(labels, SLIVER)
        window = box_of(mask)
        corner = (window[0].start - ROW_MARGIN, left + window[1].start - ROW_MARGIN)
        return Cutout(mask=mask[window], corner=corner, start=start, stop=stop)

    def tile(self, cutout: Cutout) -> Tile:
        """Return a cut-out as the network sees it."""
        height, width = cutout.mask.shape
        tile_pixel = max(height, width) / INK_SIDE
        by = to_our_width(self._pen, tile_pixel)
        edge = min(ROW_MARGIN, int(np.ceil(max(by, 0))) + 1)
        top, left = (place + ROW_MARGIN - edge for place in cutout.corner)
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
