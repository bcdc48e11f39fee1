"""How a number is cut into digits (deck 1.5): candidates, and the likeliest way through them."""

from dataclasses import dataclass

import numpy as np

from recognizer.datasets.handwriting import Writers
from recognizer.ink import Stroke, lattice_from_strokes
from recognizer.services.course.drawings import Tile
from recognizer.services.recognition.live import live_model
from recognizer.services.recognition.reading import likeliest_path
from recognizer.services.recognition.scorer import Scorer

HANDS = 1000
"""Synthetic writers to choose from."""
HANDS_SEED = 7


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Ink that may be a digit."""

    box: tuple[float, float, float, float]
    """x, y, width, height in heights of a digit."""
    tile: Tile
    digit: int
    """What the network would take it for …"""
    probability: float
    """… and how likely it is that it is one, and this one."""
    place: int | None
    """Its place in the number; None off the likeliest way."""


@dataclass(frozen=True, kw_only=True)
class CutNumber:
    """A number, what of it may be digits, and what is read."""

    strokes: list[Stroke]
    candidates: list[Candidate]
    """Those that the network has looked at, from left to right, small before large."""
    not_looked_at: int
    """Candidates that cannot be on the likeliest way."""
    text: str
    probability: float
    """Of the way, beside all other ways."""


def write_number(text: str, *, hand: int, gap: float) -> list[Stroke]:
    """Return a number by one synthetic writer, as strokes; a digit is about one unit high.

    `gap` is the room between the boxes of two digits; below 0 they overlap.
    """
    labels = np.array([int(digit) for digit in text])
    writers = np.full(len(labels), hand % HANDS)
    rng = np.random.default_rng([HANDS_SEED, hand])
    strokes: list[Stroke] = []
    edge = -gap
    for digit in Writers(HANDS, seed=HANDS_SEED).written(labels, writers, rng=rng):
        left = min(float(stroke[:, 0].min()) for stroke in digit.strokes)
        moved = [stroke + np.array([edge + gap - left, 0.0]) for stroke in digit.strokes]
        edge = max(float(stroke[:, 0].max()) for stroke in moved)
        strokes += moved
    return strokes


def cut_number(strokes: list[Stroke]) -> CutNumber:
    """Return what of a number may be digits, and the likeliest way through it, by the live network."""
    lattice = lattice_from_strokes(strokes, mode="number")
    scorer = Scorer(live_model.current())
    path = likeliest_path(lattice, scorer)
    places = {glyph: place for place, glyph in enumerate(path.glyphs)}
    candidates = [
        Candidate(
            box=glyph.box,
            tile=glyph.tile,
            digit=int(likely.argmax()),
            probability=float(likely.max()),
            place=places.get(glyph),
        )
        for glyph, likely in scorer.scores.items()
    ]
    candidates.sort(key=lambda candidate: (candidate.box[0], candidate.box[2]))
    chosen = sorted(
        (candidate for candidate in candidates if candidate.place is not None),
        key=lambda candidate: candidate.place or 0,
    )
    return CutNumber(
        strokes=strokes,
        candidates=candidates,
        not_looked_at=len(lattice.glyphs) - len(candidates),
        text="".join(str(candidate.digit) for candidate in chosen),
        probability=path.probability,
    )
