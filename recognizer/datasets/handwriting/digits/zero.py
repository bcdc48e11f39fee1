"""How people write 0: plain, with head or tail, slashed near and far, barred."""

import numpy as np

from recognizer.datasets.handwriting.curves import (
    Controls,
    Coordinate,
    Point,
    arc,
    backwards,
    corner,
    mirrored,
    through,
)
from recognizer.datasets.handwriting.variation import Style, Variation


def zero(v: Variation) -> list[Controls]:
    """Round, from the top, against the clock; closed, open or overlapping."""
    return [arc(0, 0.5, v(0.2, 0.46), 0.5, v(-140, -25), v(-395, -325), points=11)]


def zero_clockwise(v: Variation) -> list[Controls]:
    """With the clock."""
    return [arc(0, 0.5, v(0.2, 0.46), 0.5, v(-170, -60), v(330, 390), points=11)]


def zero_with_tail(v: Variation) -> list[Controls]:
    """The pen runs on into the middle or across the top."""
    width = v(0.24, 0.42)
    body = arc(0, 0.5, width, 0.5, v(-110, -60), v(-385, -350), points=11)
    return [[*body, Point(width * v(-0.7, 0.7), v(0.02, 0.3))]]


def zero_with_head(v: Variation) -> list[Controls]:
    """The pen comes from the right or from above before it goes round."""
    width = v(0.22, 0.42)
    head = Point(width * v(-0.1, 1.1), v(-0.28, 0.1))
    return [[head, *arc(0, 0.5, width, 0.5, v(-115, -85), v(-375, -330), points=11)]]


def zero_with_exit(v: Variation) -> list[Controls]:
    """The pen runs on to the right at the top, as towards the next digit."""
    width = v(0.22, 0.42)
    body = arc(0, 0.5, width, 0.5, v(-110, -60), v(-380, -340), points=11)
    height = v(-0.04, 0.2)
    return [[*body, Point(width * v(0.5, 0.9), height), Point(width * v(1, 2.2), height + v(-0.12, 0.08))]]


def zero_spiral(v: Variation) -> list[Controls]:
    """The end does not meet the beginning: the pen began inside of the ring, or outside."""
    width, inwards = v(0.22, 0.42), v(-0.45, 0.45)
    start, sweep = v(-170, -40), v(-420, -350)
    points = []
    for part in np.linspace(0, 1, 12):
        angle = np.radians(start + sweep * part)
        size = 1 - np.maximum(inwards, 0) * (1 - part) ** 2 - np.maximum(-inwards, 0) * part**2
        points.append(Point(width * size * np.cos(angle), 0.5 + 0.5 * size * np.sin(angle)))
    return [points]


def ring(v: Variation, width: Coordinate, *, height: Coordinate = 0.5) -> list[Point]:
    """Return the ring of a zero that is still to be slashed."""
    return arc(0, 0.5, width, height, v(-140, -25), v(-390, -330), points=11)


def through_middle(v: Variation, *, across: Coordinate, down: Coordinate) -> list[Point]:
    """Return a bar through the middle of a zero, whose ends lie so far across and down from it, or nearly."""
    return through(
        (across * v(0.75, 1.1), 0.5 - down * v(0.75, 1.1)),
        (v(-0.05, 0.05), 0.5 + v(-0.05, 0.05)),
        (-across * v(0.75, 1.1), 0.5 + down * v(0.75, 1.1)),
    )


def zero_slashed(v: Variation) -> list[Controls]:
    """As programmers and engineers write it; the bar stays inside or stands out a little."""
    width, reach = v(0.22, 0.46), v(0.4, 1.15)
    return [ring(v, width), through_middle(v, across=width * reach, down=0.5 * reach * v(0.6, 1))]


def zero_slashed_upwards(v: Variation) -> list[Controls]:
    """The bar is written from below."""
    body, bar = zero_slashed(v)
    return [body, backwards(bar)]


def zero_slashed_far(v: Variation) -> list[Controls]:
    """The bar is much longer than the ring is high, steep or slanting."""
    reach = v(1.1, 2.6)
    return [ring(v, v(0.18, 0.46)), through_middle(v, across=v(0, 0.6), down=0.5 * reach)]


def zero_slashed_steeply(v: Variation) -> list[Controls]:
    """The bar is upright or nearly, and about as long as the ring is high."""
    return [ring(v, v(0.22, 0.46)), through_middle(v, across=v(-0.1, 0.2), down=v(0.35, 0.7))]


def zero_barred(v: Variation) -> list[Controls]:
    """The bar is level or nearly, inside or far beyond the ring, as in a theta."""
    width = v(0.18, 0.46)
    return [
        ring(v, width),
        backwards(through_middle(v, across=v(0.6, 1.3) * width + v(0, 0.35), down=v(-0.12, 0.22))),
    ]


def zero_slashed_backwards(v: Variation) -> list[Controls]:
    """The bar falls to the right."""
    return mirrored(zero_slashed(v))


def zero_slashed_in_one(v: Variation) -> list[Controls]:
    """Ring and bar without lifting the pen."""
    width = v(0.24, 0.44)
    body = arc(0, 0.5, width, 0.5, v(-80, -45), v(-370, -345), points=11)
    return [[*body, corner(width * v(0.4, 0.9), v(0.0, 0.2)), Point(-width * v(0.4, 1.1), v(0.8, 1.05))]]


STYLES: list[tuple[float, Style]] = [
    (8, zero),
    (3, zero_clockwise),
    (1.5, zero_with_tail),
    (2, zero_with_head),
    (1, zero_with_exit),
    (1.5, zero_spiral),
    (1.5, zero_slashed),
    (0.6, zero_slashed_upwards),
    (1.6, zero_slashed_far),
    (0.6, zero_slashed_steeply),
    (0.8, zero_barred),
    (0.4, zero_slashed_backwards),
    (0.6, zero_slashed_in_one),
]
"""The styles of this digit, and how often one meets them beside each other."""
