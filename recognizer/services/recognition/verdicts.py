"""Calibrated probabilities from outputs, and a verdict from those."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from recognizer import nn

DIGITS = 10
"""Outputs that stand for a digit; a network may have one more, for ink that is none."""
NO_DIGIT = 0.35
"""Below this confidence no digit stands out: what was drawn is taken for something else."""


@dataclass(frozen=True, kw_only=True)
class ReadingCalibration:
    """Calibration of one kind of reading; fitted by `python -m benchmarks.confidence`."""

    sure: float
    """From this confidence on an answer is `recognized`."""
    bias: float = 0.0
    slope: float = 1.0
    """Of a straight line from the log odds of what digits and division say to those of being right."""

    def confidence(self, digits: Sequence[float], division: float) -> float:
        """Return the probability that a reading is right: at most that of its weakest digit."""
        said = division * float(np.prod(digits))
        if (self.bias, self.slope) == (0.0, 1.0):
            return said
        bounded = min(max(said, MIN_TOLD_APART), 1 - MIN_TOLD_APART)
        odds = self.bias + self.slope * math.log(bounded / (1 - bounded))
        return min(1 / (1 + math.exp(-odds)), *digits, 1.0)


MIN_TOLD_APART = 1e-4
"""Nearer to 0 and 1 than this, what digits and division say is not told apart."""

DRAWN_DIGIT = ReadingCalibration(sure=0.8)
"""The temperature of a version has seen to its confidence."""
DRAWN_NUMBER = ReadingCalibration(sure=0.95)
PICTURE = ReadingCalibration(sure=0.85, bias=-0.193, slope=0.719)
"""Paper, light and blur mislead the network in ways that it does not know of."""


def calibration_for(digits: int, *, is_picture: bool) -> ReadingCalibration:
    """Return the calibration for readings of so many digits."""
    if is_picture:
        return PICTURE
    return DRAWN_DIGIT if digits == 1 else DRAWN_NUMBER


FARTHEST = 12.0
"""Logarithms of probabilities further from 0 than this tell nothing more."""

AGREED = 0.5
"""How much likelier each opinion finds a text that it agrees with than any other, as a difference of logs."""

DISPUTED = 0.6
"""Confidence that a text is read rightly, at most, where they do not agree."""


@dataclass(frozen=True, kw_only=True)
class RowEvidence:
    """What tells how far the reading of a row can be trusted."""

    tiles: float
    """Log of the product of what the tiles say of their digits by themselves."""
    row: float
    """Log of how likely the network that reads rows finds the text."""
    tiles_margin: float
    """How much likelier the lattice finds the text than any other that was named, as a difference of logs."""
    row_margin: float
    """The same of the network that reads rows."""
    digits: int
    """How many: each may be wrong."""

    @classmethod
    def together(cls, rows: Sequence["RowEvidence"]) -> "RowEvidence":
        """Return the evidence of all rows of a drawing or picture; there is at least one."""
        return cls(
            tiles=sum(row.tiles for row in rows),
            row=sum(row.row for row in rows),
            tiles_margin=min(row.tiles_margin for row in rows),
            row_margin=min(row.row_margin for row in rows),
            digits=sum(row.digits for row in rows),
        )

    @property
    def numbers(self) -> NDArray[np.float64]:
        """The evidence in this order, (5,), none further from 0 than tells something."""
        told = np.array([self.tiles, self.row, self.tiles_margin, self.row_margin])
        return np.array([*np.clip(told, -FARTHEST, FARTHEST), self.digits])


@dataclass(frozen=True, kw_only=True)
class RowCalibration:
    """Calibration of readings of rows by two opinions; fitted by `python -m benchmarks.confidence`."""

    sure: float
    """From this confidence on an answer is `recognized`."""
    bias: float
    weights: tuple[float, float, float, float, float]
    """Of each part of the evidence, in its order."""

    def confidence(self, rows: Sequence[RowEvidence]) -> float:
        """Return the probability that all rows are read rightly: no more than that of any by itself."""
        return min(map(self._of, [RowEvidence.together(rows), *rows]))

    def _of(self, evidence: RowEvidence) -> float:
        """Return the probability, given all evidence: low where the opinions do not agree."""
        odds = self.bias + float(np.dot(self.weights, evidence.numbers))
        found = 1 / (1 + math.exp(-odds))
        agreed = min(evidence.tiles_margin, evidence.row_margin) >= AGREED
        return found if agreed else min(found, DISPUTED)


DRAWN_ROWS = RowCalibration(sure=0.95, bias=0.644, weights=(0.071, 0.037, 0.211, 0.567, 0.023))
PICTURE_OF_ROWS = RowCalibration(sure=0.96, bias=0.079, weights=(0.106, 0.665, 0.034, 0.562, 0.141))


class Verdict(StrEnum):
    """How far an answer can be trusted."""

    RECOGNIZED = "recognized"
    UNCERTAIN = "uncertain"
    NOT_A_DIGIT = "not_a_digit"
    EMPTY = "empty"


def digit_probabilities(outputs: NDArray[np.floating], temperature: float) -> NDArray[np.float64]:
    """Return the probabilities (n, 10) that the ink is each digit.

    A row sums to 1 where the network knows nothing but digits, and to less where it may be something else.
    """
    return np.asarray(nn.tempered(outputs, temperature)[:, :DIGITS])


def verdict_of(digits: Sequence[float], confidence: float, sure: float) -> Verdict:
    """Return the verdict on a reading, given its confidence and that of each digit."""
    if not digits:
        return Verdict.EMPTY
    if min(digits) < NO_DIGIT:
        return Verdict.NOT_A_DIGIT
    return Verdict.RECOGNIZED if confidence >= sure else Verdict.UNCERTAIN
