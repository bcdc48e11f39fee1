"""How people write 1: a bar, flagged in every way, on a base."""

from recognizer.datasets.handwriting.curves import Controls, Point, corner, through
from recognizer.datasets.handwriting.variation import Style, Variation


def one(v: Variation) -> list[Controls]:
    """A bar, straight or bent a little."""
    return [through((v(-0.02, 0.06), 0), (v(-0.03, 0.03), 0.5), (v(-0.08, 0.04), 1))]


def one_upwards(v: Variation) -> list[Controls]:
    """A bar from the foot to the top."""
    return [list(reversed(one(v)[0]))]


def one_with_flag(v: Variation) -> list[Controls]:
    """With a short upstroke, straight or bent."""
    reach = v(0.08, 0.3)
    drop = reach * v(0.75, 1.7)
    return [
        through(
            (-reach, drop),
            (-reach * v(0.35, 0.6), drop * v(0.35, 0.65)),
            corner(0, 0),
            (v(-0.03, 0.03), 0.5),
            (v(-0.06, 0.04), 1),
        )
    ]


def one_with_long_flag(v: Variation) -> list[Controls]:
    """The upstroke takes half of the height or more, as in central Europe."""
    reach, drop = v(0.2, 0.5), v(0.25, 0.85)
    return [
        through(
            (-reach, drop),
            (-reach * v(0.4, 0.6), drop * v(0.4, 0.62)),
            corner(0, 0),
            (v(-0.03, 0.03), 0.5),
            (v(-0.06, 0.06), 1),
        )
    ]


def one_with_round_flag(v: Variation) -> list[Controls]:
    """The pen rounds the top."""
    reach = v(0.1, 0.32)
    drop = reach * v(0.7, 1.6)
    return [
        through(
            (-reach, drop),
            (-reach * 0.4, drop * 0.45),
            (-0.02, 0.01),
            (0.015, 0.12),
            (0, 0.5),
            (v(-0.06, 0.04), 1),
        )
    ]


def one_with_hanging_flag(v: Variation) -> list[Controls]:
    """The flag is a bow that hangs down from the top, like an umbrella's edge."""
    reach, drop = v(0.16, 0.4), v(0.12, 0.36)
    return [
        through(
            (-reach, drop),
            (-reach * v(0.7, 0.9), drop * v(0.4, 0.6)),
            (-reach * v(0.25, 0.5), drop * v(0.05, 0.3)),
            corner(0, 0),
            (v(-0.04, 0.03), 0.5),
            (v(-0.08, 0.04), 1),
        )
    ]


def one_with_foot(v: Variation) -> list[Controls]:
    """The bar, flagged or not, ends in a short hook to the right."""
    reach = v(0, 0.24)
    return [
        through(
            (-reach, reach * v(0.8, 1.6)),
            corner(0, 0),
            (v(-0.03, 0.03), 0.5),
            (v(-0.06, 0.02), v(0.9, 0.96)),
            (v(0, 0.05), 1),
            (v(0.06, 0.18), v(0.94, 1)),
        )
    ]


def one_with_exit(v: Variation) -> list[Controls]:
    """The pen turns at the foot and leaves upwards to the right, close by the bar or farther off."""
    reach = v(0, 0.22)
    out, rise = v(0.04, 0.26), v(0.1, 0.42)
    return [
        through(
            (-reach, reach * v(0.8, 1.6)),
            corner(0, 0),
            (v(-0.03, 0.03), 0.5),
            corner(v(-0.06, 0.02), 1),
            (out * v(0.4, 0.7), 1 - rise * v(0.35, 0.65)),
            (out, 1 - rise),
        )
    ]


def one_with_loop(v: Variation) -> list[Controls]:
    """Upstroke, narrow loop at the top and bar, as in joined writing."""
    size = v(0.02, 0.08)
    return [
        through(
            (-v(0.12, 0.34), v(0.55, 0.9)),
            (-0.05, v(0.32, 0.42)),
            (0.02 + size, v(0.08, 0.14)),
            (0.02, 0),
            (-size, v(0.1, 0.2)),
            (v(-0.04, 0), 0.55),
            (v(-0.06, 0.04), 1),
        )
    ]


def one_with_flag_apart(v: Variation) -> list[Controls]:
    """The bar first, then the flag."""
    reach = v(0.1, 0.4)
    return [
        through((0, 0), (v(-0.02, 0.02), 0.5), (v(-0.05, 0.04), 1)),
        through((v(-0.03, 0.02), v(-0.01, 0.05)), (-reach, reach * v(0.6, 1.6))),
    ]


def base(v: Variation) -> list[Point]:
    """Return the line that a 1 stands on."""
    tilt = v(-0.03, 0.03)
    return through((-v(0.12, 0.36), 1 + tilt), (v(0.12, 0.36), 1 - tilt))


def one_with_base(v: Variation) -> list[Controls]:
    """As printed: flag, bar and base."""
    return [*one_with_flag(v), base(v)]


def one_with_long_flag_and_base(v: Variation) -> list[Controls]:
    """As printed, with a long flag."""
    return [*one_with_long_flag(v), base(v)]


def bar_with_base(v: Variation) -> list[Controls]:
    """A bar that stands on a line."""
    return [*one(v), base(v)]


def one_with_base_in_one(v: Variation) -> list[Controls]:
    """Flag, bar and base without lifting the pen."""
    flag = one_with_flag(v)[0][:-1]
    return [[*flag, corner(0, 1), corner(-v(0.1, 0.28), v(0.97, 1.02)), Point(v(0.12, 0.32), v(0.96, 1.02))]]


def one_retraced(v: Variation) -> list[Controls]:
    """Up from the foot and down again, close by."""
    return [
        through(
            (-v(0.02, 0.16), v(0.6, 1)),
            (-v(0, 0.06), 0.4),
            corner(0, 0),
            (v(-0.01, 0.03), 0.5),
            (v(-0.03, 0.05), 1),
        )
    ]


STYLES: list[tuple[float, Style]] = [
    (4, one),
    (0.5, one_upwards),
    (3, one_with_flag),
    (3.5, one_with_long_flag),
    (1, one_with_round_flag),
    (1.6, one_with_hanging_flag),
    (0.5, one_with_foot),
    (0.7, one_with_loop),
    (1.4, one_with_exit),
    (0.6, one_with_flag_apart),
    (2, one_with_base),
    (1, one_with_long_flag_and_base),
    (0.4, bar_with_base),
    (0.5, one_with_base_in_one),
    (0.8, one_retraced),
]
"""The styles of this digit, and how often one meets them beside each other."""
