"""The digits of the lessons: MNIST if the data folder has it, else synthetic ones."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from recognizer.datasets.handwriting import HandwritingMix
from recognizer.datasets.mnist import CANONICAL, load_mnist, missing_files
from recognizer.nn.errors import FileFormatError
from recognizer.nn.io.files import read_tensor_header, read_tensors, write_tensors
from recognizer.services.evaluation.synthetic import write_tiles
from recognizer.services.paths import learning_folder, mnist_folder

Labelled: TypeAlias = tuple[NDArray[np.uint8], NDArray[np.uint8]]
"""Pictures (n, 784), ink 255, and their labels (n,)."""

Stamp: TypeAlias = tuple[int, ...]
"""What changes with a file: its inode, its size and when it was written."""

MEASURED = {"mnist": 2000, "synthetic": 1000}
"""How many digits the lessons measure with: few enough to be kept in every server process."""
WRITTEN_TO_TRAIN = 6000
"""Synthetic digits to train on: what a core writes in some seconds, once."""
WRITTEN_HELD_BACK = 1000
TRAINING_SEED, MEASURED_SEED = 3, 4
"""Crowds of synthetic writers with nobody in common."""
DIGITS_OF_A_WRITER = 5


class DigitSource(StrEnum):
    """Where digits come from."""

    MNIST = "mnist"
    SYNTHETIC = "synthetic"


@dataclass(frozen=True, kw_only=True)
class TrainingDigits:
    """What a lesson's network is trained and tested on."""

    source: DigitSource
    training: Labelled
    held_back: Labelled
    """Never trained on."""


@dataclass(frozen=True, kw_only=True)
class MeasuredDigits:
    """Digits to measure a cost or a gradient with."""

    source: DigitSource
    images: NDArray[np.uint8]
    """(n, 784)"""
    labels: NDArray[np.uint8]
    """(n,)"""


def source_of_digits() -> DigitSource:
    """Return the source of the lessons' digits."""
    folder = mnist_folder()
    stamps = tuple(_stamp(folder / file.name) for file in CANONICAL.files)
    return DigitSource.MNIST if all(stamps) and _is_whole(folder, stamps) else DigitSource.SYNTHETIC


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns


@lru_cache(maxsize=1)
def _is_whole(folder: Path, _stamps: tuple[Stamp, ...]) -> bool:
    """Whether MNIST's files are as they should be: 55 MB are hashed once, until one of them changes."""
    return not missing_files(folder)


def training_digits() -> TrainingDigits:
    """Return all digits to train on; only for a process of its own, since MNIST takes 55 MB."""
    source = source_of_digits()
    if source is DigitSource.MNIST:
        mnist = load_mnist(mnist_folder())
        training, validation = mnist.training, mnist.validation
        return TrainingDigits(
            source=source,
            training=(training.images.reshape(-1, 784), training.labels),
            held_back=(validation.images.reshape(-1, 784), validation.labels),
        )
    images, labels = written_digits(WRITTEN_TO_TRAIN + WRITTEN_HELD_BACK, seed=TRAINING_SEED)
    cut = WRITTEN_HELD_BACK
    return TrainingDigits(
        source=source, training=(images[cut:], labels[cut:]), held_back=(images[:cut], labels[:cut])
    )


def measured_digits() -> MeasuredDigits:
    """Return the digits to measure with, cached in memory."""
    return _measured(source_of_digits(), settings.DIGITWEB_DATA_DIR)


@lru_cache(maxsize=1)
def _measured(source: DigitSource, _data_folder: Path) -> MeasuredDigits:
    n = MEASURED[source]
    if source is DigitSource.MNIST:
        training = load_mnist(mnist_folder()).training
        images, labels = training.images[:n].reshape(n, 784).copy(), training.labels[:n].copy()
    else:
        images, labels = written_digits(n, seed=MEASURED_SEED)
    return MeasuredDigits(source=source, images=images, labels=labels)


def written_digits(n: int, *, seed: int) -> Labelled:
    """Return synthetic digits, cached in the data folder."""
    path = learning_folder() / f"written-{n}-{seed}.safetensors"
    try:
        with path.open("rb") as file:
            tensors = read_tensors(file, read_tensor_header(file))
        return tensors["images"], tensors["labels"]
    except (FileNotFoundError, FileFormatError, KeyError):
        mix = HandwritingMix(synthetic_digits=n, synthetic_writers=n // DIGITS_OF_A_WRITER)
        written = write_tiles(mix, seed=seed)
        images = written.images.reshape(n, 784)
        write_tensors(path, {"images": images, "labels": written.labels}, {})
        return images, written.labels
