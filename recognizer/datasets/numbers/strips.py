"""Strips of synthetic numbers for a network that reads rows: drawn, or through the pipeline of pictures."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image
from scipy import ndimage

from recognizer.datasets.mnist import Split
from recognizer.datasets.numbers.paper import photograph, photograph_of_ink
from recognizer.datasets.numbers.scanned import RealDigits
from recognizer.datasets.numbers.writing import Number, numbers
from recognizer.ink import picture_of, picture_to_ink
from recognizer.ink.drawings.rows import line_height
from recognizer.ink.errors import TooMuchInk
from recognizer.ink.pictures.segmentation import rows_of_ink
from recognizer.ink.strip import STRIP_HEIGHT, Strip, strip_of_ink, strip_of_strokes

PHOTOGRAPHED = 0.2
"""How many of the strips come from photographs."""

REAL = 0.35
"""How many of the numbers are set in real digits, where there are any; the others are drawn."""

WORN = 0.5
"""How many of the drawn strips lose and gain ink, as if a threshold had parted it from paper."""

PENS = (0.7, 1.35)
"""Widths of pens of drawn strips, relative to everybody's."""

DAMAGED = 0.03
"""Specks and remains of lines, how many at most in a strip, for each of its columns."""


MOST_STRETCHED = 1.8
"""A photographed strip that is so many times as long as the drawn one, or as short, is not of this number."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A strip, and the digits that are on it."""

    strip: Strip
    text: str


def rows(count: int, *, seed: int, digits: Split | None = None) -> Iterator[Row]:
    """Yield strips of synthetic numbers; a little fewer than asked for, as some are cut apart by paper.

    Parameters
    ----------
    count : int
        How many numbers are written.
    seed : int
        Of them, and of how each is shown.
    digits : Split, optional
        Real digits in which some of the numbers are set; without them all are written by synthetic writers.
    """
    rng = np.random.default_rng([seed, 21])
    real = RealDigits(digits) if digits is not None else None
    for number in numbers(count, seed=seed):
        is_photographed = rng.random() < PHOTOGRAPHED
        if real is not None and rng.random() < REAL:
            row = real.row(number.text, rng)
            clean = row.strip
            picture = photograph_of_ink(row.ink, row.foot, rng) if is_photographed else None
        else:
            clean = _clean(number, pen=1.0 if is_photographed else rng.uniform(*PENS))
            picture = photograph(number, rng) if is_photographed else None
        strip = _perhaps_worn(clean, rng) if picture is None else _found(picture, clean)
        if strip is not None:
            yield Row(strip=strip, text=number.text)


def _perhaps_worn(strip: Strip | None, rng: np.random.Generator) -> Strip | None:
    """Return a strip as it is, or worn."""
    return _worn(strip, rng) if strip is not None and rng.random() < WORN else strip


def _clean(number: Number, *, pen: float) -> Strip | None:
    """Return a number as it was drawn."""
    strokes = dict(enumerate(number.strokes))
    return strip_of_strokes(strokes, line_height(strokes), pen=pen)


def _found(photograph: Image.Image, clean: Strip | None) -> Strip | None:
    """Return a number as it is found in a photograph, if it is found as one row, about as long as it is."""
    picture = picture_of(photograph)
    try:
        found = rows_of_ink(picture_to_ink(picture), picture.step)
    except TooMuchInk:
        return None
    strip = strip_of_ink(found[0].ink, found[0].line) if len(found) == 1 else None
    if strip is None:
        return None
    longer = strip.shape[1] / clean.shape[1] if clean is not None else 1.0
    return strip if 1 / MOST_STRETCHED < longer < MOST_STRETCHED else None


def _worn(strip: Strip, rng: np.random.Generator) -> Strip:
    """Return a strip whose ink is broken or runs together, with specks and remains of lines."""
    ink = ndimage.gaussian_filter(strip / 255.0, rng.uniform(0, 0.9))
    noise = ndimage.gaussian_filter(rng.normal(size=ink.shape), rng.uniform(0.8, 3))
    ink = ink + noise / max(noise.std(), 1e-6) * rng.uniform(0, 0.14)
    threshold, soft = rng.uniform(0.3, 0.6), rng.uniform(0.1, 0.5)
    worn = np.clip((ink - threshold) / soft + 0.5, 0, 1)
    width = strip.shape[1]
    for _ in range(int(rng.integers(0, max(1, round(DAMAGED * width)) + 1))):
        top, left = int(rng.integers(0, STRIP_HEIGHT)), int(rng.integers(0, width))
        if rng.random() < 0.3:
            worn[top, left : left + int(rng.integers(3, 30))] = rng.uniform(0.3, 1)
        else:
            worn[top : top + 2, left : left + 2] = rng.uniform(0.3, 1)
    found: Strip = np.rint(255 * worn).astype(np.uint8)
    return found
