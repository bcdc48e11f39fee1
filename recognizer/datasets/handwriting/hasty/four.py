"""How people in a hurry write 4: as lightning, as a y, with loops, as a cross."""

from recognizer.datasets.handwriting.curves import Controls, Point, corner, through
from recognizer.datasets.handwriting.variation import Style, Variation


def four_zigzag(v: Variation) -> list[Controls]:
    """A bolt of lightning: down, across and down again, its corners sharp or not."""
    bar, right = v(0.42, 0.7), v(0.08, 0.26)
    left = -v(0.18, 0.34)
    rise = v(-0.02, 0.1)
    return [
        through(
            (left + v(0.02, 0.24), v(0, 0.08)),
            (left + v(0.02, 0.08), bar * v(0.5, 0.7)),
            corner(left, bar),
            (v(-0.05, 0.02), bar - rise * 0.4),
            corner(right, bar - rise),
            (right - v(-0.02, 0.06), v(0.75, 0.85)),
            (right - v(-0.04, 0.14), v(1, 1.15)),
        )
    ]


def four_zigzag_soft(v: Variation) -> list[Controls]:
    """A bolt of lightning whose corners the pen rounds."""
    (body,) = four_zigzag(v)
    return [[Point(point.x, point.y) for point in body]]


def four_like_y(v: Variation) -> list[Controls]:
    """A u, and a tail from its right side straight down, long or bent."""
    stem, bowl = v(0.12, 0.28), v(0.36, 0.56)
    left = -v(0.14, 0.3)
    top = v(0, 0.22)
    return [
        through(
            (left + v(-0.03, 0.06), v(-0.02, 0.1)),
            (left - v(0, 0.03), bowl * v(0.6, 0.75)),
            (left * v(0.2, 0.5), bowl),
            (stem * v(0.5, 0.75), bowl * v(0.8, 0.92)),
            corner(stem, top),
            (stem - v(0, 0.06), v(0.5, 0.65)),
            (stem - v(-0.02, 0.22), v(1, 1.2)),
        )
    ]


def four_with_large_loop(v: Variation) -> list[Controls]:
    """In one stroke: down the slope, across, round in a large loop and down through the bar."""
    stem, bar = v(0.02, 0.14), v(0.5, 0.72)
    left, size = -v(0.2, 0.36), v(0.1, 0.2)
    return [
        through(
            (stem - v(0.02, 0.2), v(0, 0.1)),
            corner(left, bar),
            (stem, bar - v(-0.03, 0.04)),
            (stem + size, bar - size * v(0.6, 1)),
            (stem + size * 0.7, bar - size * v(1.4, 1.9)),
            (stem + size * 0.1, bar - size * v(0.8, 1.2)),
            (stem - v(0, 0.06), bar + 0.12),
            (stem - v(0, 0.16), v(1, 1.12)),
        )
    ]


def four_with_looped_corner(v: Variation) -> list[Controls]:
    """A small loop for the left corner; the upright apart, across the bar."""
    bar, left, size = v(0.5, 0.74), -v(0.18, 0.3), v(0.04, 0.1)
    top, stem = v(-0.14, 0.04), v(0.04, 0.18)
    angle = through(
        (top, v(0, 0.1)),
        ((top + left) / 2, bar * v(0.5, 0.6)),
        (left + size * 0.2, bar - size * 0.6),
        (left - size, bar + size * 0.3),
        (left - size * 0.4, bar + size),
        (left + size * 1.4, bar + v(-0.02, 0.02)),
        (stem + v(0.08, 0.4), bar + v(-0.1, 0.04)),
    )
    upright = through((stem + v(0, 0.1), v(0.1, 0.44)), (stem - v(0, 0.12), v(1, 1.1)))
    return [angle, upright]


def four_like_cross(v: Variation) -> list[Controls]:
    """A small angle at the left, and a long upright across its bar."""
    bar, left = v(0.4, 0.64), -v(0.2, 0.34)
    rise = v(-0.06, 0.12)
    stem, right = v(0.0, 0.12), v(0.16, 0.4)
    angle = through(
        (left + v(0.04, 0.2), bar - v(0.24, 0.4)),
        corner(left, bar + rise * 0.5),
        (right, bar - rise),
    )
    upright = through((stem + v(0, 0.16), v(-0.04, 0.1)), (stem - v(0, 0.12), 1))
    return [angle, upright]


def four_like_chair(v: Variation) -> list[Controls]:
    """A bent stroke that ends at a long stem, which begins no higher: a chair turned over."""
    stem, bar = v(0.12, 0.24), v(0.4, 0.62)
    left = -v(0.16, 0.28)
    seat = through(
        (left + v(-0.02, 0.08), v(-0.02, 0.12)),
        (left - v(0, 0.04), bar * v(0.55, 0.75)),
        (left * v(0.3, 0.6), bar),
        (stem + v(-0.03, 0.12), bar - v(0, 0.1)),
    )
    top = bar - v(0.1, 0.3)
    return [seat, through((stem + v(0, 0.06), top), (stem - v(0, 0.06), 0.7), (stem - v(0, 0.2), v(1, 1.2)))]


STYLES: list[tuple[float, Style]] = [
    (2, four_zigzag),
    (0.7, four_zigzag_soft),
    (3, four_like_y),
    (1.5, four_with_large_loop),
    (1, four_with_looped_corner),
    (1.5, four_like_cross),
    (1.5, four_like_chair),
]
"""The styles of this digit, and how often one meets them beside each other."""
