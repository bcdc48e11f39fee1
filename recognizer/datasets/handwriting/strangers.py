"""What people draw that is no digit: letters and signs that nobody takes for one, and scribbles.

Letters and signs that some people write as others write a digit (B, I, O, S, Z, b, g, l, o, q, s, z, | and /)
are not here.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from recognizer.datasets.handwriting.curves import Controls, Floats, Point, arc, corner, through

Pair: TypeAlias = tuple[float, float]


def lines(*points: Pair) -> list[Point]:
    """Return a stroke of straight lines."""
    return [corner(x, y) for x, y in points]


def ring(x: float, y: float, radius_x: float, radius_y: float) -> list[Point]:
    """Return an ellipse."""
    return arc(x, y, radius_x, radius_y, -70, -360)


def dot(x: float, y: float) -> list[Point]:
    """Return a stroke that is hardly more than a dot."""
    return through((x, y), (x + 0.02, y + 0.02))


def shaft(x: float, top: float = 0.0, foot: float = 1.0) -> list[Point]:
    """Return an upright line."""
    return lines((x, top), (x, foot))


LETTERS: dict[str, list[list[Controls]]] = {
    "A": [
        [lines((-0.32, 1), (0, 0), (0.32, 1)), lines((-0.2, 0.62), (0.2, 0.6))],
        [lines((0, 0), (-0.32, 1)), lines((0, 0), (0.32, 1)), lines((-0.22, 0.65), (0.22, 0.65))],
        [
            [*through((-0.3, 1), (-0.22, 0.3), (0, 0), (0.22, 0.3), (0.3, 1))],
            lines((-0.26, 0.6), (0.28, 0.58)),
        ],
    ],
    "E": [
        [lines((0.25, 0), (-0.2, 0), (-0.2, 1), (0.25, 1)), lines((-0.2, 0.5), (0.15, 0.5))],
        [
            shaft(-0.2),
            lines((-0.2, 0), (0.25, 0)),
            lines((-0.2, 0.5), (0.18, 0.5)),
            lines((-0.2, 1), (0.27, 1)),
        ],
        [through((0.22, 0.1), (0, 0), (-0.2, 0.2), corner(0.05, 0.47), (-0.26, 0.72), (0, 1), (0.26, 0.88))],
    ],
    "F": [
        [lines((0.25, 0), (-0.2, 0), (-0.2, 1)), lines((-0.2, 0.48), (0.15, 0.46))],
        [shaft(-0.2), lines((-0.22, 0), (0.27, 0)), lines((-0.2, 0.5), (0.2, 0.5))],
    ],
    "H": [
        [shaft(-0.28), shaft(0.28), lines((-0.28, 0.5), (0.28, 0.48))],
        [lines((-0.28, 0), (-0.28, 1), (-0.28, 0.52), (0.28, 0.48), (0.28, 0), (0.28, 1))],
    ],
    "K": [
        [shaft(-0.22), lines((0.26, 0), (-0.2, 0.52), (0.28, 1))],
        [shaft(-0.22), through((0.26, 0.02), (0, 0.36), corner(-0.2, 0.5), (0.05, 0.66), (0.3, 1))],
    ],
    "L": [
        [lines((-0.2, 0), (-0.22, 1), (0.36, 1))],
        [through((-0.16, 0), (-0.2, 0.8), (-0.1, 1), (0.4, 0.96))],
    ],
    "M": [
        [lines((-0.4, 1), (-0.34, 0), (0, 0.6), (0.34, 0), (0.4, 1))],
        [shaft(-0.36), lines((-0.36, 0), (0, 0.7), (0.36, 0)), shaft(0.36)],
    ],
    "N": [
        [lines((-0.3, 1), (-0.3, 0), (0.3, 1), (0.3, 0))],
        [shaft(-0.3), lines((-0.3, 0), (0.3, 1)), shaft(0.3)],
    ],
    "R": [
        [
            [
                *lines((-0.22, 1), (-0.22, 0)),
                *through((0.05, -0.02), (0.24, 0.2), (0.05, 0.46), corner(-0.2, 0.5), (0.3, 1)),
            ]
        ],
        [
            shaft(-0.22),
            through(
                (-0.26, 0.04),
                (0.08, 0),
                (0.22, 0.22),
                (0.02, 0.45),
                corner(-0.18, 0.5),
                (0.05, 0.7),
                (0.3, 1),
            ),
        ],
    ],
    "W": [
        [lines((-0.44, 0), (-0.22, 1), (0, 0.3), (0.22, 1), (0.44, 0))],
        [
            through(
                (-0.4, 0),
                (-0.34, 0.7),
                (-0.2, 1),
                (-0.04, 0.7),
                corner(0, 0.25),
                (0.06, 0.75),
                (0.2, 1),
                (0.36, 0.7),
                (0.42, 0),
            )
        ],
    ],
    "X": [
        [lines((-0.3, 0), (0.3, 1)), lines((0.3, 0), (-0.3, 1))],
        [
            through((-0.3, 0.08), (-0.1, 0.2), (0.1, 0.8), (0.32, 0.95)),
            through((0.3, 0), (0, 0.5), (-0.3, 1)),
        ],
    ],
    "Y": [
        [lines((-0.3, 0), (0, 0.48)), lines((0.3, 0), (-0.12, 1))],
        [lines((-0.3, 0), (0, 0.5), (0.3, 0)), shaft(0, 0.5)],
        [lines((-0.3, 0), (0, 0.48), (0.3, 0), (0, 0.48), (0, 1))],
    ],
    "V": [[lines((-0.3, 0), (0, 1), (0.3, 0))]],
    "T": [[lines((-0.34, 0.02), (0.34, 0)), shaft(0, 0.02)]],
    "f": [
        [
            through((0.24, 0.06), (0.08, 0), (-0.02, 0.2), (-0.02, 0.6), (-0.04, 1)),
            lines((-0.22, 0.42), (0.2, 0.4)),
        ],
        [
            through((0.22, 0.1), (0.1, 0), (0, 0.15), (-0.02, 0.6), (-0.06, 0.9), (-0.2, 1)),
            lines((-0.2, 0.42), (0.18, 0.4)),
        ],
        [
            through(
                (-0.25, 0.6),
                (0.1, 0.3),
                (0.16, 0.05),
                (0.02, 0.02),
                (-0.05, 0.4),
                (-0.05, 0.9),
                (0.02, 0.98),
                (0.06, 0.75),
                (-0.02, 0.6),
                (0.25, 0.55),
            )
        ],
    ],
    "h": [
        [[*lines((-0.2, 0), (-0.2, 1)), *through((-0.18, 0.65), (0.02, 0.48), (0.2, 0.62), (0.2, 1))]],
        [
            through(
                (-0.22, 0.5),
                (0, 0.2),
                (-0.04, 0),
                (-0.16, 0.2),
                corner(-0.2, 1),
                (-0.14, 0.68),
                (0.04, 0.52),
                (0.16, 0.66),
                (0.18, 0.94),
                (0.28, 0.96),
            )
        ],
    ],
    "k": [
        [shaft(-0.2), lines((0.18, 0.36), (-0.18, 0.66), (0.22, 1))],
        [
            [
                *lines((-0.2, 0), (-0.2, 1)),
                *through(
                    (-0.18, 0.66), (0.06, 0.46), (0.1, 0.58), corner(-0.14, 0.7), (0.04, 0.84), (0.24, 0.98)
                ),
            ]
        ],
    ],
    "m": [
        [
            [
                *lines((-0.5, 0.1), (-0.5, 1)),
                *through(
                    (-0.46, 0.35),
                    (-0.26, 0.1),
                    (-0.12, 0.3),
                    corner(-0.1, 1),
                    (-0.06, 0.35),
                    (0.16, 0.1),
                    (0.32, 0.3),
                    (0.34, 1),
                ),
            ]
        ],
        [
            through(
                (-0.6, 0.4),
                (-0.5, 0.05),
                (-0.4, 0.4),
                corner(-0.42, 1),
                (-0.2, 0.05),
                (-0.06, 0.4),
                corner(-0.08, 1),
                (0.16, 0.05),
                (0.3, 0.4),
                (0.3, 0.9),
                (0.46, 0.98),
            )
        ],
    ],
    "n": [
        [[*lines((-0.36, 0), (-0.36, 1)), *through((-0.32, 0.3), (0, 0), (0.3, 0.25), (0.34, 1))]],
        [
            through(
                (-0.5, 0.3),
                (-0.34, 0.02),
                (-0.28, 0.3),
                corner(-0.3, 1),
                (-0.1, 0.15),
                (0.12, 0.02),
                (0.26, 0.3),
                (0.26, 0.85),
                (0.46, 0.95),
            )
        ],
    ],
    "r": [
        [[*lines((-0.2, 0), (-0.2, 1)), *through((-0.18, 0.5), (0.02, 0.1), (0.3, 0.08))]],
        [
            through(
                (-0.4, 0.7),
                (-0.16, 0.02),
                corner(-0.12, 0.12),
                (0.1, 0.22),
                (0.2, 0.2),
                (0.1, 0.6),
                (0.14, 0.94),
                (0.4, 0.9),
            )
        ],
    ],
    "v": [
        [lines((-0.4, 0), (0, 1), (0.4, 0))],
        [through((-0.44, 0.15), (-0.34, 0), (-0.2, 0.5), (0, 1), (0.24, 0.5), (0.3, 0), (0.5, 0.1))],
    ],
    "w": [
        [lines((-0.6, 0), (-0.3, 1), (0, 0.25), (0.3, 1), (0.6, 0))],
        [
            through(
                (-0.6, 0),
                (-0.54, 0.7),
                (-0.3, 1),
                (-0.06, 0.7),
                corner(0, 0.1),
                (0.06, 0.7),
                (0.3, 1),
                (0.5, 0.7),
                (0.54, 0.02),
                (0.7, 0.1),
            )
        ],
    ],
    "x": [
        [lines((-0.45, 0), (0.45, 1)), lines((0.45, 0), (-0.45, 1))],
        [
            through((-0.5, 0.05), (-0.3, 0), (-0.05, 0.5), (0.3, 1), (0.5, 0.9)),
            through((0.44, 0), (0.1, 0.4), (-0.45, 1)),
        ],
        [
            through((-0.45, 0.1), (-0.2, 0), (-0.02, 0.5), (-0.2, 1), (-0.44, 0.9)),
            through((0.44, 0.1), (0.2, 0), (0.02, 0.5), (0.2, 1), (0.44, 0.9)),
        ],
    ],
    "y": [
        [lines((-0.3, 0), (0, 0.55)), lines((0.3, 0), (-0.2, 1))],
        [
            through(
                (-0.3, 0),
                (-0.26, 0.4),
                (-0.05, 0.55),
                (0.2, 0.4),
                corner(0.28, 0),
                (0.22, 0.6),
                (0.05, 0.96),
                (-0.2, 0.9),
            )
        ],
        [
            through(
                (-0.3, 0.02),
                (-0.24, 0.36),
                (0, 0.5),
                (0.2, 0.3),
                corner(0.26, 0),
                (0.18, 0.6),
                (0, 1),
                (-0.14, 0.85),
                (0.1, 0.62),
                (0.4, 0.5),
            )
        ],
        [lines((-0.3, 0), (0, 0.55), (0.3, 0), (-0.2, 1))],
    ],
    "t": [[through((0, 0), (-0.02, 0.7), (0.06, 0.97), (0.26, 0.9)), lines((-0.24, 0.32), (0.24, 0.3))]],
    "e": [[through((-0.34, 0.52), (0.1, 0.46), (0.36, 0.3), (0, 0), (-0.4, 0.45), (-0.1, 1), (0.4, 0.82))]],
}
"""Controls of each letter's strokes, one list for each way to write it."""

