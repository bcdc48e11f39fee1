"""Frames about digits → gone: the boxes of forms, rings around a number."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from recognizer.ink.marks import FILLED, MAX_SLASH_WAVER, lean_of
from recognizer.ink.paper.rules import without_lines
from recognizer.ink.paper.shapes import rectangularity
from recognizer.ink.pieces import TOUCHING, Ink, Mask, box_of, grown
from recognizer.ink.strokes import Box

MIN_FRAME_SIDE = 12
"""Pixels of a frame's shorter side at least."""

HOLLOW = 0.4
"""Part of a frame's area that lies within its line at least."""

MIN_BOX_FILL = 0.9
"""Part of the smallest rectangle about it that a box fills; a 0 fills less."""

FRAME_LINE_WIDTHS = 1.5
"""What lies so many widths of its line within a frame's outer edge is the line;"""
FRAME_BLUR = 1.0
"""and one pixel more."""

CELLS = 1.3
"""A box so many times as wide as high has parts, between which lines run down."""

MAX_NESTED_FRAMES = 3
"""Frames within frames that are taken away."""

MAX_FRAME_LOOKS = 4
"""How often each pixel of a picture is looked at, on average, when frames are looked for."""


@dataclass(frozen=True)
class _Piece:
    """A piece of ink that may be a frame, cut to its box."""

    own: Mask
    """Its ink;"""
    within: Mask
    """all that it goes round, with itself."""

    @property
    def height(self) -> int:
        """How tall it is, in pixels."""
        return len(self.own)

    @property
    def hole(self) -> Mask:
        """What it goes round, without itself."""
        return self.within & ~self.own


def without_frames(ink: Ink, step: int) -> tuple[Ink, list[Box]]:
    """
    Take closed lines away that go round digits, and the lines between the parts of a box.

    What touches a frame from within stays. A 0 with a slash or a dot in it is no frame: what stands in a
    frame is at least ``FILLED`` as tall and not straight, except in a box with straight sides.

    Parameters
    ----------
    ink
        (h, w), ink high, paper exactly 0; left as it is.
    step
        Pixels of the picture along one of the ink's.

    Returns
    -------
    tuple[Ink, list[Box]]
        The ink that is left, and where frames were, in pixels of the picture.
    """
    boxes: list[Box] = []
    looks = MAX_FRAME_LOOKS * ink.size
    for _ in range(MAX_NESTED_FRAMES):
        labels, _ = ndimage.label(ink > 0, TOUCHING)
        cleaned = ink.copy()
        found = len(boxes)
        for label, window in enumerate(ndimage.find_objects(labels), 1):
            inside = labels[window]
            if min(inside.shape) < MIN_FRAME_SIDE:
                continue
            looks -= inside.size
            if looks < 0:
                return ink, boxes[:found]
            own = inside == label
            if _is_thin(own):
                continue
            piece = _Piece(own, ndimage.binary_fill_holes(own))
            left = _without_its_line(piece, ink[window])
            if left is not None:
                cleaned[window] = np.where(own, left, cleaned[window])
                rows, columns = window
                sides = (columns.start, rows.start, own.shape[1], own.shape[0])
                boxes.append(tuple(float(step * side) for side in sides))  # type: ignore[arg-type]
        if len(boxes) == found:
            break
        ink = cleaned
    return ink, boxes


def _is_thin(own: Mask) -> bool:
    """Whether too little lies between the outermost ink of each row of a piece for it to be a frame."""
    left, right = own.argmax(axis=1), own.shape[1] - own[:, ::-1].argmax(axis=1)
    ink = int(own.sum())
    between = int((right - left).sum()) - ink
    return between < HOLLOW * (between + ink)


def _without_its_line(piece: _Piece, ink: Ink) -> Ink | None:
    """Return the ink of a frame's window without the frame; None where it is none."""
    hole = piece.hole
    if hole.sum() < HOLLOW * piece.within.sum():
        return None
    depth = ndimage.distance_transform_edt(np.pad(piece.within, 1))[1:-1, 1:-1]
    width = float(np.percentile(depth[hole & grown(piece.own)], 20)) - 1
    inner = piece.within & (depth > FRAME_LINE_WIDTHS * width + FRAME_BLUR)
    is_box = rectangularity(piece.within) >= MIN_BOX_FILL
    left = np.where(hole | inner, ink, np.uint8(0))
    if is_box and piece.own.shape[1] > CELLS * piece.height:
        left = _without_dividers(left, inner, width)
    return left if _holds_digits(left, piece, inner, is_box=is_box) else None


def _without_dividers(ink: Ink, inner: Mask, width: float) -> Ink:
    """Take lines away that go down through a box from its one side to the other."""
    rows = np.flatnonzero(inner.any(axis=1))
    part = np.s_[rows[0] : rows[-1] + 1]
    cleaned = ink.copy()
    turned, _ = without_lines(
        np.ascontiguousarray(ink[part].T), thickest=FRAME_LINE_WIDTHS * width + FRAME_BLUR
    )
    cleaned[part] = turned.T
    return cleaned


def _holds_digits(left: Ink, piece: _Piece, inner: Mask, *, is_box: bool) -> bool:
    """Whether what is left of a frame and within it is like digits, and no slash or dot of a 0."""
    labels, _ = ndimage.label(left > 0, TOUCHING)
    room = [side.stop - side.start for side in box_of(inner)] if inner.any() else [0, 0]
    apart = 0
    for label, window in enumerate(ndimage.find_objects(labels), 1):
        mask: NDArray[np.bool_] = labels[window] == label
        if mask.shape[0] < FILLED * piece.height:
            continue
        if is_box:
            if mask.shape[0] >= room[0] and mask.shape[1] >= room[1]:
                continue  # a net, of which one mesh after the other would go
            return True
        if (mask & piece.own[window]).any():
            continue  # the bar of an 8, the slash of a 0
        apart += 1
        if apart > 1 or lean_of(mask)[1] > MAX_SLASH_WAVER * mask.shape[0]:
            return True
    return False
