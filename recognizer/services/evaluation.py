"""How well a version reads labelled digits, and where it is wrong."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recognizer import nn
from recognizer.datasets.labelled_files import LabelledTiles, read_labelled
from recognizer.ink import glyphs_from_strokes
from recognizer.services.tiles import network_input
from recognizer.services.verdicts import DIGITS, SURE, digit_probabilities
from recognizer.services.versions import LoadedVersion

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
    """What came of reading one set."""

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


def evaluate(version: LoadedVersion, images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> Evaluation:
    """Read tiles (n, 28, 28) and compare with their labels (n,)."""
    likely = digit_probabilities(version.network.predict(network_input(images)), version.temperature)
    answers, confidence = likely.argmax(axis=1), likely.max(axis=1)
    wrong = np.flatnonzero(answers != labels)
    confusion = nn.confusion_matrix(likely, labels)
    counts = confusion.sum(axis=1)
    return Evaluation(
        samples=len(labels),
        accuracy=nn.accuracy(likely, labels),
        recall=np.where(counts > 0, confusion.diagonal() / np.maximum(counts, 1), np.nan),
        confusion=confusion,
        recognized=float(np.mean(confidence >= SURE)),
        calibration_error=nn.expected_calibration_error(with_rest(likely), labels),
        mistakes=tuple(
            Mistake(
                sample=int(sample),
                label=int(labels[sample]),
                answer=int(answers[sample]),
                confidence=float(confidence[sample]),
            )
            for sample in wrong[np.argsort(-confidence[wrong], kind="stable")]
        ),
    )


def with_rest(likely: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return rows (n, 11) that sum to 1, the rest being spread so thin that it is never the answer."""
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
