"""Strokes: checked, cleaned, measured."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from recognizer.ink.errors import StrokesError

Stroke = NDArray[np.float64]
"""Points ``(n, 2)`` of one movement of the pen, in the caller's unit, y downwards."""

Box = tuple[float, float, float, float]
"""x, y of the corner nearest the origin, width, height, in the caller's unit."""

Mode = Literal["number", "digit"]
"""Whether a drawing holds a whole number or is one digit as it stands."""

MAX_COORDINATE_SIZE = 1e12
"""Beyond it, differences of coordinates lose what makes a digit."""

MIN_COORDINATE_SIZE = 1e-60
"""Below it, a coordinate is 0: products of such lengths would be 0 where they divide."""

TAP = 0.05
"""A stroke smaller than this part of the tallest one is a slip of the pen."""

PEN_PART = 0.06
"""Width of a pen as a part of the height of what it writes."""


def clean(strokes: Sequence[Stroke]) -> dict[int, Stroke]:
    """
    Return what the pen meant, by the stroke's index in the drawing.

    Empty strokes go, and so do accidental taps beside anything larger.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2), in any unit, y downwards; n may be 0.

    Raises
    ------
    StrokesError
        A stroke is not an (n, 2) array of finite numbers of a sensible size.
    """
    kept = {index: _checked(index, stroke) for index, stroke in enumerate(strokes) if len(stroke)}
    if len(kept) < 2:
        return kept
    sizes = {index: float(np.ptp(stroke, axis=0).max()) for index, stroke in kept.items()}
    smallest = TAP * _tallest(kept.values())
    return {index: stroke for index, stroke in kept.items() if sizes[index] >= smallest}


def bounds(strokes: Iterable[Stroke]) -> Box:
    """Return the box about all points of some strokes, at least one of them with a point."""
    points = np.concatenate(list(strokes))
    left, top = points.min(axis=0).tolist()
    right, bottom = points.max(axis=0).tolist()
    return left, top, right - left, bottom - top


def union(boxes: Iterable[Box]) -> Box:
    """Return the box about some boxes, at least one."""
    lefts, tops, rights, bottoms = zip(*((x, y, x + w, y + h) for x, y, w, h in boxes), strict=True)
    left, top = min(lefts), min(tops)
    return left, top, max(rights) - left, max(bottoms) - top


def spans(strokes: Mapping[int, Stroke]) -> dict[int, tuple[float, float]]:
    """Return the left and right end of strokes as written with a pen that goes with their height."""
    half_a_pen = PEN_PART / 2 * _tallest(strokes.values())
    return {
        index: (float(stroke[:, 0].min()) - half_a_pen, float(stroke[:, 0].max()) + half_a_pen)
        for index, stroke in strokes.items()
    }


def _checked(index: int, stroke: Stroke) -> Stroke:
    points = np.asarray(stroke, dtype=np.float64)
    if points.ndim != 2 or points.shape[1] != 2:
        raise StrokesError(
            "stroke {index}: expected points of shape (n, 2), got {shape}", index=index, shape=points.shape
        )
    # written so that NaN, which compares false with everything, fails as well
    if not np.abs(points).max() <= MAX_COORDINATE_SIZE:
        raise StrokesError(
            "stroke {index}: expected finite coordinates up to {most}",
            index=index,
            most=f"{MAX_COORDINATE_SIZE:g}",
        )
    return np.where(np.abs(points) < MIN_COORDINATE_SIZE, 0.0, points)


def _tallest(strokes: Iterable[Stroke]) -> float:
    return max(float(np.ptp(stroke[:, 1])) for stroke in strokes)
