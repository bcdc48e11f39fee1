"""How people in a hurry write 1: as a tent, with long strokes to it and from it, bent."""

from recognizer.datasets.handwriting.curves import Controls, Point, corner, through
from recognizer.datasets.handwriting.variation import Style, Variation


def one_like_tent(v: Variation) -> list[Controls]:
    """Two strokes of about the same length, as a v turned over."""
    reach, drop = v(0.16, 0.5), v(0.7, 1.05)
    foot = v(-0.1, 0.2)
    bend = v(-0.05, 0.05)
    return [
        through(
            (-reach, drop),
            (-reach * v(0.42, 0.6), drop * v(0.42, 0.6)),
            corner(0, 0),
            (foot * 0.5 + bend * 0.5, 0.5),
            (foot, 1),
        )
    ]


def one_with_sweep(v: Variation) -> list[Controls]:
    """A long bent upstroke from the lower left rounds the top."""
    reach, drop = v(0.2, 0.55), v(0.55, 1)
    sag = v(-0.03, 0.08)
    return [
        through(
            (-reach, drop),
            (-reach * 0.5 + sag, drop * 0.5 + sag),
            (-0.03, v(0.01, 0.06)),
            (v(0.0, 0.03), v(0.04, 0.12)),
            (v(-0.03, 0.03), 0.5),
            (v(-0.1, 0.06), 1),
        )
    ]


def one_with_sweep_and_exit(v: Variation) -> list[Controls]:
    """A long upstroke from the lower left, and an exit at the foot to the right."""
    reach = v(0.12, 0.4)
    drop = reach * 1.3 + v(0.35, 0.55)
    out, rise = v(0.05, 0.18), v(0, 0.2)
    return [
        through(
            (-reach, drop),
            (-reach * v(0.4, 0.6), drop * v(0.4, 0.6)),
            corner(0, 0),
            (v(-0.04, 0.03), 0.5),
            (v(-0.06, 0.02), v(0.88, 0.95)),
            (out * v(0.25, 0.4), 1),
            (out, 1 - rise),
        )
    ]


def one_running_on(v: Variation) -> list[Controls]:
    """A bar that turns at the foot and runs to the next digit."""
    out, rise = v(0.08, 0.3), v(0.05, 0.35)
    return [
        through(
            (v(-0.04, 0.14), 0),
            (v(-0.04, 0.06), 0.45),
            (v(-0.06, 0.0), v(0.86, 0.93)),
            (out * v(0.2, 0.35), 1),
            (out * v(0.6, 0.75), 1 - rise * v(0.3, 0.5)),
            (out, 1 - rise),
        )
    ]


def one_bent(v: Variation) -> list[Controls]:
    """A slash that is bent as a bracket or as a wave."""
    lean = v(-0.08, 0.34)
    bow, wave = v(-0.07, 0.07), v(-0.03, 0.03)
    return [
        through(
            (lean * 0.5, 0),
            (lean * 0.17 + bow + wave, 0.33),
            (-lean * 0.17 + bow - wave, 0.67),
            (-lean * 0.5, 1),
        )
    ]


def one_looped(v: Variation) -> list[Controls]:
    """A narrow loop for a top, as an l in joined writing, with an exit or without."""
    size, height = v(0.03, 0.11), v(0.45, 0.75)
    out = v(-0.08, 0.3)
    return [
        through(
            (-v(0.16, 0.45), v(0.7, 1)),
            (-size * 0.3, height),
            (size, v(0.12, 0.2)),
            (size * 0.3, 0),
            (-size, v(0.14, 0.24)),
            (-size * v(0.8, 1.2), 0.6),
            (-size * v(0.2, 1), v(0.92, 1)),
            (out, 1 - abs(out) * v(0, 0.6)),
        )
    ]


def one_with_tick(v: Variation) -> list[Controls]:
    """A small hook before the top, and a foot that misses the bar."""
    reach = v(0.06, 0.18)
    shift, tilt = v(-0.12, 0.14), v(-0.06, 0.04)
    width = v(0.08, 0.22)
    bar = through(
        (-reach, reach * v(1.1, 2)),
        (-reach * 0.4, reach * v(0.4, 0.7)),
        corner(0, 0),
        (v(-0.04, 0.04), 0.5),
        (v(-0.12, 0.04), v(0.92, 1)),
    )
    foot = [Point(shift - width, 1 + v(-0.05, 0.06) - tilt), Point(shift + width, 1 + tilt)]
    return [bar, foot]


STYLES: list[tuple[float, Style]] = [
    (3, one_like_tent),
    (2, one_with_sweep),
    (1.5, one_with_sweep_and_exit),
    (1.5, one_running_on),
    (2.5, one_bent),
    (0.7, one_looped),
    (0.6, one_with_tick),
]
"""The styles of this digit, and how often one meets them beside each other."""
