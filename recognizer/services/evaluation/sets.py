"""The two sets that every version is measured on, by name: MNIST's test set and the drawn benchmark."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from recognizer.datasets.errors import DatasetError
from recognizer.datasets.mnist import CANONICAL, load_test_set
from recognizer.phrases import message_of
from recognizer.services.errors import SetNotAvailable
from recognizer.services.evaluation.npz import read_archive, write_archive
from recognizer.services.evaluation.synthetic import drawn_benchmark
from recognizer.services.paths import PACKAGE, evaluations_folder, mnist_folder

SOURCES = ("datasets/handwriting", "ink", "services/evaluation/synthetic.py")
"""What determines the drawn benchmark, beside the libraries that draw it."""
LIBRARIES = ("numpy", "pillow", "scipy")


class SetName(StrEnum):
    """The name of a set, as addresses and files have it."""

    MNIST = "mnist"
    DRAWN = "drawn"


@dataclass(frozen=True, eq=False, kw_only=True)
class EvaluationSet:
    """Labelled tiles that no network was trained on."""

    name: SetName
    images: NDArray[np.uint8]
    """(n, 28, 28), ink 255."""
    labels: NDArray[np.uint8]
    """(n,), 0 to 9."""


def evaluation_set(name: SetName) -> EvaluationSet:
    """Return a set. The drawn benchmark takes some seconds to draw the first time; then it is kept.

    Raises
    ------
    SetNotAvailable
        If MNIST does not lie in the data folder, or is damaged.
    """
    if name is SetName.DRAWN:
        return drawn_set()
    try:
        test = load_test_set(mnist_folder())
    except DatasetError as error:
        raise SetNotAvailable(message_of(error)) from error
    return EvaluationSet(name=name, images=test.images, labels=test.labels)


def drawn_set() -> EvaluationSet:
    """Return the drawn benchmark, from its file if there is a whole one."""
    path = evaluations_folder() / f"{SetName.DRAWN}-{fingerprint(SetName.DRAWN)}.npz"
    kept = read_archive(path, "images", "labels")
    if kept is None:
        drawn = drawn_benchmark()
        kept = [drawn.images, drawn.labels]
        write_archive(path, images=drawn.images, labels=drawn.labels)
    images, labels = kept
    return EvaluationSet(name=SetName.DRAWN, images=images, labels=labels)


@cache
def fingerprint(name: SetName) -> str:
    """Return 16 hexadecimal digits that identify the set's content."""
    if name is SetName.MNIST:
        return CANONICAL.test_images.sha256[:16]
    digest = hashlib.sha256()
    for source in SOURCES:
        for path in sorted((PACKAGE / source).rglob("*.py")) or [PACKAGE / source]:
            digest.update(path.read_bytes())
    digest.update(" ".join(f"{library} {version(library)}" for library in LIBRARIES).encode())
    return digest.hexdigest()[:16]
