"""What letters and signs are made of."""

from typing import TypeAlias

from recognizer.datasets.handwriting.curves import Point, arc, corner, through

Pair: TypeAlias = tuple[float, float]


def lines(*points: Pair) -> list[Point]:
    """Return a stroke of straight lines."""
    return [corner(x, y) for x, y in points]


def ring(x: float, y: float, radius_x: float, radius_y: float) -> list[Point]:
    """Return an ellipse."""
    return arc(x, y, radius_x, radius_y, -70, -360)


def dot(x: float, y: float) -> list[Point]:
    """Return a stroke that is hardly more than a dot."""
    return through((x, y), (x + 0.02, y + 0.02))


def shaft(x: float, top: float = 0.0, foot: float = 1.0) -> list[Point]:
    """Return an upright line."""
    return lines((x, top), (x, foot))
