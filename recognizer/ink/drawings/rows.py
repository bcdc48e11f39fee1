"""Lines of writing: which strokes stand beside one another, and which below."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from recognizer.ink.strokes import Box, Stroke, bounds, union

LINE_QUANTILE = 0.75
"""Of the heights of strokes, taken for that of the line: most digits are one stroke, bars are low."""

MIN_STROKE_HEIGHT = 0.4
"""A stroke so high, in heights of the line, has a line of its own; a lower one goes with what is near."""

NEXT_LINE = 0.7
"""Strokes of two lines differ at least so much in their middle's y, in heights of the line."""

ABOVE = 0.33
"""Part of the shorter of two lines that has to lie above or below the other."""


def line_height(strokes: Mapping[int, Stroke]) -> float:
    """Return the height of the line that strokes stand on, in their unit; above 0 unless all is one point."""
    heights = sorted(bounds([stroke])[3] for stroke in strokes.values())
    return heights[int(LINE_QUANTILE * (len(heights) - 1) + 0.5)] or max(bounds(strokes.values())[2:])


def split_rows(strokes: Mapping[int, Stroke]) -> list[dict[int, Stroke]]:
    """
    Return the lines of a drawing from top to bottom, each with its strokes.

    Parameters
    ----------
    strokes
        At least one, (n, 2), n ≥ 1, in any unit, y downwards.
    """
    height = line_height(strokes)
    boxes = {key: bounds([stroke]) for key, stroke in strokes.items()}
    middles = {key: y + own_height / 2 for key, (_, y, _, own_height) in boxes.items()}
    tall = [key for key, box in boxes.items() if box[3] >= MIN_STROKE_HEIGHT * height]
    rows: list[list[int]] = []
    for key in sorted(tall, key=middles.__getitem__):
        if rows and middles[key] - middles[rows[-1][-1]] <= NEXT_LINE * height:
            rows[-1].append(key)
        else:
            rows.append([key])
    rows = _joined(rows, boxes)
    if len(rows) < 2:
        return [dict(strokes)]
    row_of = {key: place for place, row in enumerate(rows) for key in row}
    boxes_of_tall = np.array([boxes[key] for key in tall])
    for key in strokes.keys() - row_of.keys():
        row_of[key] = row_of[tall[_nearest(boxes[key], boxes_of_tall)]]
    return [{key: strokes[key] for key in strokes if row_of[key] == place} for place in range(len(rows))]


def _joined(rows: list[list[int]], boxes: Mapping[int, Box]) -> list[list[int]]:
    """Join what hardly lies below the line before: a line that climbs or falls is one."""
    joined: list[list[int]] = []
    for row in rows:
        if joined and not _one_below_the_other(joined[-1], row, boxes):
            joined[-1].extend(row)
        else:
            joined.append(row)
    return joined


def _one_below_the_other(upper: list[int], lower: list[int], boxes: Mapping[int, Box]) -> bool:
    (left, _, width, _), (other_left, _, other_width, _) = (
        union(boxes[key] for key in row) for row in (upper, lower)
    )
    common = min(left + width, other_left + other_width) - max(left, other_left)
    return common >= ABOVE * min(width, other_width)


def _nearest(box: Box, others: NDArray[np.float64]) -> int:
    """Return which of some boxes, a row each, lies nearest to one."""
    found = np.asarray(box)
    apart = np.maximum(others[:, :2] - found[:2] - found[2:], found[:2] - others[:, :2] - others[:, 2:])
    return int(np.hypot(*np.maximum(apart, 0.0).T).argmin())
