"""What a hand and a pen do to the ideal curves of a style: slant, proportions, tremor, speed, slips."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from recognizer.datasets.handwriting.curves import FULL_TURN, Floats

MEAN_SLANT = 0.08
SLANTS = (-0.4, 0.6)
"""The least and the greatest."""
HASTE = 1.5
"""By how much the hand of somebody in a hurry is more tremulous, loose and slanting."""
MAX_HASTY_TREMOR = 0.03
MAX_HASTY_LOOSENESS = 0.045
"""Beyond them the small loops and hooks of a hasty digit are lost, and it is none."""
MARKERS = 0.06
"""How many write with a thick marker instead of a pen."""
MARKER_WIDTHS = (1.3, 1.7)
"""A still thicker one fills the loops of an 8, which then cannot be told from a 1."""


@dataclass(frozen=True, kw_only=True)
class Hands:
    """The habits of n writers, each field an array (n,)."""

    slant: Floats
    """To the right, as a part of the height."""
    stretch: Floats
    """Width by which widths are multiplied."""
    turn: Floats
    """Radians, clockwise."""
    taper: Floats
    """By how much the foot is wider than the head."""
    gravity: Floats
    """Power of the height: above 1 the upper parts are large."""
    tremor: Floats
    """Size of what the hand does unasked, in heights of a digit."""
    looseness: Floats
    """Standard deviation of control points from where the style has them, in heights of a digit."""
    flick: Floats
    """How often a stroke begins or ends with a small hook."""
    pen: Floats
    """Width of the pen, relative to everybody's."""

    @classmethod
    def draw(cls, n: int, rng: np.random.Generator) -> Self:
        """Return n writers."""
        return cls(
            slant=rng.normal(MEAN_SLANT, 0.2, n).clip(*SLANTS),
            stretch=np.exp(rng.normal(0.05, 0.23, n)),
            turn=rng.normal(0, 0.07, n),
            taper=rng.normal(0, 0.12, n),
            gravity=np.exp(rng.normal(0, 0.14, n)),
            tremor=0.011 * np.exp(rng.normal(0, 0.6, n)),
            looseness=0.018 * np.exp(rng.normal(0, 0.6, n)),
            flick=rng.beta(0.6, 2.5, n),
            pen=np.where(
                rng.random(n) < MARKERS, rng.uniform(*MARKER_WIDTHS, n), np.exp(rng.normal(0, 0.15, n))
            ),
        )

    def hasty(self) -> "Hands":
        """Return the same writers in a hurry."""
        return replace(
            self,
            slant=(MEAN_SLANT + HASTE * (self.slant - MEAN_SLANT)).clip(*SLANTS),
            tremor=(self.tremor * HASTE).clip(max=MAX_HASTY_TREMOR),
            looseness=(self.looseness * HASTE).clip(max=MAX_HASTY_LOOSENESS),
        )

    def of(self, writers: np.ndarray, rng: np.random.Generator) -> "Hands":
        """Return the hands of these writers' single samples: habits, and what varies from one to the next."""
        n = len(writers)
        return Hands(
            slant=self.slant[writers] + rng.normal(0, 0.05, n),
            stretch=self.stretch[writers] * np.exp(rng.normal(0, 0.08, n)),
            turn=self.turn[writers] + rng.normal(0, 0.04, n),
            taper=self.taper[writers] + rng.normal(0, 0.06, n),
            gravity=self.gravity[writers] * np.exp(rng.normal(0, 0.06, n)),
            tremor=self.tremor[writers],
            looseness=self.looseness[writers],
            flick=self.flick[writers],
            pen=self.pen[writers] * np.exp(rng.normal(0, 0.1, n)),
        )


def written(points: Floats, hands: Hands, rng: np.random.Generator) -> Floats:
    """Return points (n, points, 2) of ideal curves as these hands write them: one smooth map a sample.

    The maps are drawn for each sample: two waves bend the plane, the head and the foot differ in width, the
    whole is stretched, slanted and turned. Heights stay from about 0 to 1.
    """
    x, y = points[..., 0], points[..., 1]
    x, y = x + wave(y, 0.022, rng), y + wave(x, 0.022, rng)
    y = np.where(y > 0, np.abs(y) ** column(hands.gravity), y)
    x = x * column(hands.stretch) * (1 + column(hands.taper) * (y - 0.5))
    x = x + column(hands.slant) * (0.5 - y)
    cos, sin = np.cos(column(hands.turn)), np.sin(column(hands.turn))
    return np.stack([cos * x - sin * (y - 0.5), sin * x + cos * (y - 0.5)], axis=-1)


def wave(along: Floats, size: float, rng: np.random.Generator) -> Floats:
    """Return for each sample a displacement that runs as a sine along a coordinate (n, points)."""
    n = len(along)
    height = rng.normal(0, size, (n, 1))
    displacement: Floats = height * np.sin(
        FULL_TURN * (rng.uniform(0.5, 1.8, (n, 1)) * along + rng.random((n, 1)))
    )
    return displacement


def trembling(points: Floats, tremor: Floats, rng: np.random.Generator) -> Floats:
    """Return a stroke (n, points, 2) with small, smooth deviations along its path."""
    n, count, _ = points.shape
    part = np.linspace(0, 1, count)
    shaken = points.copy()
    for waves in (1, 2, 4):
        size = column(tremor)[..., None] * rng.normal(0, 0.6 / np.sqrt(waves), (n, 1, 2))
        phase = rng.random((n, 1, 2))
        shaken += size * np.sin(
            FULL_TURN * (waves * rng.uniform(0.7, 1.3, (n, 1, 1)) * part[:, None] + phase)
        )
    return shaken


def column(values: Floats) -> Floats:
    """Return values (n,) as (n, 1)."""
    return values[:, None]


def flicked(stroke: Floats, often: float, rng: np.random.Generator) -> Floats:
    """Return a stroke (points, 2), perhaps with a small hook where the pen came down or left."""
    before, after = ([_hook(end, rng)] if rng.random() < often / 2 else [] for end in (stroke[0], stroke[-1]))
    return np.concatenate([*(hook[::-1] for hook in before), stroke, *after])


def _hook(end: Floats, rng: np.random.Generator) -> Floats:
    angle, length = rng.uniform(0, FULL_TURN), rng.uniform(0.02, 0.09)
    hook: Floats = end + np.outer([0.5, 1], [length * np.cos(angle), length * np.sin(angle)])
    return hook


def sampled(stroke: Floats, rng: np.random.Generator) -> Floats:
    """Return a stroke (points, 2) as some device reports it: densely, sparsely, or in coarse pixels."""
    kind = rng.random()
    if kind < 0.15:  # few points, joined by straight lines
        kept = np.linspace(0, len(stroke) - 1, max(2, round(len(stroke) / rng.uniform(3, 7)))).round()
        few: Floats = stroke[np.unique(kept.astype(int))]
        return few
    if kind < 0.35:  # coarse pixels
        pixel = 1 / rng.uniform(18, 60)
        return np.round(stroke / pixel) * pixel
    return stroke
