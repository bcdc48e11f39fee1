"""Ink of a picture → its rows of writing, all of one size, without points, commas and dashes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from recognizer.ink.grouping import group_by_overlap
from recognizer.ink.marks import Mark, low_mark
from recognizer.ink.pieces import TOUCHING, Corner, Ink, cut_out
from recognizer.ink.strokes import Box

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

    def box(self, step: int) -> Box:
        """Its place in pixels of the picture."""
        width = self.columns.stop - self.columns.start
        corner = (self.columns.start, self.rows.start)
        x, y, wide, tall = (float(step * side) for side in (*corner, width, self.height))
        return x, y, wide, tall


@dataclass(frozen=True, kw_only=True)
class Writing:
    """The rows of a picture."""

    rows: list[Row]
    """From top to bottom; empty where there is no ink."""
    marks: list[Mark]
    """Points, commas and dashes beside them."""


def writing_of(ink: Ink, step: int) -> Writing:
    """
    Find the rows of a picture, and the low marks that are part of no digit.

    Parameters
    ----------
    ink
        (h, w), ink high, paper exactly 0.
    step
        Pixels of the picture along one of the ink's; the boxes of marks are in pixels of the picture.
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
        return Writing(rows=[], marks=[])
    line = _usual([piece.height for piece in pieces], [piece.area for piece in pieces])
    tall = {piece.label: piece for piece in pieces if piece.height >= LOW * line}
    low = [piece for piece in pieces if piece.label not in tall]
    spans = {label: (float(piece.rows.start), float(piece.rows.stop)) for label, piece in tall.items()}
    groups = [[tall[label] for label in group] for group in group_by_overlap(spans)]
    bars = [_bars(low, group, line) for group in groups]
    used = {piece.label for pieces in bars for piece in pieces}
    return Writing(
        rows=[_row(ink, labels, [*group, *own]) for group, own in zip(groups, bars, strict=True)],
        marks=[low_mark(piece.box(step), line * step) for piece in low if piece.label not in used],
    )


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
