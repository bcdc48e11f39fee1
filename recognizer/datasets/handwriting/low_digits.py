"""How people write 0 to 4. Each style is a function from a writer's numbers to the strokes of the pen."""

from recognizer.datasets.handwriting.curves import (
    Controls,
    Coordinate,
    Point,
    arc,
    backwards,
    corner,
    mirrored,
    through,
)
from recognizer.datasets.handwriting.variation import Style, Variation


def zero(v: Variation) -> list[Controls]:
    """Round, from the top, against the clock; closed, open or overlapping."""
    return [arc(0, 0.5, v(0.2, 0.46), 0.5, v(-140, -25), v(-395, -325), points=11)]


def zero_clockwise(v: Variation) -> list[Controls]:
    """With the clock."""
    return [arc(0, 0.5, v(0.2, 0.46), 0.5, v(-170, -60), v(330, 390), points=11)]


def zero_with_tail(v: Variation) -> list[Controls]:
    """The pen runs on into the middle or across the top."""
    width = v(0.24, 0.42)
    body = arc(0, 0.5, width, 0.5, v(-110, -60), v(-385, -350), points=11)
    return [[*body, Point(width * v(-0.7, 0.7), v(0.02, 0.3))]]


def zero_with_head(v: Variation) -> list[Controls]:
    """The pen comes from the right before it goes round."""
    width = v(0.22, 0.42)
    head = Point(width * v(0.1, 1.1), v(-0.12, 0.1))
    return [[head, *arc(0, 0.5, width, 0.5, v(-115, -85), v(-375, -330), points=11)]]


def ring(v: Variation, width: Coordinate, *, height: Coordinate = 0.5) -> list[Point]:
    """Return the ring of a zero that is still to be slashed."""
    return arc(0, 0.5, width, height, v(-140, -25), v(-390, -330), points=11)


def through_middle(v: Variation, *, across: Coordinate, down: Coordinate) -> list[Point]:
    """Return a bar through the middle of a zero, whose ends lie so far across and down from it, or nearly."""
    return through(
        (across * v(0.75, 1.1), 0.5 - down * v(0.75, 1.1)),
        (v(-0.05, 0.05), 0.5 + v(-0.05, 0.05)),
        (-across * v(0.75, 1.1), 0.5 + down * v(0.75, 1.1)),
    )


def zero_slashed(v: Variation) -> list[Controls]:
    """As programmers and engineers write it; the bar stays inside or stands out a little."""
    width, reach = v(0.22, 0.46), v(0.4, 1.15)
    return [ring(v, width), through_middle(v, across=width * reach, down=0.5 * reach * v(0.6, 1))]


def zero_slashed_upwards(v: Variation) -> list[Controls]:
    """The bar is written from below."""
    body, bar = zero_slashed(v)
    return [body, backwards(bar)]


def zero_slashed_far(v: Variation) -> list[Controls]:
    """The bar is much longer than the ring is high, steep or slanting."""
    reach = v(1.1, 2.6)
    return [ring(v, v(0.18, 0.46)), through_middle(v, across=v(0, 0.6), down=0.5 * reach)]


def zero_slashed_steeply(v: Variation) -> list[Controls]:
    """The bar is upright or nearly, and about as long as the ring is high."""
    return [ring(v, v(0.22, 0.46)), through_middle(v, across=v(-0.1, 0.2), down=v(0.35, 0.7))]


def zero_barred(v: Variation) -> list[Controls]:
    """The bar is level or nearly, inside or far beyond the ring, as in a theta."""
    width = v(0.18, 0.46)
    return [
        ring(v, width),
        backwards(through_middle(v, across=v(0.6, 1.3) * width + v(0, 0.35), down=v(-0.12, 0.22))),
    ]


def zero_slashed_backwards(v: Variation) -> list[Controls]:
    """The bar falls to the right."""
    return mirrored(zero_slashed(v))


def zero_slashed_in_one(v: Variation) -> list[Controls]:
    """Ring and bar without lifting the pen."""
    width = v(0.24, 0.44)
    body = arc(0, 0.5, width, 0.5, v(-80, -45), v(-370, -345), points=11)
    return [[*body, corner(width * v(0.4, 0.9), v(0.0, 0.2)), Point(-width * v(0.4, 1.1), v(0.8, 1.05))]]


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
    reach, drop = v(0.2, 0.45), v(0.25, 0.7)
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


