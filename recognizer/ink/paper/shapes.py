"""How rectangular, and how convex, a shape is."""

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from recognizer.ink.pieces import Mask, grown


def rectangularity(shape: Mask) -> float:
    """Return which part of the smallest rectangle about it, however it is turned, a shape fills.

    0 for a shape on one line; an ellipse fills π/4.
    """
    hull = _hull(shape)
    if hull is None:
        return 0.0
    corners = hull.points[hull.vertices]
    along = np.diff(corners, axis=0, append=corners[:1])
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    # pixels are squares, not points: half a pixel more on each side
    length, width = (np.ptp(corners @ direction.T, axis=0) + 1 for direction in (along, across))
    return float(shape.sum() / (length * width).min())


def convexity(shape: Mask) -> float:
    """Return which part of its convex hull a shape fills; 0 for one on one line."""
    hull = _hull(shape)
    # in the plane, Qhull's volume is the area, and its area the way round
    return 0.0 if hull is None else float(shape.sum() / (hull.volume + hull.area / 2))


def _hull(shape: Mask) -> ConvexHull | None:
    try:
        return ConvexHull(np.argwhere(shape & grown(~np.pad(shape, 1))[1:-1, 1:-1]).astype(np.float64))
    except (QhullError, ValueError):
        return None
