"""How people write 2: angular, round, with a loop or a curl."""

from recognizer.datasets.handwriting.curves import Controls, Point, corner, through
from recognizer.datasets.handwriting.variation import Style, Variation


def head_of_two(v: Variation) -> list[Point]:
    """Return the arch of a 2, down to the middle."""
    width = v(0.12, 0.32)
    return through(
        (-width, v(0.12, 0.34)),
        (-width * v(0.6, 0.85), v(0.04, 0.1)),
        (v(-0.04, 0.06), 0),
        (width * 0.85, v(0.06, 0.14)),
        (width * v(0.85, 1.05), v(0.2, 0.34)),
        (width * v(0.2, 0.5), v(0.46, 0.6)),
    )


def two(v: Variation) -> list[Controls]:
    """With a sharp corner at the foot."""
    foot = v(-0.34, -0.22)
    return [
        [
            *head_of_two(v),
            Point(foot * v(0.4, 0.6), v(0.7, 0.8)),
            corner(foot, v(0.93, 1)),
            Point(0, v(0.92, 1)),
            Point(v(0.2, 0.4), v(0.92, 1.02)),
        ]
    ]


def two_with_loop(v: Variation) -> list[Controls]:
    """With a loop at the foot."""
    size = v(0.04, 0.12)
    return [
        [
            *head_of_two(v),
            Point(-0.12, v(0.72, 0.8)),
            Point(-0.28, 0.97),
            Point(-0.3 - size * 0.6, 0.96 - size),
            Point(-0.24, 0.95 - 2 * size),
            Point(-0.08, v(0.86, 0.93)),
            Point(0.12, v(0.96, 1.02)),
            Point(v(0.26, 0.42), v(0.86, 0.97)),
        ]
    ]


def two_rounded(v: Variation) -> list[Controls]:
    """The foot is round, without corner or loop; often like a swan."""
    return [
        [
            *head_of_two(v),
            Point(-0.15, v(0.74, 0.82)),
            Point(-0.26, v(0.92, 0.97)),
            Point(-0.16, v(0.96, 1.01)),
            Point(0.08, v(0.93, 0.99)),
            Point(v(0.24, 0.4), v(0.9, 1.02)),
        ]
    ]


def two_like_z(v: Variation) -> list[Controls]:
    """Angular throughout, with an arched or straight top."""
    return [
        through(
            (-v(0.18, 0.3), v(0.05, 0.18)),
            (0, v(-0.03, 0.04)),
            corner(v(0.18, 0.3), v(0.03, 0.12)),
            corner(-v(0.2, 0.34), v(0.93, 1)),
            (v(0.2, 0.36), v(0.93, 1.02)),
        )
    ]


def two_with_curl(v: Variation) -> list[Controls]:
    """The arch begins with a curl."""
    curl = v(0.05, 0.12)
    start = through((-0.2 + curl, v(0.2, 0.28)), (-0.2, 0.24 + curl), (-0.26, v(0.16, 0.22)))
    return [[*start, *two(v)[0][1:]]]


STYLES: list[tuple[float, Style]] = [
    (4, two),
    (3, two_with_loop),
    (3, two_rounded),
    (2, two_like_z),
    (1, two_with_curl),
]
"""The styles of this digit, and how often one meets them beside each other."""
