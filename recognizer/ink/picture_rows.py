"""Ink of a picture → its rows of writing, all of one size, without points, commas and dashes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from recognizer.ink.grouping import group_by_overlap
from recognizer.ink.pieces import TOUCHING, Corner, Ink, cut_out

LINE = 80
"""Pixels to which the height of a row's digits is brought: four along one pixel of the tile."""

LONGEST = 4096
"""Pixels of the longest row; a longer one is brought to a smaller size."""

DIRT = 0.006
"""A piece with less than this part of all the ink is dirt."""

LOW = 0.35
"""What is less tall than this part of the row's digits is a point, a comma or a dash."""

WITHIN = 0.33
"""Part of a low piece's width that lies above or below a digit of which it is a bar."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of writing."""

    ink: Ink
    """(h, w), ink high, paper exactly 0, cut to its box."""
    corner: Corner
    """Row and column of its upper left corner in the ink that it was cut from."""
    scale: float
    """Its own pixels along one pixel of the ink that it was cut from."""
    line: float
    """Height of its digits in its own pixels; about ``LINE``."""


@dataclass(frozen=True)
class _Piece:
    label: int
    rows: slice
    columns: slice
    area: int

    @property
    def height(self) -> int:
        return int(self.rows.stop - self.rows.start)


def rows_of_ink(ink: Ink) -> list[Row]:
    """
    Find the rows of a picture, from top to bottom.

    Parameters
    ----------
    ink
        (h, w), ink high, paper exactly 0.

    Returns
    -------
    list[Row]
        Empty where there is no ink.
    """
    labels, count = ndimage.label(ink > 0, TOUCHING)
    areas = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    found = zip(range(1, count + 1), ndimage.find_objects(labels), areas.tolist(), strict=True)
    pieces = [
        _Piece(label, rows, columns, area)
        for label, (rows, columns), area in found
        if area >= DIRT * areas.sum()
    ]
    if not pieces:
        return []
    line = _usual([piece.height for piece in pieces], [piece.area for piece in pieces])
    tall = {piece.label: piece for piece in pieces if piece.height >= LOW * line}
    low = [piece for piece in pieces if piece.label not in tall]
    spans = {label: (float(piece.rows.start), float(piece.rows.stop)) for label, piece in tall.items()}
    groups = [[tall[label] for label in group] for group in group_by_overlap(spans)]
    return [_row(ink, labels, [*group, *_bars(low, group, line)]) for group in groups]


def _usual(heights: Sequence[int], areas: Sequence[int]) -> float:
    """Return the height above and below which there is as much ink: specks count for little."""
    order = np.argsort(heights)
    ink = np.cumsum(np.asarray(areas)[order])
    return float(np.asarray(heights)[order][np.searchsorted(ink, ink[-1] / 2)])


def _bars(low: Sequence[_Piece], digits: Sequence[_Piece], line: float) -> list[_Piece]:
    """Return the low pieces that are above, below or inside a digit of a row."""
    return [piece for piece in low if any(_belongs(piece, digit, line) for digit in digits)]


def _belongs(low: _Piece, digit: _Piece, line: float) -> bool:
    away = max(low.rows.start - digit.rows.stop, digit.rows.start - low.rows.stop)
    shared = min(low.columns.stop, digit.columns.stop) - max(low.columns.start, digit.columns.start)
    return bool(away < LOW * line and shared > WITHIN * (low.columns.stop - low.columns.start))


def _row(ink: Ink, labels: NDArray[np.int32], pieces: Sequence[_Piece]) -> Row:
    part, corner = cut_out(ink, np.isin(labels, [piece.label for piece in pieces]))
    line = _usual([piece.height for piece in pieces], [piece.area for piece in pieces])
    scale = min(LINE / line, LONGEST / max(part.shape))
    height, width = part.shape
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    kind = Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.BOX
    return Row(
        ink=np.asarray(Image.fromarray(part).resize(size, kind)),
        corner=corner,
        scale=scale,
        line=line * scale,
    )
