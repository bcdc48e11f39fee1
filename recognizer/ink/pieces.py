"""Ink of a picture → the ink of each digit."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from recognizer.ink.grouping import group_by_overlap
from recognizer.ink.strokes import Mode

Ink = NDArray[np.uint8]
Corner = tuple[int, int]
"""Row and column."""

Boxes = dict[int, tuple[slice, slice]]
"""Rows and columns of each piece, by its label."""

SPECK = 0.02
"""A piece with less than this part of all the ink is dirt."""

LOW = 0.35
"""What is less tall than this part of the tallest digit is a point, a comma or a dash."""

TOUCHING = np.ones((3, 3), dtype=bool)
"""Pixels that touch by a corner are one piece."""


def split_into_digits(ink: Ink, *, mode: Mode) -> list[tuple[Ink, Corner]]:
    """
    Return each digit's ink, cut to its box, and the upper left corner of it; from left to right.

    Parameters
    ----------
    ink
        (h, w), ink high, paper exactly 0.
    mode
        ``"digit"``: all that is not dirt is one digit; ``"number"``: pieces above one another are one, and
        points, commas and dashes are left out.
    """
    labels, count = ndimage.label(ink > 0, TOUCHING)
    if not count:
        return []
    areas = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    found = enumerate(ndimage.find_objects(labels), 1)
    boxes = {label: box for label, box in found if areas[label - 1] >= SPECK * areas.sum()}
    if mode == "digit":
        return [_cut(ink, labels, list(boxes), boxes)]
    groups = group_by_overlap({label: (float(x.start), float(x.stop)) for label, (_, x) in boxes.items()})
    digits = [_cut(ink, labels, group, boxes) for group in groups]
    tallest = max(len(digit) for digit, _ in digits)
    return [(digit, corner) for digit, corner in digits if len(digit) >= LOW * tallest]


def _cut(ink: Ink, labels: NDArray[np.int32], group: list[int], boxes: Boxes) -> tuple[Ink, Corner]:
    """Return the ink of a group of pieces alone, though others reach into its box."""
    rows, columns = zip(*(boxes[label] for label in group), strict=True)
    top, left = min(row.start for row in rows), min(column.start for column in columns)
    window = np.s_[top : max(row.stop for row in rows), left : max(column.stop for column in columns)]
    return np.where(np.isin(labels[window], group), ink[window], np.uint8(0)), (top, left)
