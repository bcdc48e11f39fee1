"""Seams: the ways from the top of a row of writing to its bottom that cross least ink, where it can be cut.

A seam runs through the paper between two digits where there is any, slanted as the writing is, and through
the thinnest place where they touch (seams as in Avidan and Shamir 2007, "Seam carving", here in place of the
contour valleys, necks and projection minima of the literature on touching digits: all three are places where
little ink lies on the way down).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognizer.ink.pieces import Ink

SIDESTEP_COST = 0.02
"""What a step sideways costs, in pixels of ink: among ways through paper, the straightest one is taken."""


@dataclass(frozen=True, kw_only=True)
class Seam:
    """A way down."""

    columns: NDArray[np.intp]
    """(h,): the pixel of each row that it passes; what lies left of it comes before it."""
    cost: float
    """Pixels of full ink that it crosses."""


def seams(ink: Ink) -> list[Seam]:
    """
    Return the seams that are locally the cheapest, from left to right as they pass the middle row.

    Parameters
    ----------
    ink
        (h, w), ink high, paper 0.
    """
    cost = ink.astype(np.float32) / np.float32(255)
    height = len(cost)
    middle = height // 2
    above = _cheapest(cost[: middle + 1])
    below = _cheapest(cost[middle:][::-1])
    through = above[-1] + below[-1] - cost[middle]
    places = _minima(through)
    upwards = _followed(above, places)
    downwards = _followed(below, places)
    columns = np.concatenate([upwards[::-1], downwards[1:]])
    # ways that cross could as well change places where they meet
    columns = np.sort(columns, axis=1)
    crossed = cost[np.arange(height)[:, None], columns].sum(axis=0)
    return [Seam(columns=columns[:, place], cost=float(crossed[place])) for place in range(columns.shape[1])]


def _cheapest(cost: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what the cheapest way from the first row to each pixel costs."""
    total = cost.copy()
    aside = np.full(cost.shape[1] + 2, np.inf, dtype=np.float32)
    for row in range(1, len(total)):
        aside[1:-1] = total[row - 1]
        total[row] += np.minimum(aside[1:-1], np.minimum(aside[:-2], aside[2:]) + np.float32(SIDESTEP_COST))
    return total


def _followed(total: NDArray[np.float32], places: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return, from the last row to the first, the columns of the ways that end at these places."""
    columns = np.empty((len(total), places.size), dtype=np.intp)
    columns[0] = places
    padded = np.pad(total, ((0, 0), (1, 1)), constant_values=np.inf)
    for step, row in enumerate(range(len(total) - 2, -1, -1), 1):
        here = columns[step - 1] + 1
        choices = np.stack(
            [padded[row, here], padded[row, here - 1] + SIDESTEP_COST, padded[row, here + 1] + SIDESTEP_COST]
        )
        columns[step] = here - 1 + np.array([0, -1, 1])[choices.argmin(axis=0)]
    return columns


def _minima(values: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return the middle of each stretch of equal values that is lower than what lies on either side."""
    change = np.flatnonzero(np.diff(values)) + 1
    starts = np.concatenate([[0], change])
    stops = np.concatenate([change, [values.size]])
    levels = np.concatenate([[np.inf], values[starts], [np.inf]])
    low = (levels[1:-1] < levels[:-2]) & (levels[1:-1] < levels[2:])
    return np.asarray((starts + stops - 1)[low] // 2)
