"""What several digits share."""

from recognizer.datasets.handwriting.curves import Controls, Point, through
from recognizer.datasets.handwriting.variation import Variation


def lower_bow(v: Variation) -> list[Point]:
    """Return the lower half of a 3 or 5, without its beginning."""
    width = v(0.2, 0.34)
    return through(
        (width * v(0.6, 0.85), v(0.5, 0.56)),
        (width, v(0.66, 0.76)),
        (width * v(0.5, 0.75), v(0.88, 0.95)),
        (v(-0.06, 0.04), 1),
        (-v(0.06, 0.34), v(0.84, 0.98)),
    )


def soft(points: Controls) -> list[Point]:
    """Return the same points without corners."""
    return [Point(point.x, point.y) for point in points]
