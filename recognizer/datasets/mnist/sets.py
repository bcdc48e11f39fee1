"""MNIST in memory: three sets of images with their labels."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recognizer.datasets.errors import MissingFileError, SplitError
from recognizer.datasets.idx import decode_idx
from recognizer.datasets.mnist.catalogue import CANONICAL, Edition, IdxFile
from recognizer.datasets.storage import storage_errors


@dataclass(frozen=True, eq=False)
class Split:
    """Images and the digits that they show.

    Raises
    ------
    SplitError
        If the two arrays are not of the shapes and type below, or a label is no digit.
    """

    images: NDArray[np.uint8]
    """(n, 28, 28); 0 is paper, 255 full ink."""
    labels: NDArray[np.uint8]
    """(n,); each 0 to 9."""

    def __post_init__(self) -> None:
        for name, array, tail in (("images", self.images, (28, 28)), ("labels", self.labels, ())):
            if array.dtype != np.uint8 or array.shape != (len(self.labels), *tail):
                raise SplitError(
                    "{name}: expected uint8 of shape {expected}, as there are {labels} labels; "
                    "found {dtype} of shape {shape}.",
                    name=name,
                    expected=(len(self.labels), *tail),
                    labels=len(self.labels),
                    dtype=array.dtype,
                    shape=array.shape,
                )
        if self.labels.size and self.labels.max() > 9:
            raise SplitError("labels: expected digits 0 to 9, found {found}.", found=self.labels.max())

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def y(self) -> NDArray[np.int64]:
        """The labels as int64 (n,), safe to index and to calculate with."""
        return self.labels.astype(np.int64)


@dataclass(frozen=True, eq=False)
class Mnist:
    """The three sets of MNIST, divided as in Nielsen's book (chapter 1)."""

    training: Split
    """50,000 images to learn from."""
    validation: Split
    """10,000 images to choose hyperparameters by: the last of the 60,000."""
    test: Split
    """10,000 images by other writers, looked at once, at the end."""
    hashes: dict[str, str]
    """SHA-256 of the four IDX files by name, to be kept with whatever was trained on them."""


def load_mnist(folder: Path, *, edition: Edition = CANONICAL) -> Mnist:
    """Read MNIST from the four IDX files in a folder, each checked by its hash.

    Parameters
    ----------
    folder
        Where `fetch_mnist` put the files.
    edition
        The files to expect.

    Returns
    -------
    Mnist
        Its images and labels are read-only.

    Raises
    ------
    MissingFileError
        If a file is not there.
    HashMismatchError
        If a file is damaged, or another one.
    StorageError
        If a file cannot be read.
    """
    train_images, train_labels, test_images, test_labels = (_read(folder, file) for file in edition.files)
    cut = len(train_labels) - edition.validation
    return Mnist(
        training=Split(train_images[:cut], train_labels[:cut]),
        validation=Split(train_images[cut:], train_labels[cut:]),
        test=Split(test_images, test_labels),
        hashes={file.name: file.sha256 for file in edition.files},
    )


def load_test_set(folder: Path, *, edition: Edition = CANONICAL) -> Split:
    """Read the test set alone, checked as `load_mnist` checks it; raises the same errors."""
    return Split(_read(folder, edition.test_images), _read(folder, edition.test_labels))


def _read(folder: Path, file: IdxFile) -> NDArray[np.uint8]:
    path = folder / file.name
    with storage_errors(path):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise MissingFileError(
                "There is no {file} in {folder}. Fetch MNIST first: python manage.py fetch_mnist",
                file=file.name,
                folder=folder,
            ) from None
    file.check(content)
    return decode_idx(content, file.name)
