"""How people write 5 to 9. Each style is a function from a writer's numbers to the strokes of the pen."""

import numpy as np

from recognizer.datasets.handwriting.curves import (
    Controls,
    Coordinate,
    Point,
    arc,
    backwards,
    corner,
    mirrored,
    through,
    turned,
)
from recognizer.datasets.handwriting.low_digits import lower_bow
from recognizer.datasets.handwriting.variation import Style, Variation


def belly(v: Variation) -> list[Point]:
    """Return neck and bow of a 5, down from the upper left."""
    neck = v(0.34, 0.48)
    left = -v(0.14, 0.24)
    return [
        Point(left + v(0, 0.07), v(0.02, 0.06)),
        corner(left, neck),
        Point(v(-0.06, 0.06), neck - v(0, 0.1)),
        *lower_bow(v),
    ]


def five(v: Variation) -> list[Controls]:
    """In one stroke from the upper right."""
    neck, *bow = belly(v)
    return [[Point(v(0.12, 0.34), v(-0.04, 0.06)), corner(neck.x, neck.y), *bow]]


def five_with_top(v: Variation) -> list[Controls]:
    """The bow first, then the top; they meet, or nearly."""
    bow = belly(v)
    gap, height = v(-0.08, 0.08), v(-0.05, 0.08)
    return [bow, through((bow[0].x + gap, height), (v(0.16, 0.38), height + v(-0.08, 0.06)))]


def five_with_loose_top(v: Variation) -> list[Controls]:
    """The top lies off the bow: too high or too far to the right."""
    bow = belly(v)
    height = v(-0.14, 0.02)
    return [bow, through((bow[0].x + v(0, 0.16), height), (v(0.2, 0.46), height + v(-0.12, 0.06)))]


def five_top_first(v: Variation) -> list[Controls]:
    """The top first, then the bow."""
    return list(reversed(five_with_top(v)))


def five_like_s(v: Variation) -> list[Controls]:
    """Without corners."""
    return [
        through(
            (v(0.16, 0.32), v(0, 0.22)),
            (v(-0.02, 0.08), v(-0.01, 0.05)),
            (-v(0.12, 0.2), v(0.06, 0.16)),
            (-v(0.14, 0.22), v(0.28, 0.36)),
            (v(-0.06, 0.04), v(0.38, 0.44)),
            *lower_bow(v),
        )
    ]


def five_curled(v: Variation) -> list[Controls]:
    """The bow ends in a curl, nearly closed."""
    (body,) = five(v)
    return [[*body[:-1], Point(-v(0.12, 0.24), v(0.88, 0.95)), Point(-v(0.1, 0.26), v(0.7, 0.8))]]


def five_with_round_neck(v: Variation) -> list[Controls]:
    """A corner above, none at the neck."""
    _, neck, _, *bow = belly(v)
    return [
        [
            Point(v(0.14, 0.34), v(-0.04, 0.06)),
            corner(-v(0.1, 0.18), v(0.0, 0.06)),
            Point(neck.x, v(0.24, 0.32)),
            Point(v(-0.08, 0), v(0.36, 0.43)),
            *bow,
        ]
    ]


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


def seven_parts(v: Variation, *, hook: bool = False) -> list[Point]:
    """Return top and slope of a 7, maybe with a tick at the left end of the top."""
    left, right = -v(0.2, 0.36), v(0.2, 0.34)
    height, lift = v(0, 0.1), v(-0.06, 0.06)
    tick = (
        [Point(left + v(-0.03, 0.03), height + v(0.08, 0.22)), corner(left, height)]
        if hook
        else [Point(left, height)]
    )
    foot = right - v(0.22, 0.58)
    bend = v(-0.1, 0.06)
    return [
        *tick,
        Point(0, height + v(-0.05, 0.05)),
        corner(right, height - lift),
        Point((right + foot) / 2 + bend, 0.5),
        Point(foot, 1),
    ]


def seven(v: Variation) -> list[Controls]:
    """Top and slope in one stroke."""
    return [seven_parts(v)]


def seven_with_tick(v: Variation) -> list[Controls]:
    """With a tick at the beginning, as in Japan and France."""
    return [seven_parts(v, hook=True)]


