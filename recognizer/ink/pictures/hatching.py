"""Many straight lines side by side, such as hatching: no digits, however much each looks like a 1."""

import numpy as np
from numpy.typing import NDArray

from recognizer.ink.pieces import Mask

MIN_HATCHES = 40
"""So many parallel lines nobody writes as ones;"""
FEW = 10
"""nor so many that lie"""
ASLANT = np.radians(35.0)
"""further than this from the vertical."""

MIN_HATCH_LENGTH = 5.0
"""Length of a line in its widths."""

MIN_HATCH_FILL = 0.7
"""Part of its own rectangle that a straight line fills."""

PARALLEL = np.radians(1.0)
"""Half of the lines lie within this angle of the usual one: ones by hand do not."""

ASIDE = np.radians(6.0)
"""Lines within this angle of the usual one are of the hatching, even if they are"""
SHORT = 1.5
"""so many widths long alone, as in a corner."""


def hatched(labels: NDArray[np.int32]) -> Mask:
    """
    Tell which pieces of ink are lines of a hatching.

    Parameters
    ----------
    labels
        (h, w), the number of the piece to which each pixel belongs; 0 is paper.

    Returns
    -------
    Mask
        (n + 1,), for paper and each of n pieces.
    """
    rows, columns = np.nonzero(labels)
    owner = labels[rows, columns]
    count = int(owner.max(initial=0)) + 1
    area = np.maximum(np.bincount(owner, minlength=count), 1).astype(np.float64)

    def mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.bincount(owner, values, minlength=count) / area)

    x = columns - mean(columns.astype(np.float64))[owner]
    y = rows - mean(rows.astype(np.float64))[owner]
    # a pixel is a square: its own extent is 1/12 of its side
    xx, yy, xy = mean(x * x) + 1 / 12, mean(y * y) + 1 / 12, mean(x * y)
    spread = np.hypot((xx - yy) / 2, xy)
    length, width = (np.sqrt(12 * np.maximum((xx + yy) / 2 + part, 1 / 12)) for part in (spread, -spread))
    bar = (length >= SHORT * width) & (area >= MIN_HATCH_FILL * length * width)
    bar[0] = False
    straight = bar & (length >= MIN_HATCH_LENGTH * width)
    if straight.sum() < FEW:
        return np.zeros(count, dtype=bool)
    # angles of lines, not of arrows: doubled, they go once round
    angle = np.arctan2(2 * xy, xx - yy)
    usual = np.angle(np.exp(1j * angle[straight]).sum())
    aside = np.abs(np.angle(np.exp(1j * (angle - usual)))) / 2
    # the axis of columns is at angle 0, that of rows, doubled, at π
    is_aslant = (np.pi - abs(usual)) / 2 > ASLANT
    if straight.sum() < (FEW if is_aslant else MIN_HATCHES) or np.median(aside[straight]) > PARALLEL:
        return np.zeros(count, dtype=bool)
    return np.asarray(bar & (aside <= ASIDE))
