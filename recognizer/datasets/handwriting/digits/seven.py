"""How people write 7: plain, ticked, waving, crossed."""

from recognizer.datasets.handwriting.curves import Controls, Point, corner, through
from recognizer.datasets.handwriting.digits.bows import soft
from recognizer.datasets.handwriting.variation import Style, Variation


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
    height = v(0.38, 0.74)
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


STYLES: list[tuple[float, Style]] = [
    (4, seven),
    (2, seven_with_tick),
    (3, seven_crossed),
    (1, seven_crossed_with_tick),
    (1.2, seven_round),
    (0.5, seven_in_two),
    (1.5, seven_waving),
    (1.8, seven_waving_crossed),
]
"""The styles of this digit, and how often one meets them beside each other."""