def cross_bar(v: Variation, body: Controls) -> list[Point]:
    """Return the bar across the slope of a 7."""
    height = v(0.38, 0.72)
    x = body[-3].x + (body[-1].x - body[-3].x) * height
    tilt = v(-0.08, 0.1)
    return through((x - v(0.1, 0.3), height + tilt), (x + v(0.1, 0.32), height - tilt))


def seven_crossed(v: Variation) -> list[Controls]:
    """With a bar, as in continental Europe."""
    body = seven_parts(v)
    return [body, cross_bar(v, body)]


def seven_crossed_with_tick(v: Variation) -> list[Controls]:
    """With a bar and a tick."""
    body = seven_parts(v, hook=True)
    return [body, cross_bar(v, body)]


def seven_round(v: Variation) -> list[Controls]:
    """The corner is rounded."""
    return [soft(seven_parts(v))]


def seven_waving(v: Variation) -> list[Controls]:
    """The top is a wave that begins with a tick, the slope is bent."""
    left, right = -v(0.24, 0.38), v(0.2, 0.34)
    foot = right - v(0.3, 0.55)
    return [
        through(
            (left + v(-0.02, 0.04), v(0.1, 0.26)),
            (left + v(0, 0.04), v(0.04, 0.1)),
            (left * v(0.3, 0.6), v(-0.02, 0.06)),
            (right * v(0.2, 0.5), v(0.04, 0.12)),
            corner(right, v(0, 0.08)),
            ((right + foot) / 2 - v(0, 0.14), v(0.42, 0.56)),
            (foot, 1),
        )
    ]


def seven_waving_crossed(v: Variation) -> list[Controls]:
    """With a wave for a top, and a bar."""
    (body,) = seven_waving(v)
    return [body, cross_bar(v, body)]


def seven_in_two(v: Variation) -> list[Controls]:
    """The top and the slope apart."""
    body = seven_parts(v)
    return [body[:3], [Point(body[2].x + v(-0.08, 0.02), body[2].y + v(-0.04, 0.04)), *body[3:]]]


def figure_eight(v: Variation, *, start: tuple[float, float]) -> list[Point]:
    """Return an 8 in one stroke; the pen begins at an angle in turns, 0 being the top, ½ the foot."""
    upper, lower = v(0.13, 0.3), v(0.1, 0.36)
    waist = v(0.4, 0.52)
    begin, length = v(*start), v(0.94, 1.06)
    points = []
    for part in np.linspace(0, 1, 17):
        turn = 2 * np.pi * (begin + part * length)
        height = 0.5 - 0.5 * np.cos(turn)
        y = height ** (np.log(waist) / np.log(0.5))
        x = -(upper + (lower - upper) * height) * np.sin(2 * turn)
        points.append(Point(x * 0.95, y))
    return points


def eight(v: Variation) -> list[Controls]:
    """In one stroke from the top right: an s, and back."""
    return [figure_eight(v, start=(-0.16, 0.04))]


def eight_mirrored(v: Variation) -> list[Controls]:
    """In one stroke from the other side."""
    return mirrored(eight(v))


def eight_from_waist(v: Variation) -> list[Controls]:
    """In one stroke from the middle."""
    return [figure_eight(v, start=(0.2, 0.3))]


def eight_from_anywhere(v: Variation) -> list[Controls]:
    """In one stroke from wherever the pen came down, to either side."""
    return [backwards(figure_eight(v, start=(0, 1)))]


def two_circles(
    v: Variation, *, starts: tuple[Coordinate, Coordinate], sweeps: tuple[Coordinate, Coordinate]
) -> list[Controls]:
    """Return an 8 made of two rings that touch, or nearly."""
    upper = v(0.19, 0.27)
    gap = v(-0.04, 0.04)
    lower = (1 - 2 * upper - gap) / 2
    shift = v(-0.06, 0.06)
    return [
        arc(0, upper, upper * v(0.75, 1.15), upper, starts[0], sweeps[0]),
        arc(shift, 1 - lower, lower * v(0.75, 1.1), lower, starts[1], sweeps[1]),
    ]


