"""How people in a hurry write 0: open, looped, running on to the next digit, small."""

from recognizer.datasets.handwriting.curves import Controls, Point, arc, through, turned
from recognizer.datasets.handwriting.variation import Style, Variation


def zero_open(v: Variation) -> list[Controls]:
    """Open at the top, as a u whose ends bend towards each other."""
    start = v(-150, -105)
    gap = v(18, 62)
    body = arc(0, 0.5, v(0.18, 0.42), 0.5, start, gap - 360, points=7)
    return [turned(body, v(-8, 22))]


def zero_open_at_right(v: Variation) -> list[Controls]:
    """Open at the upper right, where the pen began."""
    body = arc(0, 0.5, v(0.2, 0.42), 0.5, v(-80, -40), v(-345, -310), points=7)
    return [turned(body, v(-5, 20))]


def zero_looped(v: Variation) -> list[Controls]:
    """The ring ends in a loop at the top and leaves to the right, as an o in joined writing."""
    width, depth = v(0.2, 0.4), v(0.1, 0.3)
    body = arc(0, 0.5, width, 0.5, v(-110, -60), v(-370, -340), points=7)
    return [
        [
            *body[:-1],
            Point(width * v(0.2, 0.5), v(-0.02, 0.06)),
            Point(-width * v(0.2, 0.5), depth * v(0.4, 0.7)),
            Point(-width * v(-0.1, 0.2), depth),
            Point(width * v(0.7, 1.1), depth * v(0.3, 0.9)),
            Point(width * v(1.2, 2.2), depth * v(-0.3, 0.6)),
        ]
    ]


def zero_running_on(v: Variation) -> list[Controls]:
    """A long stroke from the top runs to the next digit, level, rising or sagging."""
    width, reach = v(0.18, 0.4), v(0.15, 0.6)
    height = v(-0.04, 0.16)
    body = arc(0, 0.5, width, 0.5, v(-100, -50), v(-375, -335), points=7)
    return [
        [
            *body[:-1],
            Point(width * v(0.4, 0.8), height),
            Point(width + reach * v(0.3, 0.5), height + reach * v(-0.1, 0.3)),
            Point(width + reach, height + reach * v(-0.4, 0.2)),
        ]
    ]


def zero_like_a(v: Variation) -> list[Controls]:
    """After the ring the pen runs down the right side again and leaves at the foot."""
    width, drop = v(0.22, 0.42), v(0.45, 0.8)
    ring = arc(0, 0.5, width, 0.5, v(-65, -35), v(-365, -335), points=7)
    return [
        [
            *ring,
            Point(width * v(0.9, 1.06), drop * 0.6),
            Point(width * v(1.02, 1.2), drop),
            Point(width * v(1.25, 1.8), drop + v(-0.02, 0.14)),
        ]
    ]


def zero_like_omega(v: Variation) -> list[Controls]:
    """Open at the top, and one end or both curl inwards."""
    width = v(0.22, 0.42)
    body = arc(0, 0.5, width, 0.5, v(-130, -105), v(-325, -295), points=7)
    left = Point(-width * v(0.05, 0.3), v(0.1, 0.3))
    right = Point(width * v(0, 0.3), v(0.1, 0.3))
    return [[left, *body, right]]


def zero_entered(v: Variation) -> list[Controls]:
    """The pen comes from the digit before, across the ring that it then draws."""
    width, height = v(0.22, 0.42), v(0.2, 0.6)
    entry = through(
        (-width * v(1.0, 1.9), height + v(-0.06, 0.14)),
        (-width * v(0.1, 0.4), height * v(0.7, 0.9)),
        (width * v(0.55, 0.75), v(0.12, 0.18)),
    )
    return [[*entry, *arc(0, 0.5, width, 0.5, -90, v(-385, -335), points=7)]]


def zero_small(v: Variation) -> list[Controls]:
    """Half as high as other digits, on the line or raised, as cents are written."""
    height = v(0.18, 0.34)
    middle = height + (1 - 2 * height) * v(-0.1, 1.05)
    return [arc(0, middle, height * v(0.7, 1.3), height, v(-150, -30), v(-400, -315), points=7)]


STYLES: list[tuple[float, Style]] = [
    (3, zero_open),
    (2, zero_open_at_right),
    (2, zero_looped),
    (2.5, zero_running_on),
    (0.8, zero_like_a),
    (1, zero_like_omega),
    (1, zero_entered),
    (2, zero_small),
]
"""The styles of this digit, and how often one meets them beside each other."""
