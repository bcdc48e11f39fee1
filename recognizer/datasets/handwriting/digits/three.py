"""How people write 3: round, flat-topped, with a waist of any kind."""

from recognizer.datasets.handwriting.curves import Controls, Point, corner, through
from recognizer.datasets.handwriting.digits.bows import lower_bow
from recognizer.datasets.handwriting.variation import Style, Variation


def upper_bow(v: Variation) -> list[Point]:
    """Return the upper half of a round 3."""
    width = v(0.16, 0.28)
    return through(
        (-v(0.16, 0.3), v(0.08, 0.22)),
        (-0.08, v(0.01, 0.06)),
        (0.04, 0),
        (width, v(0.1, 0.17)),
        (width * v(0.75, 1), v(0.27, 0.34)),
    )


def three(v: Variation) -> list[Controls]:
    """Two bows that meet in a point."""
    return [[*upper_bow(v), corner(v(-0.14, 0.08), v(0.42, 0.5)), *lower_bow(v)]]


def three_short(v: Variation) -> list[Controls]:
    """The lower bow ends early, where the pen is at the foot."""
    return [three(v)[0][:-1]]


def three_curled(v: Variation) -> list[Controls]:
    """The upper bow begins with a curl that nearly closes it."""
    curl = through((-v(0.02, 0.18), v(0.24, 0.36)), (-v(0.2, 0.28), v(0.12, 0.22)))
    return [[*curl, *three(v)[0][1:]]]


def three_with_curled_end(v: Variation) -> list[Controls]:
    """The lower bow ends in a curl or a small loop."""
    (body,) = three(v)
    return [[*body, Point(-v(0.16, 0.3), v(0.78, 0.86)), Point(-v(0.02, 0.2), v(0.72, 0.84))]]


def three_smooth(v: Variation) -> list[Controls]:
    """Two bows with a soft waist."""
    return [[*upper_bow(v), Point(v(-0.02, 0.1), v(0.42, 0.48)), *lower_bow(v)]]


def three_with_loop(v: Variation) -> list[Controls]:
    """The waist is a small loop."""
    size = v(0.03, 0.09)
    waist = through(
        (0, 0.45), (-0.06 - size, 0.46 + size * 0.3), (-0.05 - size * 0.6, 0.46 - size), (0.04, v(0.44, 0.48))
    )
    return [[*upper_bow(v), *waist, *lower_bow(v)]]


def three_flat(v: Variation) -> list[Controls]:
    """With a flat top and a slanting bar to the middle."""
    return [
        [
            Point(-v(0.18, 0.3), v(0, 0.1)),
            Point(0, v(-0.02, 0.03)),
            corner(v(0.14, 0.28), v(0, 0.06)),
            corner(v(-0.1, 0.06), v(0.36, 0.48)),
            *lower_bow(v),
        ]
    ]


STYLES: list[tuple[float, Style]] = [
    (4, three),
    (1.2, three_short),
    (0.8, three_curled),
    (1, three_with_curled_end),
    (3, three_smooth),
    (2, three_with_loop),
    (2.5, three_flat),
]
"""The styles of this digit, and how often one meets them beside each other."""
