"""Recognise a drawing or a picture: ink to tiles, tiles through the live network, answers with a verdict."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recognizer.ink import Glyph, Mode, Stroke, glyphs_from_picture, glyphs_from_strokes
from recognizer.services.live import live_model
from recognizer.services.tiles import network_input

SURE = 0.7
"""From this confidence on an answer is `recognized`; below it is a best guess."""
NO_DIGIT = 0.35
"""Below this confidence no digit stands out: what was drawn is taken for something else."""


class Verdict(StrEnum):
    """How far an answer can be trusted."""

    RECOGNIZED = "recognized"
    UNCERTAIN = "uncertain"
    NOT_A_DIGIT = "not_a_digit"
    EMPTY = "empty"


@dataclass(frozen=True, kw_only=True)
class ReadDigit:
    """One digit of a reading."""

    digit: int
    confidence: float
    probabilities: NDArray[np.float64]
    """(10,), in [0, 1], sum 1."""
    glyph: Glyph
    """The cut-out it was read from: tile, box, strokes."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The answer to one drawing or picture."""

    text: str
    confidence: float
    verdict: Verdict
    digits: tuple[ReadDigit, ...]
    version_number: int
    version_name: str
    preprocess_ms: float
    network_ms: float


def recognize_strokes(strokes: Sequence[Stroke], *, mode: Mode) -> Reading:
    """Read a drawing, given as the pen's strokes."""
    started = time.perf_counter()
    return _read(glyphs_from_strokes(strokes, mode=mode), started)


def recognize_picture(picture: Image.Image, *, mode: Mode) -> Reading:
    """Read a picture, either polarity."""
    started = time.perf_counter()
    return _read(glyphs_from_picture(picture, mode=mode), started)


def _read(glyphs: Sequence[Glyph], started: float) -> Reading:
    version = live_model.current()
    prepared = time.perf_counter()
    digits: tuple[ReadDigit, ...] = ()
    if glyphs:
        outputs = version.network.predict(network_input(glyph.tile for glyph in glyphs))
        digits = tuple(map(_read_digit, glyphs, as_probabilities(outputs)))
    confidence = float(np.prod([digit.confidence for digit in digits])) if digits else 1.0
    return Reading(
        text="".join(str(digit.digit) for digit in digits),
        confidence=confidence,
        verdict=verdict_of(digits),
        digits=digits,
        version_number=version.number,
        version_name=version.name,
        preprocess_ms=1000 * (prepared - started),
        network_ms=1000 * (time.perf_counter() - prepared),
    )


def _read_digit(glyph: Glyph, probabilities: NDArray[np.float64]) -> ReadDigit:
    digit = int(probabilities.argmax())
    return ReadDigit(
        digit=digit, confidence=float(probabilities[digit]), probabilities=probabilities, glyph=glyph
    )


def as_probabilities(outputs: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return output activations (n, 10) as rows that sum to 1; softmax rows do, sigmoid rows are scaled."""
    A = np.asarray(outputs, dtype=np.float64)
    A = np.maximum(A, 1e-12)
    return np.asarray(A / A.sum(axis=1, keepdims=True))


def verdict_of(digits: Sequence[ReadDigit]) -> Verdict:
    """Return the verdict on a whole reading: that of its least certain digit."""
    if not digits:
        return Verdict.EMPTY
    weakest = min(digit.confidence for digit in digits)
    if weakest < NO_DIGIT:
        return Verdict.NOT_A_DIGIT
    return Verdict.RECOGNIZED if weakest >= SURE else Verdict.UNCERTAIN
