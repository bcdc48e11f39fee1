"""Evaluate a version on labelled digits: accuracy, mistakes, calibration."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recognizer import nn
from recognizer.datasets.labelled_files import LabelledTiles, read_labelled
from recognizer.ink import glyphs_from_strokes
from recognizer.services.recognition.tiles import network_input
from recognizer.services.recognition.verdicts import DIGITS, DRAWN_DIGIT, digit_probabilities
from recognizer.services.versions.registry import LoadedVersion

BLANK = np.zeros((28, 28), np.uint8)


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One sample that was read wrongly."""

    sample: int
    """Its place in the set, from 0."""
    label: int
    answer: int
    confidence: float


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """The figures of one set."""

    samples: int
    accuracy: float
    recall: NDArray[np.float64]
    """(10,), the share of each digit that was read as such; NaN where there was none."""
    confusion: NDArray[np.int64]
    """(10, 10), true digit by answer."""
    recognized: float
    """Share of the answers that are sure enough to count as recognized."""
    calibration_error: float
    mistakes: tuple[Mistake, ...]
    """The most confident first."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Answers:
    """A version's answers to the samples of a set."""

    likely: NDArray[np.float64]
    """(n, 10), how likely it is that the ink is a digit, and this one."""
    labels: NDArray[np.uint8]
    """(n,), 0 to 9."""

    @cached_property
    def digits(self) -> NDArray[np.int64]:
        """The predicted digits, (n,)."""
        return np.asarray(self.likely.argmax(axis=1))

    @cached_property
    def confidence(self) -> NDArray[np.float64]:
        """The confidence of each prediction, (n,)."""
        return np.asarray(self.likely.max(axis=1))

    @cached_property
    def wrong(self) -> NDArray[np.int64]:
        """Indices of the mistakes, the most confident first."""
        places = np.flatnonzero(self.digits != self.labels)
        return places[np.argsort(-self.confidence[places], kind="stable")]

    def cell(self, written: int, read: int) -> NDArray[np.int64]:
        """Return the indices of the samples in a cell of the confusion matrix.

        Mistakes come the most confident first, what was read rightly the least confident first.
        """
        places = np.flatnonzero((self.labels == written) & (self.digits == read))
        confidence = self.confidence[places]
        return places[np.argsort(confidence if written == read else -confidence, kind="stable")]

    def reliability(self) -> nn.Reliability:
        """Return how often answers are right, by how confident they are."""
        return nn.reliability(with_rest(self.likely), self.labels)

    def mistake(self, sample: int) -> Mistake:
        """Return one sample that was read wrongly."""
        return Mistake(
            sample=int(sample),
            label=int(self.labels[sample]),
            answer=int(self.digits[sample]),
            confidence=float(self.confidence[sample]),
        )

    def evaluation(self) -> Evaluation:
        """Return the figures."""
        confusion = nn.confusion_matrix(self.likely, self.labels)
        counts = confusion.sum(axis=1)
        return Evaluation(
            samples=len(self.labels),
            accuracy=nn.accuracy(self.likely, self.labels),
            recall=np.where(counts > 0, confusion.diagonal() / np.maximum(counts, 1), np.nan),
            confusion=confusion,
            recognized=float(np.mean(self.confidence >= DRAWN_DIGIT.sure)),
            calibration_error=self.reliability().expected_calibration_error,
            mistakes=tuple(map(self.mistake, self.wrong)),
        )


def evaluate(version: LoadedVersion, images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> Evaluation:
    """Read tiles (n, 28, 28) and compare with their labels (n,)."""
    outputs = version.network.predict(network_input(images))
    return Answers(likely=digit_probabilities(outputs, version.temperature), labels=labels).evaluation()


def with_rest(likely: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return rows (n, 20) that sum to 1: the rest is spread thinly over ten more columns."""
    rest = np.maximum(1 - likely.sum(axis=1, keepdims=True), 0)
    return np.concatenate([likely, np.repeat(rest / DIGITS, DIGITS, axis=1)], axis=1)


def tiles_of_file(path: Path) -> LabelledTiles:
    """Return the labelled digits of a file as tiles; drawings take the way that a user's take."""
    found = read_labelled(path)
    if isinstance(found, LabelledTiles):
        return found
    glyphs = [glyphs_from_strokes(strokes) for strokes in found.drawings]
    return LabelledTiles(
        images=np.stack([digit[0].tile if digit else BLANK for digit in glyphs]), labels=found.labels
    )
