"""How people in a hurry write 8: open at the top, as a leaning s with a slash, with one small loop."""

from recognizer.datasets.handwriting.curves import Controls, arc, through, turned
from recognizer.datasets.handwriting.variation import Style, Variation


def eight_open(v: Variation) -> list[Controls]:
    """In one stroke from the upper right, and the pen does not come back to where it began."""
    upper, lower = v(0.14, 0.28), v(0.14, 0.3)
    waist, end = v(0.4, 0.52), v(0.02, 0.2)
    return [
        through(
            (upper * v(0.1, 0.7), v(-0.02, 0.08)),
            (-upper * v(0.3, 0.6), v(0, 0.05)),
            (-upper, waist * v(0.4, 0.55)),
            (0, waist),
            (lower, waist + (1 - waist) * v(0.42, 0.55)),
            (0, 1),
            (-lower, waist + (1 - waist) * v(0.45, 0.6)),
            (v(-0.02, 0.04), waist),
            (upper * v(0.9, 1.4), end + v(0.06, 0.12)),
            (upper * v(1, 1.6), end),
        )
    ]


def eight_of_s_and_slash(v: Variation) -> list[Controls]:
    """A leaning s, and a straight line from its foot up across it, beyond its beginning."""
    width, sharp = v(0.14, 0.28), v(0.5, 1)
    end = width * v(0.9, 1.7)
    return [
        through(
            (width * v(0.3, 0.9), v(0.06, 0.18)),
            (-width * v(0, 0.3), v(0.01, 0.05)),
            (-width, v(0.14, 0.22)),
            (-width * v(0, 0.3), v(0.38, 0.46)),
            (width * v(0.6, 0.85), v(0.6, 0.68)),
            (width * v(0.7, 0.95), v(0.84, 0.9)),
            (0, 1),
            (-width * sharp, v(0.88, 0.94)),
            (-width * sharp * 0.7, v(0.72, 0.8)),
            (width * v(0.1, 0.3), v(0.42, 0.5)),
            (end, v(-0.14, 0.06)),
        )
    ]


def eight_like_ribbon(v: Variation) -> list[Controls]:
    """From the upper left across, round the foot, and up across the beginning; the top is open."""
    upper, lower = v(0.14, 0.26), v(0.12, 0.26)
    waist = v(0.42, 0.54)
    return [
        through(
            (-upper * v(0.1, 0.7), v(0, 0.1)),
            (-upper, waist * v(0.35, 0.5)),
            (-upper * 0.2, waist * 0.9),
            (lower * 0.9, waist + (1 - waist) * v(0.36, 0.5)),
            (lower * 0.5, v(0.92, 0.97)),
            (-lower * 0.4, v(0.96, 1.01)),
            (-lower, waist + (1 - waist) * v(0.45, 0.6)),
            (lower * 0.2, waist),
            (upper, waist * v(0.3, 0.5)),
            (upper * v(0.2, 0.9), v(-0.06, 0.06)),
        )
    ]


def eight_uneven(v: Variation) -> list[Controls]:
    """One of its loops is small, the other large; the pen begins at the waist or at the top."""
    share = v(0.3, 0.68)
    upper, lower = share / 2 * v(0.6, 1.1), (1 - share) / 2 * v(0.7, 1.2)
    body = [
        *arc(0, share / 2, upper, share / 2, v(-60, -20), v(-240, -210), points=6),
        *arc(0, (1 + share) / 2, lower, (1 - share) / 2, -60, v(330, 290), points=8)[1:],
    ]
    end = through((upper * v(0.4, 0.9), share * v(0.5, 0.75)), (upper * v(0.4, 1.1), share * v(0.05, 0.25)))
    return [[*body[:-1], *end]]


def eight_leaning(v: Variation) -> list[Controls]:
    """Narrow and leaning far, its loops hardly open."""
    width, waist = v(0.12, 0.18), v(0.4, 0.54)
    body = through(
        (width * v(0, 0.8), v(0, 0.05)),
        (-width * 0.6, v(0.02, 0.06)),
        (-width, waist * 0.5),
        (0, waist),
        (width * v(1, 1.4), waist + (1 - waist) * 0.5),
        (width * 0.2, 1),
        (-width * v(1, 1.4), waist + (1 - waist) * 0.5),
        (0, waist),
        (width * v(0.9, 1.2), waist * 0.45),
        (width * v(0, 1), v(-0.02, 0.06)),
    )
    return [turned(body, v(5, 26))]


STYLES: list[tuple[float, Style]] = [
    (3, eight_open),
    (2.5, eight_of_s_and_slash),
    (1, eight_like_ribbon),
    (1.2, eight_uneven),
    (1.2, eight_leaning),
]
"""The styles of this digit, and how often one meets them beside each other."""