def eight_of_circles(v: Variation) -> list[Controls]:
    """Two circles, the upper one first."""
    return two_circles(v, starts=(v(-140, 120), v(-140, -40)), sweeps=(v(-385, -335), v(-385, -335)))


def eight_of_circles_clockwise(v: Variation) -> list[Controls]:
    """Two circles, the lower one with the clock."""
    return two_circles(v, starts=(v(60, 120), v(-120, -60)), sweeps=(v(-385, -340), v(340, 385)))


def eight_of_s_and_slope(v: Variation) -> list[Controls]:
    """An s, and a straight line back up."""
    width = v(0.18, 0.28)
    return [
        through(
            (width, v(0.08, 0.16)),
            (0, 0),
            (-width, v(0.12, 0.18)),
            (-width * 0.4, v(0.36, 0.42)),
            (width * 0.8, v(0.6, 0.68)),
            (width, v(0.8, 0.86)),
            (0, 1),
            (-width, v(0.84, 0.92)),
            (-width * 0.7, v(0.66, 0.74)),
            (width * v(0.1, 0.3), v(0.42, 0.48)),
            (width * v(0.85, 1.2), v(0, 0.12)),
        )
    ]


def head_of_nine(v: Variation, *, open_by: tuple[float, float] = (-0.06, 0.06)) -> list[Point]:
    """Return the loop of a 9 from the upper right to where it is closed, or open at the right by so much."""
    width, foot = v(0.17, 0.3), v(0.34, 0.58)
    middle = foot / 2
    return through(
        (width * v(0.7, 1) - v(*open_by), v(0.04, 0.22)),
        (v(-0.02, 0.06), v(-0.01, 0.02)),
        (-width * v(0.8, 0.95), middle * v(0.45, 0.7)),
        (-width * v(0.85, 1), middle * v(1.1, 1.5)),
        (v(-0.1, 0), foot),
        (width * v(0.5, 0.8), foot * v(0.72, 0.9)),
        corner(width * v(0.85, 1.05), v(0.02, 0.2)),
    )


def soft(points: Controls) -> list[Point]:
    """Return the same points without corners."""
    return [Point(point.x, point.y) for point in points]


def hook(v: Variation, right: Coordinate) -> list[Point]:
    """Return a stem that ends in a hook to the left."""
    return through(
        (right + v(-0.02, 0.03), 0.55),
        (right - v(0.02, 0.1), v(0.84, 0.92)),
        (-v(-0.04, 0.08), v(0.97, 1.01)),
        (-v(0.12, 0.36), v(0.84, 0.97)),
    )


def curl(v: Variation, right: Coordinate) -> list[Point]:
    """Return a stem that ends in a wide bow, as in a g."""
    return through(
        (right + v(0, 0.06), v(0.5, 0.62)),
        (right - v(0, 0.08), v(0.84, 0.92)),
        (-v(0, 0.1), 1),
        (-v(0.2, 0.34), v(0.86, 0.95)),
        (-v(0.2, 0.36), v(0.76, 0.86)),
    )


def stem(v: Variation, right: Coordinate) -> list[Point]:
    """Return a straight stem."""
    return through((right - v(-0.03, 0.06), 0.5), (right - v(-0.06, 0.24), 1))


def nine(v: Variation) -> list[Controls]:
    """With a straight stem."""
    head = head_of_nine(v)
    return [[*head, *stem(v, head[-1].x)]]


def nine_soft(v: Variation) -> list[Controls]:
    """The loop runs into the stem without a corner."""
    return [soft(nine(v)[0])]


def nine_hooked(v: Variation) -> list[Controls]:
    """The stem ends in a hook to the left."""
    head = head_of_nine(v)
    return [[*head, *hook(v, head[-1].x)]]


def nine_curled(v: Variation) -> list[Controls]:
    """The tail is a wide bow."""
    head = head_of_nine(v)
    return [soft([*head, *curl(v, head[-1].x)])]


def nine_open(v: Variation) -> list[Controls]:
    """The loop stays open at the top."""
    head = head_of_nine(v, open_by=(0.06, 0.2))
    return [[*head, *stem(v, head[-1].x)]]


