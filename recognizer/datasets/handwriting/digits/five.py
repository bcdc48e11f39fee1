"""How people write 5: in one stroke or with the top apart, angular or like an s."""

from recognizer.datasets.handwriting.curves import Controls, Point, corner, through
from recognizer.datasets.handwriting.digits.bows import lower_bow
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


STYLES: list[tuple[float, Style]] = [
    (4, five),
    (3, five_with_top),
    (1.2, five_with_loose_top),
    (1, five_top_first),
    (2, five_like_s),
    (2, five_with_round_neck),
    (0.7, five_curled),
]
"""The styles of this digit, and how often one meets them beside each other."""
