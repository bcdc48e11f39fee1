import gzip
import hashlib
import pickle

import numpy as np
import pytest

from recognizer.datasets.errors import HashMismatchError, SourceError
from recognizer.datasets.mnist.pickled import PickledArchive, read_pickled
from tests.datasets.tiny import CONTENTS, IMAGES, LABELS


class Bomb:
    """Runs a function of its choice when it is unpickled."""

    fired = False

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return _fire, ()


def _fire() -> None:
    Bomb.fired = True


def archive_of(blob: bytes) -> PickledArchive:
    return PickledArchive(
        member="mnist/data/mnist.pkl.gz", size=len(blob), sha256=hashlib.sha256(blob).hexdigest()
    )


def pickled_tiny(images: np.ndarray = IMAGES) -> bytes:
    X = images.reshape(-1, 784).astype(np.float32) / 256
    y = LABELS.astype(np.int64)
    sets = [(X[part], y[part]) for part in (slice(0, 20), slice(20, 30), slice(30, 40))]
    return gzip.compress(pickle.dumps(tuple(sets), protocol=3), mtime=0)


def test_it_gives_back_the_idx_files_byte_for_byte() -> None:
    blob = pickled_tiny()

    assert read_pickled(blob, archive_of(blob)) == CONTENTS


def test_every_grey_level_survives_the_division() -> None:
    images = np.tile(np.arange(256, dtype=np.uint8), 123)[: 40 * 784].reshape(40, 28, 28)
    blob = pickled_tiny(images)

    contents = read_pickled(blob, archive_of(blob))

    assert contents["train-images-idx3-ubyte"][16:] == images[:30].tobytes()


def test_a_file_with_another_hash_is_not_opened() -> None:
    blob = gzip.compress(pickle.dumps(Bomb()), mtime=0)
    expected = archive_of(pickled_tiny())

    with pytest.raises(HashMismatchError) as caught:
        read_pickled(blob, expected)

    assert str(caught.value) == (
        f"mnist/data/mnist.pkl.gz is not the file it should be: expected SHA-256 {expected.sha256}, "
        f"found {hashlib.sha256(blob).hexdigest()}."
    )
    assert not Bomb.fired


@pytest.mark.parametrize("stuffed", [Bomb(), ([Bomb()],), {"a": Bomb()}])
def test_even_with_the_right_hash_it_runs_no_code(stuffed: object) -> None:
    blob = gzip.compress(pickle.dumps(stuffed), mtime=0)

    with pytest.raises(SourceError, match=r"_fire, which is no NumPy array\.$"):
        read_pickled(blob, archive_of(blob))

    assert not Bomb.fired


@pytest.mark.parametrize(
    "blob",
    [
        b"no gzip",
        gzip.compress(b"no pickle", mtime=0),
        gzip.compress(pickle.dumps(None), mtime=0),
        gzip.compress(pickle.dumps([1, 2, 3]), mtime=0),
        gzip.compress(pickle.dumps((1, 2)), mtime=0),
        pickled_tiny()[:-20],
    ],
)
def test_anything_else_is_an_error_of_the_source(blob: bytes) -> None:
    with pytest.raises(SourceError, match=r"^mnist/data/mnist.pkl.gz does not hold MNIST: "):
        read_pickled(blob, archive_of(blob))
