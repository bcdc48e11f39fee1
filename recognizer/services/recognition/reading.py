"""Recognise a drawing or a picture: ink to tiles, tiles through the live network, answers with a verdict."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recognizer.ink import (
    AS_IT_STANDS,
    OTHER_LOOKS,
    Blank,
    Glyph,
    Lattice,
    LatticePath,
    Look,
    Mark,
    Mode,
    Picture,
    Reliefs,
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
from recognizer.services.recognition.row_reading import AgreedRow, ReadDigit, agreed_row
from recognizer.services.recognition.scorer import Scorer
from recognizer.services.recognition.verdicts import (
    DRAWN_ROWS,
    PICTURE_OF_ROWS,
    Verdict,
    calibration_for,
    verdict_of,
)
from recognizer.services.versions.registry import LoadedVersion
from recognizer.telemetry.traces import span

DOUBTFUL = 0.1
"""In a picture that is read with less confidence than this, ink is looked for in other ways."""

WORTH_TELLING = 0.3
"""What is found then with less confidence than this is not told."""

MOST_DIGITS = 60
"""Of a drawing or picture that is read by both opinions; a page of more is read by the lattice alone."""

MAX_CANDIDATES = 120
"""Where there are more that may be digits, there is more than one number, or a pattern."""


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
    rows_ms: float = 0.0
    """What of this the network of rows has taken."""
    ink: NDArray[np.uint8] | None = None
    """(h, w), the ink that was found in a picture, ink 255 on paper 0; None for strokes."""
    blank: Blank | None = None
    """Why a picture holds no digits, as far as can be told; None where there are some, and for drawings."""
    lattice: Lattice | None = None
    """What the ink of a drawing may be, for whoever reads it once more; None for pictures."""


def recognize_strokes(strokes: Sequence[Stroke], *, mode: Mode) -> Reading:
    """Read a drawing, given as the pen's strokes."""
    started = time.perf_counter()
    with span("preprocess"):
        lattice = lattice_from_strokes(strokes, mode=mode)
    return replace(read_lattice(lattice, live_model.current(), started), lattice=lattice)


def recognize_picture(picture: Picture, *, mode: Mode, version: LoadedVersion | None = None) -> Reading:
    """Read a picture, either polarity; by the live version unless another is given.

    Where hardly anything is read, ink is looked for in other ways. What one of these finds is told, but never
    for certain: it was chosen because it reads well.
    """
    started, version = time.perf_counter(), version or live_model.current()
    reliefs = Reliefs(picture)
    first = _read_ink(picture, reliefs, AS_IT_STANDS, version, mode=mode)
    if not _is_worth_another_look(first):
        return first.reading
    found = [first, *(_read_ink(picture, reliefs, look, version, mode=mode) for look in OTHER_LOOKS)]
    best = max(found, key=lambda each: each.worth)
    if best is first or best.worth < WORTH_TELLING:
        return first.reading
    network_ms = sum(each.reading.network_ms for each in found)
    is_told = best.reading.verdict == Verdict.RECOGNIZED
    return replace(
        best.reading,
        verdict=Verdict.UNCERTAIN if is_told else best.reading.verdict,
        preprocess_ms=1000 * (time.perf_counter() - started) - network_ms,
        network_ms=network_ms,
        rows_ms=sum(each.reading.rows_ms for each in found),
    )


@dataclass(frozen=True, kw_only=True)
class _ReadInk:
    """What one look at a picture gave."""

    reading: Reading
    candidates: int
    """Pieces of ink that were taken for possible digits; 0 where there was too much ink."""

    @property
    def worth(self) -> float:
        """The confidence, if anything was read."""
        return self.reading.confidence if self.reading.digits else 0.0


def _is_worth_another_look(first: _ReadInk) -> bool:
    """Tell whether hardly anything was read, and that without much work: a page of writing is no number."""
    return first.worth < DOUBTFUL and first.candidates <= MAX_CANDIDATES


def _read_ink(
    picture: Picture, reliefs: Reliefs, look: Look, version: LoadedVersion, *, mode: Mode
) -> _ReadInk:
    """Read a picture by the ink that one look finds."""
    started = time.perf_counter()
    with span("preprocess"):
        ink = picture_to_ink(picture, look, reliefs=reliefs)
        lattice = lattice_from_ink(ink, picture.step, mode=mode)
    candidates = len(lattice.glyphs)
    if look != AS_IT_STANDS and candidates > MAX_CANDIDATES:
        lattice = Lattice(segments=(), last=0, too_much=True)
    reading = read_lattice(lattice, version, started, is_picture=True)
    # of what other looks do not find nobody is told
    is_blank = look == AS_IT_STANDS and not reading.digits
    blank = blank_because(picture, ink, lattice) if is_blank else None
    return _ReadInk(reading=replace(reading, ink=ink, blank=blank), candidates=candidates)


def read_lattice(
    lattice: Lattice, version: LoadedVersion, started: float, *, is_picture: bool = False
) -> Reading:
    """Read what ink may be, with one version; preparing it began at `started` (`time.perf_counter`)."""
    scorer = Scorer(version)
    path = likeliest_path(lattice, scorer)
    rows = agreed_rows(lattice, path, scorer, version, is_picture=is_picture)
    if rows:
        trust = PICTURE_OF_ROWS if is_picture else DRAWN_ROWS
        confidence, sure = trust.confidence([row.evidence for row in rows]), trust.sure
        # where all are right, each is
        digits = tuple(
            replace(digit, confidence=max(digit.confidence, confidence))
            for row in rows
            for digit in row.digits
        )
        marks = tuple(mark for row in rows for mark in row.marks)
    else:
        digits = tuple(_read_digit(glyph, scorer.scores[glyph]) for glyph in path.glyphs)
        marks = path.marks
        calibration = calibration_for(len(digits), is_picture=is_picture)
        confidence = calibration.confidence([digit.confidence for digit in digits], path.probability)
        sure = calibration.sure
    return Reading(
        text="".join(str(digit.digit) for digit in digits),
        confidence=confidence,
        verdict=verdict_of([digit.confidence for digit in digits], confidence, sure),
        digits=digits,
        ignored=tuple(sorted((*lattice.marks, *marks), key=lambda mark: mark.box)),
        version_number=version.number,
        version_name=version.name,
        preprocess_ms=1000 * (time.perf_counter() - started - scorer.seconds),
        network_ms=1000 * scorer.seconds,
        rows_ms=1000 * scorer.seconds_of_rows,
    )


def agreed_rows(
    lattice: Lattice, path: LatticePath, scorer: Scorer, version: LoadedVersion, *, is_picture: bool
) -> list[AgreedRow]:
    """Return what both opinions read in each row; nothing where there is one opinion alone.

    A single candidate is read by its tile: nothing beside it tells more. A page is too much to look at twice.
    """
    if version.rows is None or not 0 < len(path.glyphs) <= MOST_DIGITS or len(lattice.glyphs) < 2:
        return []
    rows = [agreed_row(lattice, row, scorer, version.rows, is_picture=is_picture) for row in lattice.rows]
    agreed = [row for row in rows if row is not None]
    return agreed if len(agreed) == len(rows) and any(row.digits for row in agreed) else []


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
