"""How people write 8: in one stroke from anywhere, as two circles, as an s and a line."""

import numpy as np

from recognizer.datasets.handwriting.curves import (
    Controls,
    Coordinate,
    Point,
    arc,
    backwards,
    mirrored,
    through,
)
from recognizer.datasets.handwriting.variation import Style, Variation


def figure_eight(v: Variation, *, start: tuple[float, float]) -> list[Point]:
    """Return an 8 in one stroke; the pen begins at an angle in turns, 0 being the top, ½ the foot."""
    upper, lower = v(0.13, 0.3), v(0.1, 0.36)
    waist = v(0.4, 0.52)
    begin, length = v(*start), v(0.94, 1.06)
    points = []
    for part in np.linspace(0, 1, 17):
        turn = 2 * np.pi * (begin + part * length)
        height = 0.5 - 0.5 * np.cos(turn)
        y = height ** (np.log(waist) / np.log(0.5))
        x = -(upper + (lower - upper) * height) * np.sin(2 * turn)
        points.append(Point(x * 0.95, y))
    return points


def eight(v: Variation) -> list[Controls]:
    """In one stroke from the top right: an s, and back."""
    return [figure_eight(v, start=(-0.16, 0.04))]


def eight_mirrored(v: Variation) -> list[Controls]:
    """In one stroke from the other side."""
    return mirrored(eight(v))


def eight_from_waist(v: Variation) -> list[Controls]:
    """In one stroke from the middle."""
    return [figure_eight(v, start=(0.2, 0.3))]


def eight_from_anywhere(v: Variation) -> list[Controls]:
    """In one stroke from wherever the pen came down, to either side."""
    return [backwards(figure_eight(v, start=(0, 1)))]


def two_circles(
    v: Variation, *, starts: tuple[Coordinate, Coordinate], sweeps: tuple[Coordinate, Coordinate]
) -> list[Controls]:
    """Return an 8 made of two rings that touch, or nearly."""
    upper = v(0.19, 0.27)
    gap = v(-0.04, 0.04)
    lower = (1 - 2 * upper - gap) / 2
    shift = v(-0.06, 0.06)
    return [
        arc(0, upper, upper * v(0.75, 1.15), upper, starts[0], sweeps[0]),
        arc(shift, 1 - lower, lower * v(0.75, 1.1), lower, starts[1], sweeps[1]),
    ]


def eight_of_circles(v: Variation) -> list[Controls]:
    """Two circles, the upper one first."""
    return two_circles(v, starts=(v(-140, 120), v(-140, -40)), sweeps=(v(-385, -335), v(-385, -335)))


def eight_of_circles_clockwise(v: Variation) -> list[Controls]:
    """Two circles, the lower one with the clock."""
    return two_circles(v, starts=(v(60, 120), v(-120, -60)), sweeps=(v(-385, -340), v(340, 385)))


def eight_of_s_and_slope(v: Variation) -> list[Controls]:
    """An s, and a straight line back up."""
    width = v(0.18, 0.28)
    return [
        through(
            (width, v(0.08, 0.16)),
            (0, 0),
            (-width, v(0.12, 0.18)),
            (-width * 0.4, v(0.36, 0.42)),
            (width * 0.8, v(0.6, 0.68)),
            (width, v(0.8, 0.86)),
            (0, 1),
            (-width, v(0.84, 0.92)),
            (-width * 0.7, v(0.66, 0.74)),
            (width * v(0.1, 0.3), v(0.42, 0.48)),
            (width * v(0.85, 1.2), v(0, 0.12)),
        )
    ]


STYLES: list[tuple[float, Style]] = [
    (5, eight),
    (2, eight_mirrored),
    (1.2, eight_from_waist),
    (1, eight_from_anywhere),
    (1.6, eight_of_circles),
    (1, eight_of_circles_clockwise),
    (1.5, eight_of_s_and_slope),
]
"""The styles of this digit, and how often one meets them beside each other."""