SIGNS: dict[str, list[list[Controls]]] = {
    "#": [
        [shaft(-0.14), shaft(0.14), lines((-0.4, 0.33), (0.4, 0.3)), lines((-0.4, 0.67), (0.4, 0.65))],
        [
            lines((-0.02, 0), (-0.24, 1)),
            lines((0.28, 0), (0.06, 1)),
            lines((-0.36, 0.34), (0.44, 0.3)),
            lines((-0.42, 0.68), (0.38, 0.64)),
        ],
    ],
    "$": [
        [
            through((0.26, 0.2), (0, 0.1), (-0.24, 0.24), (0, 0.46), (0.24, 0.66), (0, 0.88), (-0.28, 0.76)),
            shaft(0, -0.05, 1.05),
        ],
        [
            through((0.26, 0.2), (0, 0.1), (-0.24, 0.24), (0, 0.46), (0.24, 0.66), (0, 0.88), (-0.28, 0.76)),
            shaft(-0.06),
            shaft(0.08),
        ],
    ],
    "%": [
        [ring(-0.26, 0.2, 0.16, 0.2), lines((0.36, 0), (-0.36, 1)), ring(0.26, 0.8, 0.16, 0.2)],
        [lines((0.36, 0), (-0.36, 1)), ring(-0.22, 0.2, 0.13, 0.14), ring(0.22, 0.8, 0.13, 0.14)],
        [ring(-0.26, 0.2, 0.12, 0.14), ring(0.26, 0.8, 0.12, 0.14), lines((0.3, 0.05), (-0.3, 0.95))],
    ],
    "&": [
        [
            through(
                (0.36, 1),
                (-0.1, 0.42),
                (-0.16, 0.14),
                (0, 0),
                (0.14, 0.14),
                (-0.06, 0.42),
                (-0.3, 0.7),
                (-0.1, 1),
                (0.2, 0.86),
                (0.36, 0.56),
            )
        ],
        [
            through(
                (0.2, 0.12),
                (-0.05, 0),
                (-0.2, 0.2),
                corner(0.02, 0.45),
                (-0.28, 0.7),
                (-0.05, 0.98),
                (0.24, 0.8),
                corner(0.32, 0.5),
                (0.3, 1),
            )
        ],
        [
            through(
                (0.18, 0.1),
                (-0.1, 0.02),
                (-0.18, 0.22),
                corner(0.05, 0.45),
                (-0.24, 0.65),
                (-0.12, 0.88),
                (0.2, 0.84),
            ),
            shaft(0.02, -0.08, 1.05),
        ],
    ],
    "*": [
        [shaft(0), lines((-0.42, 0.25), (0.42, 0.75)), lines((0.42, 0.25), (-0.42, 0.75))],
        [lines((-0.36, 0.1), (0.36, 0.9)), lines((0.36, 0.1), (-0.36, 0.9)), lines((-0.5, 0.5), (0.5, 0.5))],
        [
            shaft(0),
            lines((-0.5, 0.5), (0.5, 0.5)),
            lines((-0.36, 0.14), (0.36, 0.86)),
            lines((0.36, 0.14), (-0.36, 0.86)),
        ],
    ],
    "+": [
        [shaft(0), lines((-0.5, 0.5), (0.5, 0.5))],
        [lines((-0.5, 0.5), (0.5, 0.5)), shaft(0)],
    ],
    "-": [[lines((-0.5, 0.5), (0.5, 0.5))], [through((-0.5, 0.52), (0, 0.48), (0.5, 0.51))]],
    ":": [[dot(0, 0.1), dot(0, 0.9)], [ring(0, 0.08, 0.07, 0.08), ring(0, 0.92, 0.07, 0.08)]],
    "<": [[lines((0.4, 0), (-0.4, 0.5), (0.4, 1))]],
    ">": [[lines((-0.4, 0), (0.4, 0.5), (-0.4, 1))]],
    "=": [[lines((-0.5, 0.32), (0.5, 0.32)), lines((-0.5, 0.68), (0.5, 0.68))]],
    "?": [
        [through((-0.22, 0.16), (0, 0), (0.24, 0.18), (0.12, 0.4), (0, 0.52), (0, 0.74)), dot(0, 0.97)],
        [
            through((-0.24, 0.22), (-0.16, 0.04), (0.06, 0), (0.22, 0.16), (0.02, 0.42), (-0.02, 0.7)),
            ring(-0.01, 0.95, 0.04, 0.05),
        ],
    ],
    "@": [
        [
            through(
                (0.16, 0.36),
                (0, 0.28),
                (-0.16, 0.46),
                (-0.06, 0.66),
                (0.12, 0.56),
                (0.18, 0.32),
                (0.2, 0.62),
                (0.36, 0.6),
                (0.42, 0.3),
                (0.1, 0),
                (-0.34, 0.16),
                (-0.42, 0.6),
                (-0.12, 0.98),
                (0.3, 0.9),
            )
        ],
        [
            ring(0, 0.5, 0.16, 0.18),
            through(
                (0.16, 0.3),
                (0.16, 0.64),
                (0.36, 0.7),
                (0.46, 0.4),
                (0.2, 0.02),
                (-0.3, 0.1),
                (-0.46, 0.5),
                (-0.3, 0.9),
                (0.1, 1),
                (0.36, 0.9),
            ),
        ],
    ],
    "^": [[lines((-0.45, 1), (0, 0), (0.45, 1))]],
    "~": [[through((-0.6, 0.62), (-0.4, 0.36), (-0.15, 0.42), (0.15, 0.6), (0.4, 0.64), (0.6, 0.38))]],
    '"': [[lines((-0.2, 0), (-0.24, 1)), lines((0.24, 0), (0.2, 1))]],
    "…": [[dot(-0.5, 0.5), dot(0, 0.5), dot(0.5, 0.5)]],
    "→": [[lines((-0.6, 0.5), (0.6, 0.5)), lines((0.25, 0.15), (0.6, 0.5), (0.25, 0.85))]],
    "∠": [[lines((0.06, 0), (-0.4, 0.94), (0.5, 1))], [lines((-0.2, 0), (-0.34, 0.96), (0.4, 0.9))]],
    "□": [[lines((-0.45, 0), (-0.45, 1), (0.45, 1), (0.45, 0), (-0.45, 0))]],
    "△": [[lines((0, 0), (-0.5, 1), (0.5, 1), (0, 0))]],
    "♥": [
        [
            through(
                corner(0, 0.3),
                (-0.24, 0),
                (-0.46, 0.26),
                (-0.3, 0.6),
                corner(0, 1),
                (0.3, 0.6),
                (0.46, 0.26),
                (0.24, 0),
                (0, 0.3),
            )
        ]
    ],
    "✓": [[lines((-0.4, 0.6), (-0.15, 1), (0.45, 0))]],
}


