"""How people in a hurry write 2: like a Q, with an alpha for a foot, like a Z, running on."""

from recognizer.datasets.handwriting.curves import Controls, Coordinate, Point, corner, through
from recognizer.datasets.handwriting.variation import Style, Variation


def arch(v: Variation, width: Coordinate) -> list[Point]:
    """Return the head of a 2 down to where the foot begins, the pen going to the lower left."""
    return through(
        (-width * v(0.7, 1.1), v(0.12, 0.36)),
        (-width * v(0.5, 0.8), v(0.05, 0.1)),
        (width * v(0, 0.3), 0),
        (width * v(0.85, 1.05), v(0.12, 0.26)),
        (width * v(0.5, 0.8), v(0.38, 0.5)),
    )


def looped_foot(size: Coordinate, flat: Coordinate, x: Coordinate) -> list[Point]:
    """Return a loop at the lower left that the pen runs round with the clock; it lies at x."""
    return through(
        (x + size * 0.9, 0.98 - size * 0.9),
        (x - size * flat * 0.4, 0.97),
        (x - size * flat, 0.98 - size * 0.7),
        (x - size * flat * 0.3, 0.98 - size * 1.4),
    )


def two_like_q(v: Variation) -> list[Controls]:
    """A large round head that nearly closes, a loop, and a tail below the line: a Q in joined writing."""
    width, size = v(0.22, 0.36), v(0.1, 0.2)
    head = arch(v, width)
    curl = Point(-width * v(0.2, 0.7), v(0.36, 0.5))
    return [
        [
            curl,
            *head,
            *looped_foot(size, v(0.8, 1.4), -width * v(0.6, 0.9)),
            Point(width * v(0.1, 0.5), v(0.9, 0.99)),
            Point(width * v(1, 1.5), v(0.96, 1.12)),
        ]
    ]


def two_with_alpha(v: Variation) -> list[Controls]:
    """The foot is a wide loop, lying as an alpha, and a tail."""
    width, size = v(0.1, 0.28), v(0.1, 0.2)
    tail = v(0.15, 0.5)
    return [
        [
            *arch(v, width),
            *looped_foot(size, v(1.2, 2.2), -v(0.1, 0.26)),
            Point(tail * v(0.3, 0.5), 0.98 - size * v(0.2, 0.8)),
            Point(tail, v(0.88, 1.06)),
        ]
    ]


def two_like_zed(v: Variation) -> list[Controls]:
    """Three straight strokes: a short top, a slope, and a foot that is at least as long."""
    left, right = -v(0.18, 0.32), v(0.18, 0.34)
    foot = v(0.2, 0.55)
    rise = v(-0.08, 0.06)
    return [
        through(
            (left, v(0.02, 0.2)),
            corner(right, v(-0.03, 0.08)),
            ((right + left) / 2 + v(-0.05, 0.08), v(0.45, 0.55)),
            corner(left - v(0, 0.1), 1),
            ((left + foot) / 2, 1 + rise * v(-0.4, 1.2)),
            (foot, 1 + rise),
        )
    ]


def two_like_wave(v: Variation) -> list[Controls]:
    """No corner anywhere: head, slope and foot are one wave."""
    width, foot = v(0.15, 0.28), v(0.24, 0.5)
    return [
        [
            *arch(v, width),
            Point(-width * v(0.5, 1.1), v(0.74, 0.84)),
            Point(-width * v(0.9, 1.3), v(0.93, 0.98)),
            Point(-width * v(0.2, 0.5), v(0.97, 1.02)),
            Point(foot * v(0.5, 0.7), v(0.92, 1.02)),
            Point(foot, v(0.84, 1.06)),
        ]
    ]


def two_with_long_foot(v: Variation) -> list[Controls]:
    """A small head, and a foot that runs far to the right."""
    width, foot = v(0.1, 0.22), v(0.45, 0.8)
    sag = v(-0.05, 0.06)
    return [
        [
            *arch(v, width),
            corner(-v(0.16, 0.32), v(0.93, 1)),
            Point(foot * v(0.2, 0.4), 0.97 + sag),
            Point(foot, v(0.82, 1.02)),
        ]
    ]


def two_rising(v: Variation) -> list[Controls]:
    """The foot is a sharp turn, from which the pen rises to the next digit."""
    width, out = v(0.14, 0.28), v(0.25, 0.5)
    rise = v(0.1, 0.34)
    return [
        [
            *arch(v, width),
            corner(-width * v(0.8, 1.3), v(0.95, 1)),
            Point(out * v(0.2, 0.5), 0.98 - rise * v(0.1, 0.4)),
            Point(out, 0.98 - rise),
        ]
    ]


STYLES: list[tuple[float, Style]] = [
    (1.2, two_like_q),
    (3, two_with_alpha),
    (2.5, two_like_zed),
    (2, two_like_wave),
    (1.5, two_with_long_foot),
    (0.8, two_rising),
]
"""The styles of this digit, and how often one meets them beside each other."""
