"""How people write 4: open and closed, in one stroke and in two."""

from recognizer.datasets.handwriting.curves import Controls, corner, through
from recognizer.datasets.handwriting.variation import Style, Variation


def four_bars(v: Variation, *, closed: bool) -> list[Controls]:
    """Return the angle of a 4 and its upright."""
    stem, bar = v(0.05, 0.2), v(0.5, 0.84)
    lean = v(-0.05, 0.08)
    top = stem + lean * 0.5 + v(-0.05, 0.03) if closed else stem - v(0.2, 0.42)
    angle = through(
        (top, v(0, 0.08)), corner(-v(0.22, 0.36), bar), (stem + v(0.08, 0.26), bar + v(-0.05, 0.04))
    )
    start = v(-0.02, 0.12) if closed else v(0.0, 0.42)
    upright = through((stem + lean * (0.5 - start), start), (stem - lean * 0.5, 1))
    return [angle, upright]


def four_open(v: Variation) -> list[Controls]:
    """Open above, in two strokes."""
    return four_bars(v, closed=False)


def four_closed(v: Variation) -> list[Controls]:
    """Closed above, in two strokes."""
    return four_bars(v, closed=True)


def four_upright_first(v: Variation) -> list[Controls]:
    """The upright first, then the angle."""
    return list(reversed(four_bars(v, closed=False)))


def four_round(v: Variation) -> list[Controls]:
    """Open, its angle rounded as in a u or y."""
    stem, bar = v(0.12, 0.24), v(0.44, 0.62)
    bowl = through(
        (-v(0.2, 0.3), v(0, 0.1)),
        (-v(0.22, 0.32), bar * 0.7),
        (-0.1, bar),
        (stem * 0.7, bar - 0.02),
        (stem + v(0.04, 0.2), bar - v(0, 0.1)),
    )
    return [bowl, through((stem + v(-0.02, 0.06), v(0, 0.25)), (stem - v(-0.02, 0.06), 1))]


def four_narrow(v: Variation) -> list[Controls]:
    """Open and narrow, its angle a bow that sinks to the right."""
    bar = v(0.5, 0.86)
    bowl = through(
        (v(-0.1, 0.08), v(0, 0.12)),
        (-v(0.1, 0.2), bar * 0.6),
        (-v(0.12, 0.24), bar * 0.95),
        (0, bar + v(-0.02, 0.06)),
        (v(0.1, 0.26), bar - v(-0.06, 0.08)),
    )
    x = v(0.02, 0.14)
    return [bowl, through((x + v(-0.02, 0.06), v(0.1, 0.5)), (x - v(-0.02, 0.06), 1))]


def four_in_one(v: Variation) -> list[Controls]:
    """Open, in one stroke: down, across, up and down."""
    stem, bar = v(0.12, 0.26), v(0.42, 0.62)
    return [
        through(
            (-v(0.14, 0.26), v(0, 0.12)),
            corner(-v(0.2, 0.32), bar),
            corner(stem, bar + v(-0.05, 0.02)),
            corner(stem + v(-0.01, 0.05), v(0, 0.3)),
            (stem - v(-0.02, 0.06), 1),
        )
    ]


def four_round_in_one(v: Variation) -> list[Controls]:
    """Open and rounded, in one stroke, as a y with a straight tail."""
    stem, bar = v(0.14, 0.26), v(0.4, 0.58)
    return [
        through(
            (-v(0.16, 0.26), v(0, 0.12)),
            (-v(0.2, 0.28), bar * 0.65),
            (-0.06, bar),
            (stem * 0.6, bar * 0.9),
            corner(stem, v(0.02, 0.2)),
            (stem - v(-0.02, 0.05), v(0.55, 0.7)),
            (stem - v(-0.02, 0.08), 1),
        )
    ]


def four_like_lightning(v: Variation) -> list[Controls]:
    """In one stroke, and the stem begins at the bar: the pen never goes up."""
    bar, right = v(0.4, 0.8), v(0.1, 0.24)
    return [
        through(
            (right - v(0.04, 0.3), v(0, 0.06)),
            (-v(0.04, 0.18), bar * 0.55),
            corner(-v(0.2, 0.34), bar),
            (0, bar + v(-0.04, 0.02)),
            corner(right, bar + v(-0.08, 0.02)),
            (right - v(-0.02, 0.14), 1),
        )
    ]


def four_from_foot(v: Variation) -> list[Controls]:
    """Closed, in one stroke: up the stem, down the slope and across."""
    stem, bar = v(0.06, 0.18), v(0.55, 0.72)
    return [
        through(
            (stem - 0.02, 1),
            corner(stem + 0.02, v(0, 0.04)),
            corner(-v(0.22, 0.34), bar),
            (stem + v(0.1, 0.28), bar + v(-0.05, 0.03)),
        )
    ]


def four_with_loop(v: Variation) -> list[Controls]:
    """Closed, in one stroke: down the slope, across, round and down the stem."""
    stem, bar = v(0.06, 0.16), v(0.52, 0.7)
    return [
        through(
            (stem, v(0, 0.06)),
            corner(-v(0.22, 0.34), bar),
            (stem + 0.06, bar - 0.02),
            (stem + v(0.14, 0.24), bar - v(0.08, 0.16)),
            (stem + v(0.08, 0.14), bar - v(0.2, 0.3)),
            (stem + 0.02, bar - 0.1),
            (stem - v(-0.02, 0.06), 1),
        )
    ]


STYLES: list[tuple[float, Style]] = [
    (4, four_open),
    (3, four_closed),
    (0.7, four_upright_first),
    (2, four_round),
    (0.8, four_narrow),
    (2, four_in_one),
    (1, four_round_in_one),
    (0.6, four_from_foot),
    (0.8, four_like_lightning),
    (0.8, four_with_loop),
]
"""The styles of this digit, and how often one meets them beside each other."""