def spot(rng: np.random.Generator) -> list[Floats]:
    """Return a lone dot."""
    return [np.zeros((int(rng.integers(1, 4)), 2))]


def spots(rng: np.random.Generator) -> list[Floats]:
    """Return a few dots."""
    return [rng.random((1, 2)) + rng.normal(0, 0.01, (2, 2)) for _ in range(int(rng.integers(2, 8)))]


def random_walk(rng: np.random.Generator) -> list[Floats]:
    """Return one or more strokes that turn at random."""
    strokes = []
    for _ in range(int(rng.choice([1, 1, 2, 3]))):
        length = int(rng.integers(8, 50))
        heading = np.cumsum(rng.normal(0, rng.uniform(0.25, 1.6), length)) + rng.uniform(0, 2 * np.pi)
        steps = np.column_stack([np.cos(heading), np.sin(heading)]) * rng.uniform(0.2, 1, (length, 1))
        strokes.append(np.cumsum(steps, axis=0) / 8 + rng.random(2))
    return strokes


def random_lines(rng: np.random.Generator) -> list[Floats]:
    """Return a polyline between random points, or several."""
    return [rng.random((int(rng.integers(4, 12)), 2)) for _ in range(int(rng.choice([1, 1, 2])))]


def zigzag(rng: np.random.Generator) -> list[Floats]:
    """Return a line to and fro, as one strikes something out."""
    turns = int(rng.integers(4, 14))
    side = np.where(np.arange(turns) % 2, 1.0, 0.0) + rng.normal(0, 0.08, turns)
    along = np.linspace(0, rng.uniform(0.4, 2), turns) + rng.normal(0, 0.03, turns)
    return [rotated(np.column_stack([along, side]), rng.uniform(0, np.pi))]


