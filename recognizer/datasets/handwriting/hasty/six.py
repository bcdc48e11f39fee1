"""How people in a hurry write 6: like a b, like a C with a tiny loop, unclosed, running on."""

from recognizer.datasets.handwriting.curves import Controls, Point, arc, corner, through
from recognizer.datasets.handwriting.variation import Style, Variation


def six_like_letter_b(v: Variation) -> list[Controls]:
    """A straight long back, and a small bow up from its foot, closed or not."""
    radius = v(0.14, 0.26)
    lean = v(-0.04, 0.24)
    back = through(
        (lean, 0), (lean * 0.4 - radius * 0.5, v(0.4, 0.5)), corner(-radius * v(0.95, 1.1), v(0.86, 0.96))
    )
    bow = arc(0, 1 - radius, radius * v(0.9, 1.3), radius, v(-190, -160), v(285, 345), points=8)
    return [[*back, *bow]]


def six_like_letter_c(v: Variation) -> list[Controls]:
    """A wide open bow that ends in a tiny loop at the lower right."""
    width, size = v(0.22, 0.36), v(0.06, 0.13)
    x, y = width * v(0.3, 0.6), 1 - size * v(1.2, 2)
    return [
        [
            Point(width * v(0.6, 1.2), v(0, 0.14)),
            Point(width * v(0.1, 0.4), v(-0.01, 0.03)),
            Point(-width * v(0.7, 0.9), v(0.24, 0.34)),
            Point(-width, v(0.56, 0.68)),
            Point(-width * v(0.5, 0.7), v(0.88, 0.95)),
            Point(x - size, 1),
            Point(x + size, y + size * 0.5),
            Point(x + size * 0.6, y - size),
            Point(x - size * 0.8, y - size * v(0.3, 0.7)),
            Point(x - size * v(0.4, 0.9), y + size * v(0.5, 1)),
        ]
    ]


def six_unclosed(v: Variation) -> list[Controls]:
    """The loop is a hook that ends before it reaches the back."""
    width, top = v(0.16, 0.3), v(0.46, 0.68)
    middle = (1 + top) / 2
    return [
        through(
            (width * v(0.2, 1.1), v(0, 0.06)),
            (-width * v(0.3, 0.6), v(0.16, 0.26)),
            (-width * v(0.9, 1.05), v(0.52, 0.64)),
            (-width * v(0.8, 0.95), v(0.82, 0.9)),
            (v(-0.06, 0.03), 1),
            (width * v(0.7, 0.9), middle + 0.06),
            (width * v(0.6, 0.9), top + v(0.03, 0.1)),
            (width * v(0.05, 0.35), top),
        )
    ]


def six_long(v: Variation) -> list[Controls]:
    """A long slash from the upper right with a small loop at its foot."""
    radius, lean = v(0.1, 0.19), v(0.05, 0.4)
    bend = v(-0.06, 0.04)
    back = through((lean, 0), (lean * 0.45 - radius * 0.5 + bend, v(0.36, 0.44)))
    ring = arc(0, 1 - radius, radius * v(0.9, 1.4), radius, v(-180, -165), v(-400, -300), points=10)
    return [[*back, *ring]]


def six_running_on(v: Variation) -> list[Controls]:
    """After the loop the pen crosses it and leaves for the next digit."""
    width, top = v(0.16, 0.28), v(0.48, 0.66)
    middle, out = (1 + top) / 2, v(0.1, 0.4)
    return [
        through(
            (width * v(0.1, 1.1), v(0, 0.06)),
            (-width * v(0.4, 0.7), v(0.2, 0.3)),
            (-width, middle - 0.04),
            (-width * 0.75, v(0.9, 0.95)),
            (0, 1),
            (width * v(0.75, 0.95), middle + 0.05),
            (width * v(0.2, 0.5), top),
            (-width * v(0.2, 0.5), top + v(0.04, 0.1)),
            (width * v(0.1, 0.4), middle + v(-0.06, 0.02)),
            (width + out * 0.4, middle - v(0, 0.08)),
            (width + out, middle - v(-0.04, 0.22)),
        )
    ]


STYLES: list[tuple[float, Style]] = [
    (2, six_like_letter_b),
    (1.5, six_like_letter_c),
    (2, six_unclosed),
    (3, six_long),
    (0.8, six_running_on),
]
"""The styles of this digit, and how often one meets them beside each other."""
