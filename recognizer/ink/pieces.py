"""Ink of a picture → the ink that counts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from recognizer.ink.strokes import Box

Ink = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Corner = tuple[int, int]
"""Row and column."""

SPECK = 0.02
"""A piece of a digit with less than this part of the usual piece's ink is dirt."""

TOUCHING = np.ones((3, 3), dtype=bool)
"""Pixels that touch by a corner are one piece."""


@dataclass(frozen=True)
class Pieces:
    """Pieces of ink, each an entry of six arrays of one length."""

    label: NDArray[np.intp]
    area: NDArray[np.intp]
    top: NDArray[np.intp]
    bottom: NDArray[np.intp]
    left: NDArray[np.intp]
    right: NDArray[np.intp]

    @property
    def height(self) -> NDArray[np.intp]:
        """How tall each is, in pixels."""
        return self.bottom - self.top

    def only(self, chosen: Mask | NDArray[np.intp]) -> "Pieces":
        """Return some of them."""
        return Pieces(
            self.label[chosen],
            self.area[chosen],
            self.top[chosen],
            self.bottom[chosen],
            self.left[chosen],
            self.right[chosen],
        )

    def boxes(self, step: int) -> list[Box]:
        """Return their places in pixels of the picture, of which `step` lie along one of the ink's."""
        sides = np.stack([self.left, self.top, self.right - self.left, self.height], axis=1) * float(step)
        return [(x, y, width, height) for x, y, width, height in sides.tolist()]


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
    return cut_out(ink, of_worth(labels, SPECK))


def of_worth(labels: NDArray[np.int32], part: float) -> Mask:
    """Return where the labelled pieces are that are worth keeping; there is one at least."""
    areas = np.bincount(labels.ravel())[1:]
    return np.asarray(np.concatenate([[False], worth_keeping(areas, part)])[labels])


def worth_keeping(areas: NDArray[np.intp], part: float, beside: NDArray[np.intp] | None = None) -> Mask:
    """
    Tell pieces of writing from dirt: they have at least so large a part of the usual piece's ink.

    However many pieces there are, and however equal, some stay: the usual one is among them.

    Parameters
    ----------
    areas
        (n,), pixels of each piece.
    beside
        (m,), m ≥ 1, pixels of the pieces among which the usual one is looked for; all by default.
    """
    known = areas if beside is None else beside
    return np.asarray(areas >= part * usual(known, known))


def usual(values: NDArray[np.intp], areas: NDArray[np.intp]) -> float:
    """Return that of pieces' values above and below which there is as much ink: specks count for little."""
    order = np.argsort(values)
    ink = np.cumsum(areas[order])
    return float(values[order][np.searchsorted(ink, ink[-1] / 2)])


def pieces_of(labels: NDArray[np.int32]) -> Pieces:
    """Return the pieces of labelled ink; 0 is paper."""
    sides = [
        (rows.start, rows.stop, columns.start, columns.stop) for rows, columns in ndimage.find_objects(labels)
    ]
    area = np.bincount(labels.ravel(), minlength=len(sides) + 1)[1:]
    box = np.array(sides, dtype=np.intp).reshape(-1, 4).T
    return Pieces(np.arange(1, len(sides) + 1), area, *box)


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
