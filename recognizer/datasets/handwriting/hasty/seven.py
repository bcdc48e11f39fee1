"""How people in a hurry write 7: crossed with hardly a top, waving, rounded, drooping."""

from recognizer.datasets.handwriting.curves import Controls, Coordinate, Point, corner, through
from recognizer.datasets.handwriting.variation import Style, Variation


def bar_across(v: Variation, x: Coordinate, height: Coordinate) -> list[Point]:
    """Return a bar across the slope at this place, often slanting."""
    tilt = v(-0.05, 0.12)
    return through((x - v(0.14, 0.36), height + tilt), (x + v(0.14, 0.4), height - tilt))


def seven_like_t(v: Variation) -> list[Controls]:
    """Crossed, and of the top there is only a short tick."""
    reach, foot = v(0.12, 0.28), -v(0.06, 0.4)
    height = v(0.36, 0.56)
    bend = v(-0.03, 0.06)
    slope = through(
        (-reach, v(-0.02, 0.12)),
        (-reach * v(0.4, 0.6), v(-0.02, 0.06)),
        corner(v(0, 0.05), v(-0.02, 0.05)),
        (foot * 0.5 + bend, 0.5),
        (foot, 1),
    )
    return [slope, bar_across(v, foot * height + bend, height)]


def seven_rounded_crossed(v: Variation) -> list[Controls]:
    """The top runs into the slope in a bend; crossed."""
    left, right = -v(0.16, 0.34), v(0.12, 0.28)
    foot, height = right - v(0.24, 0.6), v(0.4, 0.62)
    slope = through(
        (left, v(0.02, 0.2)),
        (left * 0.3, v(-0.01, 0.06)),
        (right * v(0.7, 0.85), v(0, 0.05)),
        (right, v(0.1, 0.18)),
        (right + (foot - right) * 0.5, v(0.48, 0.58)),
        (foot, 1),
    )
    return [slope, bar_across(v, right + (foot - right) * height, height)]


def seven_rounded(v: Variation) -> list[Controls]:
    """The top runs into the slope in a bend, as in a hook."""
    left, right = -v(0.26, 0.42), v(0.12, 0.26)
    foot = right - v(0.18, 0.6)
    return [
        through(
            (left, v(-0.02, 0.1)),
            (left * 0.3, v(-0.02, 0.05)),
            (right * v(0.65, 0.85), v(0, 0.05)),
            (right, v(0.1, 0.18)),
            (right + (foot - right) * v(0.4, 0.6), v(0.46, 0.58)),
            (foot, v(1, 1.1)),
        )
    ]


def wave(v: Variation) -> list[Point]:
    """Return a top that begins with a long tick and waves, and a bent slope."""
    left, right = -v(0.28, 0.42), v(0.16, 0.34)
    foot, depth = right - v(0.25, 0.65), v(0.02, 0.08)
    return through(
        (left + v(-0.04, 0.06), depth + v(0.04, 0.16)),
        (left + v(0, 0.06), v(0, 0.05)),
        (left * v(0.3, 0.55), v(0, 0.06)),
        (right * v(0.2, 0.5), depth),
        corner(right, v(-0.08, 0.05)),
        (right + (foot - right) * v(0.55, 0.75), v(0.42, 0.54)),
        (foot, v(1, 1.1)),
    )


def seven_with_long_tick(v: Variation) -> list[Controls]:
    """A long tick, a waving top, a bent slope."""
    return [wave(v)]


def seven_with_long_tick_crossed(v: Variation) -> list[Controls]:
    """A long tick, a waving top, a bent slope and a bar."""
    slope = wave(v)
    middle = slope[-2]
    return [slope, bar_across(v, middle.x, middle.y + v(-0.02, 0.08))]


def seven_drooping(v: Variation) -> list[Controls]:
    """A top that sinks to the right, and a long slope far to the left."""
    left, right = -v(0.16, 0.34), v(0.14, 0.3)
    drop, foot = v(0.04, 0.15), -v(0.06, 0.44)
    return [
        through(
            (left, v(-0.02, 0.05)),
            (left * 0.2, drop * v(0.2, 0.6)),
            corner(right, drop),
            (right + (foot - right) * v(0.5, 0.7), v(0.5, 0.62)),
            (foot, v(1, 1.15)),
        )
    ]


STYLES: list[tuple[float, Style]] = [
    (2, seven_like_t),
    (2, seven_rounded_crossed),
    (2, seven_rounded),
    (1.5, seven_with_long_tick),
    (1.5, seven_with_long_tick_crossed),
    (1, seven_drooping),
]
"""The styles of this digit, and how often one meets them beside each other."""