def spiral(rng: np.random.Generator) -> list[Floats]:
    """Return a spiral of two turns or more."""
    angle = np.linspace(0, 2 * np.pi * rng.uniform(2, 5), 70) * rng.choice([-1, 1])
    radius = np.linspace(rng.uniform(0, 0.15), 0.5, 70)
    return [np.column_stack([radius * np.cos(angle) * rng.uniform(0.6, 1.4), radius * np.sin(angle)])]


def coil(rng: np.random.Generator) -> list[Floats]:
    """Return loops in a row."""
    turns = rng.uniform(3, 7)
    angle = np.linspace(0, 2 * np.pi * turns, 90)
    loops = np.column_stack([0.3 * np.cos(angle) + angle * rng.uniform(0.02, 0.12), 0.5 * np.sin(angle)])
    return [rotated(loops, rng.uniform(-0.6, 0.6))]


def bundle(rng: np.random.Generator) -> list[Floats]:
    """Return lines through everything."""
    return [rng.random((2, 2)) + rng.normal(0, 0.2, (2, 2)) for _ in range(int(rng.integers(4, 9)))]


def rotated(points: Floats, angle: float) -> Floats:
    """Return points (n, 2) turned about the origin by an angle in radians."""
    cos, sin = np.cos(angle), np.sin(angle)
    turned: Floats = points @ np.array([[cos, sin], [-sin, cos]])
    return turned


SCRIBBLES: Sequence[Callable[[np.random.Generator], list[Floats]]] = (
    spot,
    spots,
    random_walk,
    random_walk,
    random_lines,
    zigzag,
    spiral,
    coil,
    bundle,
)
"""What comes of moving a pen about. Each returns strokes (points, 2) in about the unit square."""
