"""Two opinions of a row: the lattice, digit by digit, and a network that reads the row as a whole.

The lattice knows where digits may begin and end and looks at each closely; the other knows sizes, neighbours
and what joins them. Each names its likeliest texts, and each says of all of them how likely they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognizer.ink import Glyph, Lattice, LatticeRow, Mark
from recognizer.ink.lattice.texts import RowTexts, Text
from recognizer.nn.row_network import RowNetwork
from recognizer.nn.sequences.decoding import condensed, likeliest_texts, log_probability
from recognizer.services.recognition.scorer import Scorer
from recognizer.services.recognition.verdicts import DIGITS, RowEvidence

NAMED = 8
"""Texts that either opinion names at most."""

LATTICE_WEIGHT_OF_DRAWINGS, LATTICE_WEIGHT_OF_PICTURES = 1.0, 0.35
"""Powers of the lattice's probability beside that of the row. Paper misleads tiles more than whole rows; of
clean drawings tiles see more: they have learnt from real digits too, rows from synthetic numbers alone."""

CERTAIN_DIGIT, CERTAIN_ROW = 0.95, 0.9
"""Where both opinions name the same text, the one so sure of each digit, the other of the whole, no more
candidates of the lattice are looked at."""

SMALLEST = 1e-12
"""The smallest probability that is told from none."""

REST = 1e-3
"""Part of a digit's probabilities that is its tile's alone: so that the runners-up are told apart."""


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
class AgreedRow:
    """What the two opinions have come to."""

    digits: tuple[ReadDigit, ...]
    marks: tuple[Mark, ...]
    """Ink that was read over."""
    evidence: RowEvidence
    """How far it can be trusted."""


def agreed_row(
    lattice: Lattice, row: LatticeRow, scorer: Scorer, network: RowNetwork, *, is_picture: bool
) -> AgreedRow | None:
    """Read one row by both opinions; None where no way through the lattice reads what they name."""
    lattice_weight = LATTICE_WEIGHT_OF_PICTURES if is_picture else LATTICE_WEIGHT_OF_DRAWINGS
    strip = row.strip
    if strip is None:
        return None
    activations = scorer.timed_row(lambda: network.predict(strip))
    log_activations = condensed(np.log(np.maximum(activations.astype(np.float64), SMALLEST)))
    named = [text for text, _ in likeliest_texts(log_activations, beam=NAMED)]
    known = RowTexts(lattice, row, scorer.scores)
    texts = list(dict.fromkeys([*known.likeliest(NAMED), *named]))
    log_shares, log_rows = known.log_shares(texts), log_probability(log_activations, texts)
    if not (
        texts[0] == named[0]
        and log_shares[0] >= len(texts[0]) * np.log(CERTAIN_DIGIT)
        and log_rows[0] >= np.log(CERTAIN_ROW)
    ):
        scorer.score(unseen(lattice, row, scorer))
        known = RowTexts(lattice, row, scorer.scores)
        texts = list(dict.fromkeys([*known.likeliest(NAMED), *named]))
        log_shares, log_rows = known.log_shares(texts), log_probability(log_activations, texts)
    weights = lattice_weight * log_shares + np.maximum(log_rows, np.log(SMALLEST))
    best = int(weights.argmax())
    way = known.way(texts[best]) if np.isfinite(weights[best]) else None
    if way is None:
        return None
    shares = np.exp(weights - np.logaddexp.reduce(weights))
    tiles = [scorer.scores[glyph] for glyph in way.glyphs]
    digits = tuple(
        agreed_digit(place, texts, shares, best, tile, glyph, float(log_rows[best]))
        for place, (tile, glyph) in enumerate(zip(tiles, way.glyphs, strict=True))
    )
    own = [max(float(tile[digit.digit]), SMALLEST) for tile, digit in zip(tiles, digits, strict=True)]
    return AgreedRow(
        digits=digits,
        marks=way.marks,
        evidence=RowEvidence(
            tiles=float(np.log(own).sum()),
            row=float(log_rows[best]),
            tiles_margin=margin(log_shares, best),
            row_margin=margin(log_rows, best),
            digits=len(digits),
        ),
    )


def margin(values: NDArray[np.float64], best: int) -> float:
    """Return how much larger one value is than the largest other; infinite where there is none."""
    return float(values[best] - np.delete(values, best).max(initial=-np.inf))


def unseen(lattice: Lattice, row: LatticeRow, scorer: Scorer) -> list[Glyph]:
    """Return the candidates of a row that have no scores yet."""
    return [
        segment.glyph
        for segment in lattice.segments
        if segment.glyph is not None
        and segment.glyph not in scorer.scores
        and row.start <= segment.start
        and segment.end <= row.end
    ]


def agreed_digit(  # noqa: PLR0913, PLR0917 - all that is known of one digit
    place: int,
    texts: Sequence[Text],
    shares: NDArray[np.float64],
    best: int,
    tile: NDArray[np.float64],
    glyph: Glyph,
    log_row: float,
) -> ReadDigit:
    """Return the digit at a place of the best text, with what the other texts of its length say there."""
    digit, length = texts[best][place], len(texts[best])
    said = np.zeros(DIGITS)
    for text, share in zip(texts, shares, strict=True):
        if len(text) == length:
            said[text[place]] += share
    alone = max(float(tile[digit]), float(np.exp(log_row)))
    probabilities = (1 - REST) * said / said.sum() + REST * tile / tile.sum()
    return ReadDigit(
        digit=digit,
        confidence=float(said[digit]) * min(alone, 1.0),
        probabilities=probabilities,
        glyph=glyph,
    )
