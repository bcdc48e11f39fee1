"""An edition of MNIST small enough for tests: 30 training images, 10 of them to validate, 10 test images."""

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recognizer.datasets.idx import encode_idx
from recognizer.datasets.mnist import CANONICAL, Edition, IdxFile

_RNG = np.random.default_rng(11)
IMAGES: NDArray[np.uint8] = _RNG.integers(0, 256, (40, 28, 28), dtype=np.uint8)
LABELS: NDArray[np.uint8] = _RNG.integers(0, 10, 40, dtype=np.uint8)

CONTENTS = {
    CANONICAL.train_images.name: encode_idx(IMAGES[:30]),
    CANONICAL.train_labels.name: encode_idx(LABELS[:30]),
    CANONICAL.test_images.name: encode_idx(IMAGES[30:]),
    CANONICAL.test_labels.name: encode_idx(LABELS[30:]),
}


def idx_file(name: str, content: bytes) -> IdxFile:
    return IdxFile(name=name, size=len(content), sha256=hashlib.sha256(content).hexdigest())


_FILES = [idx_file(name, content) for name, content in CONTENTS.items()]
TINY = Edition(
    train_images=_FILES[0],
    train_labels=_FILES[1],
    test_images=_FILES[2],
    test_labels=_FILES[3],
    validation=10,
)


def write_tiny(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in CONTENTS.items():
        (folder / name).write_bytes(content)
    return folder


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}
