"""The files MNIST consists of, and how to know that they are the right ones."""

import hashlib
from dataclasses import dataclass

from recognizer.datasets.errors import HashMismatchError
from recognizer.phrases import Phrase


@dataclass(frozen=True, kw_only=True)
class IdxFile:
    """One uncompressed IDX file, known by its hash."""

    name: str
    """File name, in the data folder and at every source."""
    size: int
    """Length in bytes."""
    sha256: str
    """SHA-256 of the content, in hexadecimal."""

    def check(self, content: bytes) -> None:
        """Raise `HashMismatchError` unless `content` is this file, byte for byte."""
        found = hashlib.sha256(content).hexdigest()
        if found != self.sha256:
            raise HashMismatchError(
                self.name,
                expected=Phrase("SHA-256 {sha256} ({size} bytes)", sha256=self.sha256, size=self.size),
                found=Phrase("{sha256} ({size} bytes)", sha256=found, size=len(content)),
            )


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The four files of a set, and how many of the training images are kept for validation."""

    train_images: IdxFile
    train_labels: IdxFile
    test_images: IdxFile
    test_labels: IdxFile
    validation: int
    """This many of the training images, the last ones, are the validation set."""

    @property
    def files(self) -> tuple[IdxFile, ...]:
        """The four files."""
        return self.train_images, self.train_labels, self.test_images, self.test_labels


CANONICAL = Edition(
    train_images=IdxFile(
        name="train-images-idx3-ubyte",
        size=47_040_016,
        sha256="ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    train_labels=IdxFile(
        name="train-labels-idx1-ubyte",
        size=60_008,
        sha256="65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    test_images=IdxFile(
        name="t10k-images-idx3-ubyte",
        size=7_840_016,
        sha256="0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    test_labels=IdxFile(
        name="t10k-labels-idx1-ubyte",
        size=10_008,
        sha256="ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
    validation=10_000,
)
"""MNIST as everybody knows it: 60,000 images to train with, 10,000 of them to validate, 10,000 to test."""
