"""Ink of a picture → its rows of writing, all of one size, without points, commas and dashes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from recognizer.ink.errors import TooMuchInk
from recognizer.ink.lattice.grouping import group_by_overlap
from recognizer.ink.marks import Mark, low_mark
from recognizer.ink.pictures.hatching import hatched
from recognizer.ink.pieces import (
    TOUCHING,
    Corner,
    Ink,
    Mask,
    Pieces,
    cut_out,
    pieces_of,
    usual,
    worth_keeping,
)

ROW_HEIGHT = 80
"""Pixels to which the height of a row's digits is brought: four along one pixel of the tile;"""
MIN_ROW_HEIGHT = 16
"""to fewer where a page has much writing, but not to fewer than so many."""

MAX_ROW_LENGTH = 4096
"""Pixels of the longest row; a longer one is brought to a smaller size."""

MAX_ROWS_PIXELS = 800_000
"""Of all rows of a picture together; where there would be more, all are brought to a smaller size."""

MAX_TALL_PIECES = 600
"""As tall as digits; more are too much to be a number."""

MAX_SPECKS = 30_000
"""Of any size; more are too much to be looked at one by one."""

DIRT = 0.03
"""A piece with less than this part of the usual piece's ink is dirt."""

MIN_DIGIT_HEIGHT = 5
"""Pixels; what is less tall is too small to be a digit."""

MAX_LOW_PIECE_HEIGHT = 0.35
"""What is less tall than this part of the row's digits is a point, a comma or a dash."""

MIN_BAR_OVERLAP = 0.33
"""Part of a low piece's width that lies above or below a digit of which it is a bar."""


@dataclass(frozen=True, kw_only=True)
class InkRow:
    """One row of writing."""

    ink: Ink
    """(h, w), ink high, paper exactly 0, cut to its box."""
    corner: Corner
    """Row and column of its upper left corner in the ink that it was cut from."""
    scale: float
    """Its own pixels along one pixel of the ink that it was cut from."""
    line: float
    """Height of its digits in its own pixels; about ``ROW_HEIGHT``."""


@dataclass(frozen=True, kw_only=True)
class Writing:
    """The rows of a picture."""

    rows: list[InkRow]
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

    Raises
    ------
    TooMuchInk
        There are more pieces of ink than a number has.
    """
    labels, count = ndimage.label(ink > 0, TOUCHING)
    if count > MAX_SPECKS:
        raise TooMuchInk
    pieces = pieces_of(labels)
    pieces = pieces.only(~hatched(labels)[pieces.label])
    writing = pieces.only(pieces.height >= MIN_DIGIT_HEIGHT)
    if not writing.label.size:
        return Writing(rows=[], marks=[])
    pieces, writing = (some.only(worth_keeping(some.area, DIRT, writing.area)) for some in (pieces, writing))
    line = usual(writing.height, writing.area)
    is_tall = pieces.height >= max(MAX_LOW_PIECE_HEIGHT * line, MIN_DIGIT_HEIGHT)
    tall, low = pieces.only(is_tall), pieces.only(~is_tall)
    if tall.label.size > MAX_TALL_PIECES:
        raise TooMuchInk
    spans = {
        place: (float(top), float(bottom))
        for place, (top, bottom) in enumerate(zip(tall.top, tall.bottom, strict=True))
    }
    groups = [tall.only(np.array(group)) for group in group_by_overlap(spans)]
    bars = [_belongs(low, group, line) for group in groups]
    rows = [_cut_out(ink, labels, group, low.only(own)) for group, own in zip(groups, bars, strict=True)]
    loose = low.only(~np.any(bars, axis=0))
    return Writing(rows=_of_one_size(rows), marks=[low_mark(box, line * step) for box in loose.boxes(step)])


def _belongs(low: Pieces, row: Pieces, line: float) -> Mask:
    """Tell which low pieces are above, below or inside a digit of a row."""
    belongs = np.zeros(low.label.size, dtype=bool)
    above, below = row.top.min() - MAX_LOW_PIECE_HEIGHT * line, row.bottom.max() + MAX_LOW_PIECE_HEIGHT * line
    near = np.flatnonzero((low.top < below) & (low.bottom > above))
    low = low.only(near)
    for top, bottom, left, right in zip(row.top, row.bottom, row.left, row.right, strict=True):
        away = np.maximum(low.top - bottom, top - low.bottom)
        shared = np.minimum(low.right, right) - np.maximum(low.left, left)
        belongs[near] |= (away < MAX_LOW_PIECE_HEIGHT * line) & (
            shared > MIN_BAR_OVERLAP * (low.right - low.left)
        )
    return belongs


def _cut_out(ink: Ink, labels: NDArray[np.int32], digits: Pieces, bars: Pieces) -> InkRow:
    """Return a row in the size in which it was found."""
    top = int(min(digits.top.min(), bars.top.min(initial=len(ink))))
    left = int(min(digits.left.min(), bars.left.min(initial=ink.shape[1])))
    bottom = int(max(digits.bottom.max(), bars.bottom.max(initial=0)))
    right = int(max(digits.right.max(), bars.right.max(initial=0)))
    window = np.s_[top:bottom, left:right]
    own = np.isin(labels[window], np.concatenate([digits.label, bars.label]))
    part, (down, across) = cut_out(ink[window], own)
    line = usual(digits.height, digits.area)
    return InkRow(ink=part, corner=(top + down, left + across), scale=1.0, line=line)


def _of_one_size(rows: Sequence[InkRow]) -> list[InkRow]:
    """Bring all rows to digits of one height, as many pixels as all rows together may have."""
    scales = [min(ROW_HEIGHT / row.line, MAX_ROW_LENGTH / max(row.ink.shape)) for row in rows]
    pixels = sum(row.ink.size * scale**2 for row, scale in zip(rows, scales, strict=True))
    share = min(1.0, (MAX_ROWS_PIXELS / pixels) ** 0.5)
    if share * ROW_HEIGHT < MIN_ROW_HEIGHT:
        raise TooMuchInk
    return [_scaled(row, share * scale) for row, scale in zip(rows, scales, strict=True)]


def _scaled(row: InkRow, scale: float) -> InkRow:
    height, width = row.ink.shape
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    kind = Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.BOX
    ink = np.asarray(Image.fromarray(row.ink).resize(size, kind))
    return InkRow(ink=ink, corner=row.corner, scale=scale, line=row.line * scale)
