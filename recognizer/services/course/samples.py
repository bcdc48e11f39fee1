"""Digits to leaf through (deck 2.1): MNIST's own where it is there, else synthetic ones."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recognizer.datasets.idx import decode_idx
from recognizer.datasets.mnist import CANONICAL
from recognizer.datasets.mnist.catalogue import IdxFile
from recognizer.services.course.digits import (
    MEASURED,
    MEASURED_SEED,
    DigitSource,
    source_of_digits,
    written_digits,
)
from recognizer.services.paths import mnist_folder

PAGE = 30
"""Digits of a page."""
WRITTEN_TO_TEST, TEST_SEED = 200, 5
"""Synthetic digits in the place of the test set, by a crowd that wrote no others."""


class Part(StrEnum):
    """The sets that MNIST comes in."""

    TRAINING = "training"
    TEST = "test"


@dataclass(frozen=True, kw_only=True)
class SamplePage:
    """Some digits of a set."""

    source: DigitSource
    total: int
    """Of the whole set."""
    matching: int
    """Of the class that was asked for."""
    places: NDArray[np.int64]
    """Where in the set those on this page stand."""
    images: NDArray[np.uint8]
    """(n, 784)"""
    labels: NDArray[np.uint8]
    """(n,)"""


def sample_page(part: Part, *, digit: int | None, page: int) -> SamplePage:
    """Return a page of a set, or of one class of it; a page behind the last one is empty."""
    source = source_of_digits()
    images, labels = mnist_part(part) if source is DigitSource.MNIST else written_part(part)
    matching = np.arange(len(labels)) if digit is None else np.flatnonzero(labels == digit)
    places = matching[page * PAGE : (page + 1) * PAGE]
    return SamplePage(
        source=source,
        total=len(labels),
        matching=len(matching),
        places=places,
        images=np.array(images[places]),
        labels=labels[places],
    )


def mnist_part(part: Part) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return one of MNIST's sets, its pictures still on the disk."""
    is_training = part is Part.TRAINING
    pictures = CANONICAL.train_images if is_training else CANONICAL.test_images
    labels = mnist_labels(mnist_folder(), CANONICAL.train_labels if is_training else CANONICAL.test_labels)
    shape = (len(labels), 784)
    path = mnist_folder() / pictures.name
    return np.memmap(path, np.uint8, "r", offset=pictures.size - len(labels) * 784, shape=shape), labels


@lru_cache(maxsize=2)
def mnist_labels(folder: Path, file: IdxFile) -> NDArray[np.uint8]:
    """Return the labels of a set."""
    return decode_idx((folder / file.name).read_bytes(), file.name)


def written_part(part: Part) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return synthetic digits in the place of one of MNIST's sets."""
    if part is Part.TRAINING:
        return written_digits(MEASURED["synthetic"], seed=MEASURED_SEED)
    return written_digits(WRITTEN_TO_TEST, seed=TEST_SEED)
