"""Recognise a drawing or a picture: ink to tiles, tiles through the live network, answers with a verdict."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recognizer.ink import (
    Blank,
    Glyph,
    Lattice,
    LatticePath,
    Mark,
    Mode,
    Picture,
    Stroke,
    best_path,
    blank_because,
    first_candidates,
    lattice_from_ink,
    lattice_from_strokes,
    picture_to_ink,
    promising_candidates,
)
from recognizer.services.recognition.live import live_model
from recognizer.services.recognition.tiles import network_input
from recognizer.services.recognition.verdicts import Verdict, calibration_for, digit_probabilities, verdict_of
from recognizer.services.versions.registry import LoadedVersion


@dataclass(frozen=True, kw_only=True)
class ReadDigit:
    """One digit of a reading."""

    digit: int
    confidence: float
    """How likely it is that the ink is a digit, and this one."""
    probabilities: NDArray[np.float64]
    """(10,), in [0, 1], sum 1: of each digit, given that it is one."""
    glyph: Glyph
    """The cut-out it was read from: tile, box, strokes."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The answer to one drawing or picture."""

    text: str
    confidence: float
    verdict: Verdict
    digits: tuple[ReadDigit, ...]
    ignored: tuple[Mark, ...]
    """Ink that is part of no digit: points, dashes, signs, from left to right."""
    version_number: int
    version_name: str
    preprocess_ms: float
    network_ms: float
    ink: NDArray[np.uint8] | None = None
    """(h, w), the ink that was found in a picture, ink 255 on paper 0; None for strokes."""
    blank: Blank | None = None
    """Why a picture holds no digits, as far as can be told; None where there are some, and for drawings."""


def recognize_strokes(strokes: Sequence[Stroke], *, mode: Mode) -> Reading:
    """Read a drawing, given as the pen's strokes."""
    started = time.perf_counter()
    return read_lattice(lattice_from_strokes(strokes, mode=mode), live_model.current(), started)


def recognize_picture(picture: Picture, *, mode: Mode) -> Reading:
    """Read a picture, either polarity."""
    started = time.perf_counter()
    ink = picture_to_ink(picture)
    lattice = lattice_from_ink(ink, picture.step, mode=mode)
    reading = read_lattice(lattice, live_model.current(), started, is_picture=True)
    blank = None if reading.digits else blank_because(picture, ink, lattice)
    return replace(reading, ink=ink, blank=blank)


def read_lattice(
    lattice: Lattice, version: LoadedVersion, started: float, *, is_picture: bool = False
) -> Reading:
    """Read what ink may be, with one version; preparing it began at `started` (`time.perf_counter`)."""
    scorer = Scorer(version)
    path = likeliest_path(lattice, scorer)
    digits = tuple(_read_digit(glyph, scorer.scores[glyph]) for glyph in path.glyphs)
    confidences = [digit.confidence for digit in digits]
    calibration = calibration_for(len(digits), is_picture=is_picture)
    confidence = calibration.confidence(confidences, path.probability)
    return Reading(
        text="".join(str(digit.digit) for digit in digits),
        confidence=confidence,
        verdict=verdict_of(confidences, confidence, calibration.sure),
        digits=digits,
        ignored=tuple(sorted((*lattice.marks, *path.marks), key=lambda mark: mark.box)),
        version_number=version.number,
        version_name=version.name,
        preprocess_ms=1000 * (time.perf_counter() - started - scorer.seconds),
        network_ms=1000 * scorer.seconds,
    )


class Scorer:
    """Scores candidates by a version's network, a batch at a time."""

    def __init__(self, version: LoadedVersion) -> None:
        self._version = version
        self.scores: dict[Glyph, NDArray[np.float64]] = {}
        self.seconds = 0.0
        """What the network has taken."""

    def score(self, candidates: Sequence[Glyph]) -> None:
        """Feed the tiles of some candidates forward, all at once."""
        if not candidates:
            return
        inputs = network_input(glyph.tile for glyph in candidates)
        asked = time.perf_counter()
        outputs = self._version.network.predict(inputs)
        self.seconds += time.perf_counter() - asked
        self.scores.update(
            zip(candidates, digit_probabilities(outputs, self._version.temperature), strict=True)
        )


def likeliest_path(lattice: Lattice, scorer: Scorer) -> LatticePath:
    """Return the likeliest path, after scoring the candidates that can be on it in three batches at most."""
    if not lattice.glyphs:
        return LatticePath(glyphs=(), probability=1.0)
    scorer.score(first_candidates(lattice))
    scorer.score(promising_candidates(lattice, scorer.scores))
    path = best_path(lattice, scorer.scores)
    if path.glyphs:
        return path
    # nothing but non-digits is no number with signs beside it, but ink that is no digit: its guess is of use
    lattice = lattice.without_non_digits()
    scorer.score(promising_candidates(lattice, scorer.scores))
    return best_path(lattice, scorer.scores)


def _read_digit(glyph: Glyph, likely: NDArray[np.float64]) -> ReadDigit:
    """Return the likeliest digit, given how likely each is beside all else that the ink may be."""
    digit = int(likely.argmax())
    return ReadDigit(
        digit=digit, confidence=float(likely[digit]), probabilities=likely / likely.sum(), glyph=glyph
    )
