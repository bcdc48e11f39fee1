"""MNIST from a pickle: the one place where this project opens one.

A pickle can run any code when it is opened. This one is opened only after its hash has shown that it is the
file that was examined, and even then by an unpickler that can build NumPy arrays and nothing else.
"""

import gzip
import hashlib
import io
import pickle
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognizer.datasets.errors import HashMismatchError, SourceError
from recognizer.datasets.idx import encode_idx
from recognizer.datasets.mnist.catalogue import CANONICAL
from recognizer.phrases import Phrase, message_of

_ADMITTED = {
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
}


@dataclass(frozen=True, kw_only=True)
class PickledArchive:
    """A gzipped pickle of three pairs (images, labels), known by its hash."""

    member: str
    """Path inside the package that carries it."""
    size: int
    """Length in bytes, compressed."""
    sha256: str
    """SHA-256 of the compressed file, in hexadecimal."""


ARCHIVE = PickledArchive(
    member="mnist/data/mnist.pkl.gz",
    size=17_051_982,
    sha256="f11bb9e41d6c1b6c124aa38fd605497bdcfe2ee08cf7c2bb5a41ab5d759e1416",
)
"""MNIST as Nielsen's book distributes it: 50,000, 10,000 and 10,000 images, float32, pixel/256."""


def read_pickled(blob: bytes, archive: PickledArchive) -> Mapping[str, bytes]:
    """Turn the pickled sets back into the four IDX files.

    Parameters
    ----------
    blob
        The gzipped pickle.
    archive
        What it should be.

    Returns
    -------
    Mapping of str to bytes
        The content of the four files by their canonical names.

    Raises
    ------
    HashMismatchError
        If `blob` is not the expected file; it has not been opened then.
    SourceError
        If the pickle wants more than NumPy arrays, or holds something other than the three sets.
    """
    found = hashlib.sha256(blob).hexdigest()
    if found != archive.sha256:
        raise HashMismatchError(
            archive.member, expected=Phrase("SHA-256 {sha256}", sha256=archive.sha256), found=found
        )
    try:
        with gzip.open(io.BytesIO(blob)) as stream:
            # written by Python 2: its strings, the arrays' bytes, stay bytes
            training, validation, test = _ArrayUnpickler(stream, encoding="bytes").load()
        images = [_bytes(X) for X, _ in (training, validation, test)]
        labels = [y.astype(np.uint8) for _, y in (training, validation, test)]
        return {
            CANONICAL.train_images.name: encode_idx(np.concatenate(images[:2])),
            CANONICAL.train_labels.name: encode_idx(np.concatenate(labels[:2])),
            CANONICAL.test_images.name: encode_idx(images[2]),
            CANONICAL.test_labels.name: encode_idx(labels[2]),
        }
    except (pickle.UnpicklingError, ValueError, TypeError, AttributeError, OSError, EOFError) as error:
        raise SourceError(
            "{member} does not hold MNIST: {reason}.", member=archive.member, reason=message_of(error)
        ) from error


def _bytes(X: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Undo the division by 256: (n, 784) in [0, 1) → (n, 28, 28) in 0 … 255."""
    scaled = X * 256
    return np.rint(scaled, out=scaled).astype(np.uint8).reshape(-1, 28, 28)


class _ArrayUnpickler(pickle.Unpickler):
    """Builds NumPy arrays; whatever else a pickle asks for is refused."""

    def find_class(self, module: str, name: str) -> object:
        if (module, name) not in _ADMITTED:
            raise pickle.UnpicklingError(
                Phrase("it asks for {module}.{name}, which is no NumPy array", module=module, name=name)
            )
        return super().find_class(module, name)
