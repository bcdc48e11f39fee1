"""What comes of moving a pen about."""

from collections.abc import Callable, Sequence

import numpy as np

from recognizer.datasets.handwriting.curves import Floats


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
"""Each returns strokes (points, 2) in about the unit square."""