def nine_open_hooked(v: Variation) -> list[Controls]:
    """The loop is open and the stem ends in a hook: nearly an s turned round."""
    head = head_of_nine(v, open_by=(0.04, 0.18))
    return [[*head, *hook(v, head[-1].x)]]


def nine_of_hooks(v: Variation) -> list[Controls]:
    """A small bow for a head that the pen hardly closes, a long stem and a hook."""
    width, foot = v(0.14, 0.26), v(0.26, 0.42)
    right = width * v(0.9, 1.1)
    return [
        [
            *through(
                (width * v(0.5, 1), v(0, 0.1)),
                (-width * v(0.3, 0.7), v(0, 0.06)),
                (-width, foot * v(0.5, 0.75)),
                (-width * v(0.1, 0.5), foot),
                (width * v(0.4, 0.7), foot * v(0.75, 0.95)),
                (right, foot * v(0.3, 0.6)),
            ),
            *hook(v, right),
        ]
    ]


def nine_on_a_line(v: Variation) -> list[Controls]:
    """The tail runs far out to the left along the line, or turns back in a loop."""
    head = head_of_nine(v)
    right, reach = head[-1].x, v(0.24, 0.46)
    return [
        soft(
            [
                *head,
                Point(right + v(-0.02, 0.03), 0.55),
                Point(right - v(0.02, 0.12), v(0.84, 0.92)),
                Point(0, v(0.96, 1.02)),
                Point(-reach, v(0.92, 1.02)),
                Point(-reach * v(0.7, 1.1), v(0.84, 0.98)),
                Point(v(-0.2, 0.3), v(0.86, 1)),
            ]
        )
    ]


def nine_like_rho(v: Variation) -> list[Controls]:
    """The stem slants down from the left end of the loop."""
    width, foot = v(0.2, 0.32), v(0.34, 0.5)
    start = v(150, 200)
    loop = arc(0, foot / 2, width, foot / 2, start, v(330, 385), points=9)
    return [[*loop, Point(-width * v(1, 1.4), 0.62), Point(-width * v(1.2, 2), 1)]]


def nine_with_stem(v: Variation) -> list[Controls]:
    """Ring and stem apart."""
    foot, width = v(0.36, 0.54), v(0.18, 0.28)
    ring = arc(0, foot / 2, width, foot / 2, v(-90, 20), v(-385, -330))
    x = width + v(-0.05, 0.05)
    return [ring, through((x, v(-0.04, 0.2)), (x - v(-0.03, 0.04), 0.55), (x - v(-0.05, 0.16), 1))]


def nine_like_turned_six(v: Variation) -> list[Controls]:
    """The loop with the clock, from inside, and on into the tail."""
    return [backwards(turned(six(v)[0], 180))]


HIGH_STYLES: dict[int, list[tuple[float, Style]]] = {
    5: [
        (4, five),
        (3, five_with_top),
        (1.2, five_with_loose_top),
        (1, five_top_first),
        (2, five_like_s),
        (2, five_with_round_neck),
        (0.7, five_curled),
    ],
    6: [(6, six), (3, six_straight), (1, six_open), (0.8, six_like_b)],
    7: [
        (4, seven),
        (2, seven_with_tick),
        (3, seven_crossed),
        (1, seven_crossed_with_tick),
        (1.2, seven_round),
        (0.5, seven_in_two),
        (1.5, seven_waving),
        (1.3, seven_waving_crossed),
    ],
    8: [
        (5, eight),
        (2, eight_mirrored),
        (1.2, eight_from_waist),
        (1, eight_from_anywhere),
        (1.6, eight_of_circles),
        (1, eight_of_circles_clockwise),
        (1.5, eight_of_s_and_slope),
    ],
    9: [
        (4, nine),
        (2.5, nine_soft),
        (2, nine_hooked),
        (2.5, nine_curled),
        (1.2, nine_with_stem),
        (1.5, nine_like_turned_six),
        (0.8, nine_open),
        (1.2, nine_open_hooked),
        (1.5, nine_of_hooks),
        (1.5, nine_on_a_line),
        (0.2, nine_like_rho),
    ],
}
"""For each digit its styles, and how often one meets them beside each other."""
