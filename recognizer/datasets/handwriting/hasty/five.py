"""How people in a hurry write 5: without a bar, with a bar that runs on, like an S, like a tick."""

from recognizer.datasets.handwriting.curves import Controls, Coordinate, Point, corner, through
from recognizer.datasets.handwriting.variation import Style, Variation


def bow(v: Variation, neck: Coordinate, width: Coordinate, *, tail: tuple[float, float]) -> list[Point]:
    """Return the bow below a neck; its tail reaches so far to the left."""
    reach = v(*tail)
    height = 1 - neck
    return through(
        (width * v(0.6, 0.85), neck + height * v(0.02, 0.14)),
        (width, neck + height * v(0.32, 0.5)),
        (width * v(0.4, 0.7), neck + height * v(0.74, 0.88)),
        (-reach * v(0.1, 0.4), v(0.96, 1.01)),
        (-reach, v(0.9, 1.03)),
    )


def body(v: Variation, *, neck: tuple[float, float], tail: tuple[float, float]) -> list[Point]:
    """Return neck and bow, from the top of the neck; the bow rises before it turns."""
    height, left = v(*neck), -v(0.1, 0.24)
    return [
        Point(left + v(0, 0.1), v(0, 0.06)),
        corner(left, height),
        Point(left * v(0, 0.4), height - v(0.04, 0.11)),
        *bow(v, height, v(0.14, 0.34), tail=tail),
    ]


def five_without_bar(v: Variation) -> list[Controls]:
    """The bar is forgotten."""
    return [body(v, neck=(0.3, 0.5), tail=(0.1, 0.42))]


def five_with_bar_running_on(v: Variation) -> list[Controls]:
    """The bar is long and runs into the next digit."""
    main = body(v, neck=(0.3, 0.46), tail=(0.1, 0.4))
    start, height = main[0].x + v(-0.1, 0.14), v(-0.06, 0.1)
    reach, rise = v(0.5, 0.95), v(-0.06, 0.2)
    bar = through(
        (start, height),
        (start + reach * 0.5, height - rise * 0.5 + v(-0.05, 0.05)),
        (start + reach, height - rise),
    )
    return [main, bar]


def five_with_bar_afloat(v: Variation) -> list[Controls]:
    """The bar is a short dash, far above or far to the right of where it belongs."""
    main = body(v, neck=(0.34, 0.5), tail=(0.1, 0.4))
    start, height = main[0].x + v(0.08, 0.26), v(-0.2, 0.06)
    reach = v(0.14, 0.36)
    return [main, through((start, height), (start + reach, height - v(-0.02, 0.14)))]


def five_like_letter_s(v: Variation) -> list[Controls]:
    """In one stroke without corners, narrow, its upper end far to the right."""
    left, neck = -v(0.08, 0.2), v(0.38, 0.5)
    end = v(0.16, 0.44)
    return [
        [
            Point(end, v(-0.06, 0.12)),
            Point(end * v(0.2, 0.5), v(0, 0.05)),
            Point(left * v(0.8, 1), v(0.1, 0.18)),
            Point(left, neck * v(0.6, 0.75)),
            Point(left * v(0.1, 0.4), neck),
            *bow(v, neck + 0.04, v(0.12, 0.3), tail=(0.12, 0.44)),
        ]
    ]


def five_zigzag(v: Variation) -> list[Controls]:
    """Straight lines: bar, neck, a short way across, and back to the left."""
    left, right, neck = -v(0.1, 0.24), v(0.12, 0.28), v(0.34, 0.48)
    end = v(0.14, 0.4)
    return [
        through(
            (end, v(-0.08, 0.08)),
            corner(left + v(0.02, 0.12), v(0, 0.08)),
            corner(left, neck),
            (0, neck + v(-0.04, 0.02)),
            (right, neck + v(0.08, 0.2)),
            (right * v(0.7, 0.95), neck + v(0.22, 0.34)),
            (-v(0.14, 0.4), v(0.96, 1.04)),
        )
    ]


def five_like_tick(v: Variation) -> list[Controls]:
    """A bar, a neck, and a steep slash for a bow: the lower half is a tick."""
    left, neck = -v(0.08, 0.2), v(0.36, 0.5)
    right = v(0.14, 0.28)
    end = left + v(0.36, 0.65)
    return [
        through(
            (end, v(-0.14, 0.02)),
            corner(left + v(0.02, 0.1), v(0.02, 0.08)),
            corner(left, neck),
            (right * v(0.4, 0.6), neck - v(0.02, 0.08)),
            (right, neck + v(0.06, 0.16)),
            (right * v(0.5, 0.8), v(0.78, 0.88)),
            (v(-0.2, 0), v(0.98, 1.06)),
        )
    ]


def five_low(v: Variation) -> list[Controls]:
    """A long neck with a small bow at its foot, and a bar."""
    main = body(v, neck=(0.5, 0.6), tail=(0.06, 0.24))
    start, height = main[0].x + v(-0.04, 0.06), v(-0.05, 0.06)
    return [main, through((start, height), (start + v(0.24, 0.6), height - v(-0.05, 0.14)))]


STYLES: list[tuple[float, Style]] = [
    (0.5, five_without_bar),
    (3, five_with_bar_running_on),
    (2, five_with_bar_afloat),
    (3, five_like_letter_s),
    (1.2, five_zigzag),
    (1.2, five_like_tick),
    (1, five_low),
]
"""The styles of this digit, and how often one meets them beside each other."""
