"""How people in a hurry write 3: with a long tail, flat, with a large loop."""

from recognizer.datasets.handwriting.curves import Controls, Coordinate, Point, corner, through
from recognizer.datasets.handwriting.variation import Style, Variation


def lower(v: Variation, width: Coordinate, waist: Coordinate, *, tail: tuple[float, float]) -> list[Point]:
    """Return the lower bow below a waist; its tail reaches so far to the left."""
    reach = v(*tail)
    height = 1 - waist
    return through(
        (width * v(0.6, 0.85), waist + height * v(0.06, 0.16)),
        (width, waist + height * v(0.36, 0.5)),
        (width * v(0.45, 0.75), waist + height * v(0.76, 0.88)),
        (-reach * 0.3, v(0.97, 1.01)),
        (-reach, v(0.84, 1.02)),
    )


def three_like_ezh(v: Variation) -> list[Controls]:
    """A z for the upper half, a bow with a long tail for the lower one."""
    left, right = -v(0.16, 0.34), v(0.12, 0.3)
    waist = v(0.3, 0.44)
    return [
        [
            Point(left, v(-0.02, 0.12)),
            Point((left + right) / 2, v(-0.04, 0.06)),
            corner(right, v(-0.02, 0.06)),
            corner(v(-0.14, 0.04), waist),
            *lower(v, v(0.18, 0.34), waist, tail=(0.25, 0.55)),
        ]
    ]


def three_shallow(v: Variation) -> list[Controls]:
    """Two shallow bows, as an m that lies on its side."""
    width, waist = v(0.1, 0.2), v(0.4, 0.54)
    back = width * v(0.3, 0.9)
    return [
        through(
            (-v(0.1, 0.28), v(0, 0.14)),
            (width * v(0.2, 0.5), v(-0.01, 0.04)),
            (width, waist * v(0.4, 0.55)),
            (width * v(0.5, 0.7), waist * v(0.78, 0.9)),
            corner(-back, waist),
            (width * v(0.6, 0.9), waist + (1 - waist) * v(0.1, 0.2)),
            (width * v(0.9, 1.3), waist + (1 - waist) * v(0.4, 0.55)),
            (width * v(0.3, 0.7), waist + (1 - waist) * v(0.82, 0.92)),
            (-v(0.08, 0.34), v(0.94, 1.04)),
        )
    ]


def three_with_large_loop(v: Variation) -> list[Controls]:
    """The waist is a loop as large as it comes, mostly slanting."""
    width, size = v(0.14, 0.28), v(0.07, 0.15)
    waist, sink = v(0.42, 0.5), v(-0.02, 0.06)
    return [
        [
            *through(
                (-width * v(0.6, 1.2), v(0.06, 0.2)),
                (-width * v(0, 0.3), v(0, 0.03)),
                (width * v(0.85, 1), v(0.1, 0.18)),
                (width * 0.45, waist - 0.08),
                (-size * 0.7, waist + sink),
                (-size * 2, waist + sink - size * 0.3),
                (-size * 1.4, waist - size * 0.9),
                (width * 0.3, waist + 0.0),
            ),
            *lower(v, width * v(0.9, 1.3), waist + 0.02, tail=(0.1, 0.45)),
        ]
    ]


def three_with_small_head(v: Variation) -> list[Controls]:
    """A small hook for the upper bow, a large lower one."""
    width, waist = v(0.11, 0.2), v(0.28, 0.38)
    return [
        [
            Point(-width * v(0.8, 1.8), v(0.02, 0.14)),
            Point(0, v(0, 0.02)),
            Point(width, waist * v(0.35, 0.5)),
            Point(width * v(0.5, 0.8), waist * v(0.72, 0.85)),
            corner(-width * v(0.1, 0.8), waist),
            *lower(v, v(0.2, 0.36), waist, tail=(0.15, 0.5)),
        ]
    ]


def three_with_small_foot(v: Variation) -> list[Controls]:
    """A large upper bow; the lower one is small and ends early."""
    width, waist = v(0.18, 0.32), v(0.5, 0.62)
    return [
        [
            Point(-width * v(0.6, 1.2), v(0.1, 0.24)),
            Point(-width * v(0.2, 0.4), v(0.01, 0.05)),
            Point(width * v(0.4, 0.6), v(0, 0.04)),
            Point(width, waist * v(0.4, 0.55)),
            Point(width * v(0.55, 0.75), waist * v(0.8, 0.9)),
            corner(-width * v(0.1, 0.5), waist),
            *lower(v, width * v(0.7, 0.95), waist, tail=(0.1, 0.35)),
        ]
    ]


def three_with_swash(v: Variation) -> list[Controls]:
    """The lower bow swings round in a large hook to the left, below the line."""
    width, waist = v(0.16, 0.28), v(0.36, 0.46)
    reach = v(0.25, 0.5)
    return [
        [
            *through(
                (-width * v(0.7, 1.3), v(0.06, 0.2)),
                (0, 0),
                (width * v(0.9, 1), waist * v(0.35, 0.5)),
                (width * v(0.4, 0.6), waist * 0.88),
                (-width * v(-0.1, 0.3), waist),
            ),
            *lower(v, width * v(1, 1.3), waist, tail=(0.1, 0.16))[:-1],
            Point(-reach, v(0.98, 1.1)),
            Point(-reach * v(1, 1.3), v(0.84, 0.95)),
        ]
    ]


STYLES: list[tuple[float, Style]] = [
    (2, three_like_ezh),
    (2.5, three_shallow),
    (1.5, three_with_large_loop),
    (1.5, three_with_small_head),
    (0.8, three_with_small_foot),
    (1, three_with_swash),
]
"""The styles of this digit, and how often one meets them beside each other."""
