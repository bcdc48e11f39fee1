"""How people in a hurry write 9: like a p, a turned e, a q, with a long stem or a far-swung tail."""

from recognizer.datasets.handwriting.curves import Controls, Coordinate, Point, arc, corner, through
from recognizer.datasets.handwriting.variation import Style, Variation


def small_head(v: Variation, width: Coordinate, foot: Coordinate) -> list[Point]:
    """Return a head against the clock that ends at the top of the stem, closed or nearly."""
    return through(
        (width * v(0.4, 1), v(0.02, 0.16)),
        (-width * v(0, 0.3), v(-0.01, 0.03)),
        (-width * v(0.9, 1.05), foot * v(0.4, 0.6)),
        (-width * v(0.1, 0.5), foot),
        (width * v(0.5, 0.75), foot * v(0.66, 0.85)),
        corner(width * v(0.9, 1.1), foot * v(0.05, 0.35)),
    )


def nine_like_p(v: Variation) -> list[Controls]:
    """The head with the clock, from inside or below, and a stem that leaves from its left."""
    width, foot = v(0.16, 0.28), v(0.4, 0.54)
    lean = v(0.02, 0.2)
    return [
        through(
            (-width * v(0, 0.6), foot * v(0.92, 1.2)),
            (-width, foot * v(0.45, 0.6)),
            (-width * v(0.1, 0.3), v(0, 0.03)),
            (width * v(0.85, 1), foot * v(0.3, 0.45)),
            (width * v(0.4, 0.6), foot * v(0.85, 0.95)),
            (-width * v(0, 0.3), foot + v(0.08, 0.16)),
            (-width * v(0.2, 0.5) - lean * 0.4, v(0.74, 0.84)),
            (-width * v(0.2, 0.5) - lean, v(1, 1.2)),
        )
    ]


def nine_like_turned_e(v: Variation) -> list[Controls]:
    """From the stem to the left, over the top and down: an e turned round, on a long stem."""
    width, foot = v(0.16, 0.3), v(0.3, 0.46)
    right = width * v(0.85, 1)
    return [
        through(
            (width * v(0.6, 1.15), foot * v(0.8, 1.05)),
            (-width * v(0.2, 0.5), foot * v(0.9, 1.1)),
            (-width, foot * v(0.5, 0.65)),
            (-width * v(0.1, 0.4), v(0, 0.03)),
            (right, foot * v(0.3, 0.5)),
            (right + v(-0.02, 0.05), v(0.52, 0.64)),
            (right * v(0.4, 0.8), v(0.85, 0.92)),
            (right * v(0, 0.4) - v(0, 0.3), v(1, 1.08)),
        )
    ]


def nine_long(v: Variation) -> list[Controls]:
    """A small head on a stem twice as long or longer."""
    width, foot = v(0.12, 0.21), v(0.24, 0.38)
    head = small_head(v, width, foot)
    lean = v(-0.04, 0.3)
    return [
        [
            *head,
            Point(width * v(0.9, 1.1) - lean * 0.4, v(0.48, 0.56)),
            Point(width * v(0.8, 1.1) - lean, v(1, 1.2)),
        ]
    ]


def nine_like_q(v: Variation) -> list[Controls]:
    """The stem ends in a turn to the right, towards the next digit."""
    width, foot = v(0.14, 0.28), v(0.34, 0.5)
    head = small_head(v, width, foot)
    out, rise = v(0.04, 0.18), v(0.04, 0.3)
    return [
        [
            *head,
            Point(width * v(0.85, 1.05), 0.5),
            Point(width * v(0.6, 1), v(0.88, 0.95)),
            Point(width * v(0.8, 1.1) + out * 0.3, 1),
            Point(width + out, 1 - rise),
        ]
    ]


def nine_swung(v: Variation) -> list[Controls]:
    """The tail swings far to the left below the digits before."""
    width, foot = v(0.14, 0.28), v(0.32, 0.52)
    head = small_head(v, width, foot)
    reach = v(0.25, 0.7)
    return [
        [
            *(Point(point.x, point.y) for point in head),
            Point(width * v(0.9, 1.1), v(0.46, 0.56)),
            Point(width * v(0.4, 0.8), v(0.82, 0.9)),
            Point(-reach * v(0.3, 0.5), v(0.98, 1.08)),
            Point(-reach, v(0.88, 1.1)),
        ]
    ]


def nine_of_c_and_stem(v: Variation) -> list[Controls]:
    """A small open bow, and beside it a bent stem of its own."""
    foot, width = v(0.3, 0.48), v(0.14, 0.26)
    bow = arc(0, foot / 2, width, foot / 2, v(-70, -30), v(-330, -285), points=8)
    x, lean = width * v(0.85, 1.2), v(-0.02, 0.24)
    stem = through((x + v(-0.02, 0.04), v(-0.06, 0.12)), (x - lean * 0.25, 0.5), (x - lean, v(1, 1.15)))
    return [bow, stem]


STYLES: list[tuple[float, Style]] = [
    (1.2, nine_like_p),
    (2, nine_like_turned_e),
    (3, nine_long),
    (1, nine_like_q),
    (2, nine_swung),
    (1.2, nine_of_c_and_stem),
]
"""The styles of this digit, and how often one meets them beside each other."""
