"""Samples: each digit of what was given as the network sees it, and what the version of the receipt says."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recognizer.ink import (
    AS_IT_STANDS,
    Glyph,
    Picture,
    lattice_from_ink,
    lattice_from_strokes,
    open_picture,
    picture_of,
    picture_to_ink,
)
from recognizer.services.feedback.gifts import Gift, GivenDigit
from recognizer.services.recognition.scorer import Scorer
from recognizer.services.versions.registry import LoadedVersion

MAX_CUT_OUT_PIXELS = 4_000_000
"""Of a cut-out as it comes; there may be 60 of them."""
CUT_OUT_SIDE = 256
"""Pixels of the longer side of a cut-out that is kept, at most."""


@dataclass(frozen=True, kw_only=True)
class SeenDigit:
    """A digit that was given, as the version of its reading sees it."""

    position: int
    said: int | None
    tile: NDArray[np.uint8]
    """(28, 28), ink 255."""
    cut_out: bytes | None
    """PNG; None of strokes."""
    strokes: list[int] | None
    """Numbers of its strokes in the drawing; None of a picture."""
    read: int
    """0 to 9, 10 where ink that is no digit is the likeliest."""
    confidence: float
    margin: float


def seen_digits(gift: Gift, version: LoadedVersion) -> list[SeenDigit]:
    """Return the digits of which samples can be made: their ink is theirs alone, and there is some."""
    found = list(_with_ink(gift))
    glyphs = [glyph for _position, glyph, _cut_out in found]
    scorer = Scorer(version)
    scorer.score(glyphs)
    return [
        _seen(position, gift.digits[position], glyph, cut_out, scorer.scores[glyph])
        for position, glyph, cut_out in found
    ]


def _with_ink(gift: Gift) -> Iterator[tuple[int, Glyph, bytes | None]]:
    shared = gift.shared_strokes()
    for position, digit in enumerate(gift.digits):
        cut_out = None
        if digit.picture is not None:
            grey = _small_and_grey(open_picture(digit.picture, most_pixels=MAX_CUT_OUT_PIXELS))
            picture = picture_of(grey)
            ink = picture_to_ink(picture, AS_IT_STANDS)
            glyphs = lattice_from_ink(ink, picture.step, mode="digit").glyphs
            cut_out = _png(grey)
        elif shared.isdisjoint(digit.strokes):
            strokes = [(gift.strokes or [])[index] for index in sorted(set(digit.strokes))]
            glyphs = lattice_from_strokes(strokes, mode="digit").glyphs
        else:
            glyphs = []
        if glyphs:
            yield position, glyphs[0], cut_out


def _seen(
    position: int, given: GivenDigit, glyph: Glyph, cut_out: bytes | None, likely: NDArray[np.float64]
) -> SeenDigit:
    # what the ten digits lack to 1 is how likely the ink is none
    answers = np.append(likely, max(0.0, 1.0 - float(likely.sum())))
    second, first = np.sort(answers)[-2:].tolist()
    return SeenDigit(
        position=position,
        said=given.said,
        tile=glyph.tile,
        cut_out=cut_out,
        strokes=sorted(set(given.strokes)) if cut_out is None else None,
        read=int(answers.argmax()),
        confidence=first,
        margin=first - second,
    )


def _small_and_grey(picture: Picture) -> Image.Image:
    """Return a cut-out as it is kept; the tile is made of it, and 60 of these are read in bounded time."""
    grey = Image.fromarray(np.clip(np.rint(picture.light), 0, 255).astype(np.uint8))
    grey.thumbnail((CUT_OUT_SIDE, CUT_OUT_SIDE))
    return grey


def _png(grey: Image.Image) -> bytes:
    """Return a cut-out as a file of our own, with nothing in it that came along."""
    file = io.BytesIO()
    grey.save(file, "PNG")
    return file.getvalue()