def head_of_two(v: Variation) -> list[Point]:
    """Return the arch of a 2, down to the middle."""
    width = v(0.12, 0.32)
    return through(
        (-width, v(0.12, 0.34)),
        (-width * v(0.6, 0.85), v(0.04, 0.1)),
        (v(-0.04, 0.06), 0),
        (width * 0.85, v(0.06, 0.14)),
        (width * v(0.85, 1.05), v(0.2, 0.34)),
        (width * v(0.2, 0.5), v(0.46, 0.6)),
    )


def two(v: Variation) -> list[Controls]:
    """With a sharp corner at the foot."""
    foot = v(-0.34, -0.22)
    return [
        [
            *head_of_two(v),
            Point(foot * v(0.4, 0.6), v(0.7, 0.8)),
            corner(foot, v(0.93, 1)),
            Point(0, v(0.92, 1)),
            Point(v(0.2, 0.4), v(0.92, 1.02)),
        ]
    ]


def two_with_loop(v: Variation) -> list[Controls]:
    """With a loop at the foot."""
    size = v(0.04, 0.12)
    return [
        [
            *head_of_two(v),
            Point(-0.12, v(0.72, 0.8)),
            Point(-0.28, 0.97),
            Point(-0.3 - size * 0.6, 0.96 - size),
            Point(-0.24, 0.95 - 2 * size),
            Point(-0.08, v(0.86, 0.93)),
            Point(0.12, v(0.96, 1.02)),
            Point(v(0.26, 0.42), v(0.86, 0.97)),
        ]
    ]


def two_rounded(v: Variation) -> list[Controls]:
    """The foot is round, without corner or loop; often like a swan."""
    return [
        [
            *head_of_two(v),
            Point(-0.15, v(0.74, 0.82)),
            Point(-0.26, v(0.92, 0.97)),
            Point(-0.16, v(0.96, 1.01)),
            Point(0.08, v(0.93, 0.99)),
            Point(v(0.24, 0.4), v(0.9, 1.02)),
        ]
    ]


def two_like_z(v: Variation) -> list[Controls]:
    """Angular throughout, with an arched or straight top."""
    return [
        through(
            (-v(0.18, 0.3), v(0.05, 0.18)),
            (0, v(-0.03, 0.04)),
            corner(v(0.18, 0.3), v(0.03, 0.12)),
            corner(-v(0.2, 0.34), v(0.93, 1)),
            (v(0.2, 0.36), v(0.93, 1.02)),
        )
    ]


def two_with_curl(v: Variation) -> list[Controls]:
    """The arch begins with a curl."""
    curl = v(0.05, 0.12)
    start = through((-0.2 + curl, v(0.2, 0.28)), (-0.2, 0.24 + curl), (-0.26, v(0.16, 0.22)))
    return [[*start, *two(v)[0][1:]]]


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


def lower_bow(v: Variation) -> list[Point]:
    """Return the lower half of a 3 or 5, without its beginning."""
    width = v(0.2, 0.34)
    return through(
        (width * v(0.6, 0.85), v(0.5, 0.56)),
        (width, v(0.66, 0.76)),
        (width * v(0.5, 0.75), v(0.88, 0.95)),
        (v(-0.06, 0.04), 1),
        (-v(0.06, 0.34), v(0.84, 0.98)),
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


LOW_STYLES: dict[int, list[tuple[float, Style]]] = {
    0: [
        (8, zero),
        (3, zero_clockwise),
        (1.5, zero_with_tail),
        (1.2, zero_with_head),
        (1.5, zero_slashed),
        (0.6, zero_slashed_upwards),
        (1.6, zero_slashed_far),
        (0.6, zero_slashed_steeply),
        (0.8, zero_barred),
        (0.4, zero_slashed_backwards),
        (0.6, zero_slashed_in_one),
    ],
    1: [
        (4, one),
        (0.5, one_upwards),
        (3, one_with_flag),
        (3.5, one_with_long_flag),
        (1, one_with_round_flag),
        (1, one_with_hanging_flag),
        (0.5, one_with_foot),
        (0.7, one_with_loop),
        (0.6, one_with_flag_apart),
        (2, one_with_base),
        (1, one_with_long_flag_and_base),
        (0.4, bar_with_base),
        (0.5, one_with_base_in_one),
        (0.8, one_retraced),
    ],
    2: [(4, two), (3, two_with_loop), (3, two_rounded), (2, two_like_z), (1, two_with_curl)],
    3: [
        (4, three),
        (1.2, three_short),
        (0.8, three_curled),
        (3, three_smooth),
        (2, three_with_loop),
        (2.5, three_flat),
    ],
    4: [
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
    ],
}
"""For each digit its styles, and how often one meets them beside each other."""
