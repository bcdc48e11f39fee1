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
    Mode,
    Picture,
    Stroke,
    best_path,
    blank_because,
    lattice_from_ink,
    lattice_from_strokes,
    picture_to_ink,
)
from recognizer.services.live import live_model
from recognizer.services.tiles import network_input
from recognizer.services.verdicts import Verdict, digit_probabilities, verdict_of
from recognizer.services.versions import LoadedVersion


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
    reading = read_lattice(lattice, live_model.current(), started)
    blank = None if reading.digits else blank_because(picture, ink, lattice)
    return replace(reading, ink=ink, blank=blank)


def read_lattice(lattice: Lattice, version: LoadedVersion, started: float) -> Reading:
    """Read what ink may be, with one version; preparing it began at `started` (`time.perf_counter`)."""
    glyphs = lattice.glyphs
    network_time = 0.0

    def likely_of(places: Sequence[int]) -> NDArray[np.float64]:
        nonlocal network_time
        inputs = network_input(glyphs[place].tile for place in places)
        asked = time.perf_counter()
        outputs = version.network.predict(inputs)
        network_time += time.perf_counter() - asked
        return digit_probabilities(outputs, version.temperature)

    digits: tuple[ReadDigit, ...] = ()
    division = 1.0
    if glyphs:
        path = best_path(lattice, likely_of)
        digits = tuple(
            _read_digit(glyphs[place], likely) for place, likely in zip(path.places, path.likely, strict=True)
        )
        division = path.probability
    confidences = [digit.confidence for digit in digits]
    return Reading(
        text="".join(str(digit.digit) for digit in digits),
        confidence=division * float(np.prod(confidences)),
        verdict=verdict_of(confidences, division),
        digits=digits,
        version_number=version.number,
        version_name=version.name,
        preprocess_ms=1000 * (time.perf_counter() - started - network_time),
        network_ms=1000 * network_time,
    )


def _read_digit(glyph: Glyph, likely: NDArray[np.float64]) -> ReadDigit:
    """Return the likeliest digit, given how likely each is beside all else that the ink may be."""
    digit = int(likely.argmax())
    return ReadDigit(
        digit=digit, confidence=float(likely[digit]), probabilities=likely / likely.sum(), glyph=glyph
    )
