"""How people write 9: with a straight, hooked or curled tail, closed or open."""

from recognizer.datasets.handwriting.curves import (
    Controls,
    Coordinate,
    Point,
    arc,
    backwards,
    corner,
    through,
    turned,
)
from recognizer.datasets.handwriting.digits.bows import soft
from recognizer.datasets.handwriting.digits.six import six
from recognizer.datasets.handwriting.variation import Style, Variation


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


def hook(v: Variation, right: Coordinate) -> list[Point]:
    """Return a stem that ends in a hook to the left."""
    return through(
        (right + v(-0.02, 0.03), 0.55),
        (right - v(0.02, 0.1), v(0.84, 0.92)),
        (-v(-0.04, 0.08), v(0.97, 1.01)),
        (-v(0.12, 0.5), v(0.84, 1)),
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
    right, reach = head[-1].x, v(0.24, 0.56)
    return [
        soft(
            [
                *head,
                Point(right + v(-0.02, 0.03), 0.55),
                Point(right - v(0.02, 0.12), v(0.84, 0.92)),
                Point(0, v(0.96, 1.02)),
                Point(-reach, v(0.92, 1.02)),
                Point(-reach * v(0.7, 1.1), v(0.84, 0.98)),
                Point(v(-0.2, 0.4), v(0.86, 1.02)),
            ]
        )
    ]


def nine_small(v: Variation) -> list[Controls]:
    """A long stem with a small loop, closed or not."""
    width, foot = v(0.07, 0.16), v(0.2, 0.4)
    right = width * v(0.8, 1.2)
    return [
        [
            Point(width * v(0.3, 1), v(0.02, 0.12)),
            Point(-width * v(0.2, 0.6), v(-0.01, 0.03)),
            Point(-width, foot * v(0.4, 0.6)),
            Point(-width * v(0, 0.5), foot),
            Point(width * v(0.5, 0.8), foot * v(0.6, 0.85)),
            corner(right, v(0.02, 0.2)),
            *stem(v, right),
        ]
    ]


def nine_with_stem(v: Variation) -> list[Controls]:
    """Ring and stem apart."""
    foot, width = v(0.36, 0.54), v(0.18, 0.28)
    ring = arc(0, foot / 2, width, foot / 2, v(-90, 20), v(-385, -330))
    x = width + v(-0.05, 0.05)
    return [ring, through((x, v(-0.04, 0.2)), (x - v(-0.03, 0.04), 0.55), (x - v(-0.05, 0.16), 1))]


def nine_like_turned_six(v: Variation) -> list[Controls]:
    """The loop with the clock, from inside, and on into the tail."""
    return [backwards(turned(six(v)[0], 180))]


STYLES: list[tuple[float, Style]] = [
    (4, nine),
    (2.5, nine_soft),
    (2, nine_hooked),
    (2.5, nine_curled),
    (1.2, nine_with_stem),
    (1.5, nine_like_turned_six),
    (0.8, nine_open),
    (1.8, nine_open_hooked),
    (2, nine_of_hooks),
    (2.2, nine_on_a_line),
    (0.8, nine_small),
]
"""The styles of this digit, and how often one meets them beside each other."""
