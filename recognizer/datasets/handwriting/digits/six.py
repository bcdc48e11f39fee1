"""How people write 6: with a high or a low loop."""

from recognizer.datasets.handwriting.curves import Controls, Point, arc, corner, through
from recognizer.datasets.handwriting.variation import Style, Variation


def six(v: Variation) -> list[Controls]:
    """A bow down the left and a loop at the foot, low or high."""
    top, width = v(0.34, 0.64), v(0.2, 0.32)
    middle = (1 + top) / 2
    return [
        through(
            (v(-0.05, 0.26), v(0, 0.06)),
            (-width * v(0.3, 0.6), v(0.15, 0.24)),
            (-width * v(0.9, 1.02), middle - 0.16),
            (-width * 0.92, middle + 0.1),
            (v(-0.08, 0.02), 1),
            (width * v(0.75, 0.95), v(0.86, 0.92)),
            (width, middle - 0.02),
            (width * v(0.35, 0.6), top + 0.03),
            (-width * v(0.1, 0.4), top + v(0, 0.06)),
            (-width * v(0.6, 1.0), middle + v(-0.06, 0.1)),
        )
    ]


def six_straight(v: Variation) -> list[Controls]:
    """The back is nearly straight, the loop round and low."""
    radius, start = v(0.2, 0.28), v(-175, -135)
    y = 1 - radius
    back = through((v(0, 0.22), 0), (-radius * v(0.4, 0.7), v(0.3, 0.42)))
    return [[*back, *arc(0, y, radius * v(0.85, 1.2), radius, start, v(-385, -300), points=10)]]


def six_with_head(v: Variation) -> list[Controls]:
    """The back begins with a small hook."""
    (body,) = six(v)
    side = v(-1, 1)
    head = Point(body[0].x + side * v(0.06, 0.16), body[0].y + v(0.02, 0.14))
    return [[head, *body]]


def six_small(v: Variation) -> list[Controls]:
    """A long back with a hook for a head, and a loop that is small or hardly closed."""
    width, top = v(0.1, 0.2), v(0.66, 0.82)
    middle = (1 + top) / 2
    return [
        through(
            (-v(-0.08, 0.18), v(0.02, 0.14)),
            (v(-0.02, 0.06), 0),
            (v(-0.04, 0.04), v(0.2, 0.3)),
            (-width * v(0.7, 1), v(0.5, 0.62)),
            (-width, middle),
            (-width * v(0, 0.4), 1),
            (width * v(0.7, 1), middle + v(-0.02, 0.06)),
            (width * v(0.2, 0.7), top),
            (-width * v(-0.1, 0.7), top + v(0.02, 0.1)),
        )
    ]


def six_small_open(v: Variation) -> list[Controls]:
    """The small loop does not come back to the back."""
    return [six_small(v)[0][:-1]]


def six_open(v: Variation) -> list[Controls]:
    """The loop stays open."""
    return [six(v)[0][:-1]]


def six_like_b(v: Variation) -> list[Controls]:
    """The pen goes down the back, up it again and round with the clock."""
    radius = v(0.2, 0.27)
    back = through(
        (v(0, 0.18), 0), (-radius * 0.8, v(0.4, 0.5)), corner(-radius * v(0.95, 1.05), v(0.85, 0.95))
    )
    return [[*back, *arc(0, 1 - radius, radius, radius, v(-195, -170), v(290, 350), points=8)]]


STYLES: list[tuple[float, Style]] = [
    (6, six),
    (3, six_straight),
    (1, six_open),
    (1, six_with_head),
    (1.5, six_small),
    (0.7, six_small_open),
    (0.8, six_like_b),
]
"""The styles of this digit, and how often one meets them beside each other."""
