from pathlib import Path

import numpy as np
import pytest

from recognizer.datasets.errors import HashMismatchError, MissingFileError, SplitError, StorageError
from recognizer.datasets.mnist import CANONICAL, Split, load_mnist
from tests.datasets.tiny import IMAGES, LABELS, TINY, write_tiny


def test_it_divides_the_training_images_so_that_the_last_ones_validate(tmp_path: Path) -> None:
    mnist = load_mnist(write_tiny(tmp_path), edition=TINY)

    for split, part in (
        (mnist.training, slice(0, 20)),
        (mnist.validation, slice(20, 30)),
        (mnist.test, slice(30, 40)),
    ):
        np.testing.assert_array_equal(split.images, IMAGES[part])
        np.testing.assert_array_equal(split.labels, LABELS[part])


def test_it_knows_the_hashes_of_its_files(tmp_path: Path) -> None:
    mnist = load_mnist(write_tiny(tmp_path), edition=TINY)

    assert mnist.hashes == {file.name: file.sha256 for file in TINY.files}


def test_the_canonical_edition_is_divided_as_in_the_book() -> None:
    assert CANONICAL.validation == 10_000
    assert [file.size for file in CANONICAL.files] == [
        16 + 60_000 * 784,
        8 + 60_000,
        16 + 10_000 * 784,
        8 + 10_000,
    ]


def test_a_loaded_image_cannot_be_changed_by_accident(tmp_path: Path) -> None:
    mnist = load_mnist(write_tiny(tmp_path), edition=TINY)

    with pytest.raises(ValueError, match="read-only"):
        mnist.training.images[0, 0, 0] = 1


def test_a_missing_file_is_named_with_the_way_to_get_it(tmp_path: Path) -> None:
    write_tiny(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte").unlink()

    with pytest.raises(MissingFileError) as caught:
        load_mnist(tmp_path, edition=TINY)

    assert str(caught.value) == (
        f"There is no t10k-labels-idx1-ubyte in {tmp_path}. Fetch MNIST first: python manage.py fetch_mnist"
    )


def test_a_damaged_file_is_named_with_both_hashes(tmp_path: Path) -> None:
    write_tiny(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte").write_bytes(b"abc")

    with pytest.raises(HashMismatchError) as caught:
        load_mnist(tmp_path, edition=TINY)

    assert str(caught.value) == (
        "t10k-labels-idx1-ubyte is not the file it should be: "
        f"expected SHA-256 {TINY.test_labels.sha256} (18 bytes), "
        "found ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad (3 bytes)."
    )


def test_what_cannot_be_read_is_an_error_of_the_folder(tmp_path: Path) -> None:
    write_tiny(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte").unlink()
    (tmp_path / "t10k-labels-idx1-ubyte").mkdir()

    with pytest.raises(StorageError, match="t10k-labels-idx1-ubyte: Is a directory"):
        load_mnist(tmp_path, edition=TINY)


def test_labels_can_be_calculated_with() -> None:
    split = Split(np.zeros((2, 28, 28), np.uint8), np.array([3, 7], np.uint8))

    assert split.y.dtype == np.int64
    assert split.y.tolist() == [3, 7]


EXPECTED = "images: expected uint8 of shape (2, 28, 28), as there are 2 labels"


@pytest.mark.parametrize(
    ("images", "labels", "message"),
    [
        (
            np.zeros((3, 28, 28), np.uint8),
            np.zeros(2, np.uint8),
            f"{EXPECTED}; found uint8 of shape (3, 28, 28).",
        ),
        (
            np.zeros((2, 784), np.uint8),
            np.zeros(2, np.uint8),
            f"{EXPECTED}; found uint8 of shape (2, 784).",
        ),
        (
            np.zeros((2, 28, 28), np.float32),
            np.zeros(2, np.uint8),
            f"{EXPECTED}; found float32 of shape (2, 28, 28).",
        ),
        (
            np.zeros((2, 28, 28), np.uint8),
            np.zeros((2, 1), np.uint8),
            "labels: expected uint8 of shape (2,), as there are 2 labels; found uint8 of shape (2, 1).",
        ),
        (
            np.zeros((2, 28, 28), np.uint8),
            np.array([0, 10], np.uint8),
            "labels: expected digits 0 to 9, found 10.",
        ),
    ],
)
def test_images_and_labels_must_belong_together(images: np.ndarray, labels: np.ndarray, message: str) -> None:
    with pytest.raises(SplitError) as caught:
        Split(images, labels)

    assert str(caught.value) == message
