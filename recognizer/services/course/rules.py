"""Rules by which one might tell a nine, and how they fare on digits by many hands (deck 1.1)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognizer.services.course.digits import DigitSource, measured_digits
from recognizer.services.course.drawings import Tile
from recognizer.services.recognition.live import live_model
from recognizer.services.recognition.tiles import network_input
from recognizer.services.recognition.verdicts import DIGITS, digit_probabilities

NINE = 9
NINES, OTHERS = 20, 30
"""How many digits of either kind the rules are held against."""
INKED = 100
"""A pixel darker than that is ink."""
SMALLEST_LOOP = 2
"""Pixels of paper; less is a slip between two strokes."""
STEM = 0.6
"""A stem is narrower than this part of the whole digit."""

Pixels = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class RuledDigit:
    """A digit, what each rule says of it, and what the live network reads."""

    tile: Tile
    label: int
    passes: dict[str, bool]
    read: int


@dataclass(frozen=True, kw_only=True)
class RuledDigits:
    """Nines and others."""

    source: DigitSource
    digits: list[RuledDigit]


def loops(tile: Tile) -> list[Pixels]:
    """Return the patches of paper (28, 28) that ink encloses."""
    paper = np.pad(tile <= INKED, 1, constant_values=True)
    left = paper & ~patch_from(paper, (0, 0))
    found = []
    while left.any():
        row, column = np.argwhere(left)[0]
        patch = patch_from(left, (row, column))
        left &= ~patch
        if patch.sum() >= SMALLEST_LOOP:
            found.append(patch[1:-1, 1:-1])
    return found


def patch_from(paper: Pixels, start: tuple[int, int]) -> Pixels:
    """Return the paper that is reached from a pixel of it, going up, down, left and right."""
    patch = np.zeros_like(paper)
    patch[start] = True
    while True:
        grown = patch.copy()
        grown[1:] |= patch[:-1]
        grown[:-1] |= patch[1:]
        grown[:, 1:] |= patch[:, :-1]
        grown[:, :-1] |= patch[:, 1:]
        grown &= paper
        if np.array_equal(grown, patch):
            return patch
        patch = grown


def rows_of_ink(tile: Tile) -> tuple[int, int]:
    """Return the first row with ink, and the one behind the last."""
    rows = np.flatnonzero((tile > INKED).any(axis=1))
    return (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, len(tile))


def has_one_loop(tile: Tile) -> bool:
    """Whether ink encloses paper just once."""
    return len(loops(tile)) == 1


def has_loop_on_top(tile: Tile) -> bool:
    """Whether the largest loop lies in the upper half of the ink."""
    found = loops(tile)
    if not found:
        return False
    top, bottom = rows_of_ink(tile)
    return float(np.nonzero(max(found, key=np.sum))[0].mean()) < (top + bottom - 1) / 2


def ends_in_stem(tile: Tile) -> bool:
    """Whether the lowest third of the ink is narrow beside the whole."""
    top, bottom = rows_of_ink(tile)
    ink = tile > INKED
    columns = [np.flatnonzero(part.any(axis=0)) for part in (ink, ink[bottom - (bottom - top) // 3 : bottom])]
    whole, foot = (int(np.ptp(found)) + 1 if len(found) else 0 for found in columns)
    return 0 < foot < STEM * whole


RULES: dict[str, Callable[[Tile], bool]] = {
    "loop": has_one_loop,
    "top": has_loop_on_top,
    "stem": ends_in_stem,
}
"""By their names on the page. A digit that passes all that are chosen is taken for a nine."""


def ruled_digits() -> RuledDigits:
    """Return the first nines and the first others, judged by each rule and read by the live network."""
    measured = measured_digits()
    nines = np.flatnonzero(measured.labels == NINE)[:NINES]
    others = np.flatnonzero(measured.labels != NINE)[:OTHERS]
    tiles = [measured.images[index].reshape(28, 28) for index in (*nines, *others)]
    version = live_model.current()
    likely = digit_probabilities(version.network.predict(network_input(tiles)), version.temperature)
    read = likely[:, :DIGITS].argmax(axis=1)
    labels = measured.labels[[*nines, *others]]
    return RuledDigits(
        source=measured.source,
        digits=[
            RuledDigit(
                tile=tile,
                label=int(label),
                passes={name: rule(tile) for name, rule in RULES.items()},
                read=int(digit),
            )
            for tile, label, digit in zip(tiles, labels, read, strict=True)
        ],
    )
