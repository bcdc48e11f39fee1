"""Calibrated probabilities from outputs, and a verdict from those."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

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


class RowEvidence(Protocol):
    """What tells how far the reading of a row can be trusted."""

    @property
    def share(self) -> float:
        """Of all texts that were named, the part of the one that is read."""

    @property
    def log_tiles(self) -> float:
        """Log of the product of what the tiles say of their digits by themselves."""

    @property
    def log_row(self) -> float:
        """Log of how likely the network that reads rows finds the text."""


@dataclass(frozen=True, kw_only=True)
class RowCalibration:
    """Calibration of readings of rows by two opinions; fitted by `python -m benchmarks.confidence`."""

    sure: float
    """From this confidence on an answer is `recognized`."""
    bias: float
    share: float
    """Weight of the log odds of the text's share among those that were named."""
    tiles: float
    """Weight of the log of what the tiles say by themselves."""
    row: float
    """Weight of the log of what the network that reads rows says by itself."""

    def odds(self, rows: Sequence[RowEvidence]) -> float:
        """Return the log odds of all rows being right."""
        share, tiles, row = evidence(rows)
        return self.bias + self.share * share + self.tiles * tiles + self.row * row

    def confidence(self, rows: Sequence[RowEvidence]) -> float:
        """Return the probability that all rows are read rightly."""
        return 1 / (1 + math.exp(-self.odds(rows)))


def evidence(rows: Sequence[RowEvidence]) -> tuple[float, float, float]:
    """Return what the calibration weighs: log odds of the share, log of tiles and of rows, for all rows."""
    share = math.prod(row.share for row in rows)
    bounded = min(max(share, MIN_TOLD_APART), 1 - MIN_TOLD_APART)
    tiles, whole = sum(row.log_tiles for row in rows), sum(row.log_row for row in rows)
    return math.log(bounded / (1 - bounded)), max(tiles, LEAST_LOG), max(whole, LEAST_LOG)


LEAST_LOG = -12.0
"""Less than this, the log of a probability tells nothing more."""

DRAWN_ROWS = RowCalibration(sure=0.96, bias=0.667, share=0.335, tiles=0.146, row=0.652)
PICTURE_OF_ROWS = RowCalibration(sure=0.95, bias=1.068, share=0.403, tiles=0.103, row=0.998)


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
