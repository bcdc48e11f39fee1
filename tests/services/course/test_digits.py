from pathlib import Path

import numpy as np
import pytest

from recognizer.datasets.mnist import CANONICAL
from recognizer.services.course import digits
from recognizer.services.paths import mnist_folder


@pytest.fixture
def no_mnist(data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder without MNIST, and few digits to write."""
    monkeypatch.setattr(digits, "mnist_folder", lambda: tmp_path / "mnist")
    monkeypatch.setattr(digits, "learning_folder", lambda: tmp_path)
    monkeypatch.setattr(digits, "WRITTEN_TO_TRAIN", 20)
    monkeypatch.setattr(digits, "WRITTEN_HELD_BACK", 10)
    digits._measured.cache_clear()


@pytest.mark.usefixtures("no_mnist")
def test_without_mnist_digits_are_written_and_say_so() -> None:
    found = digits.training_digits()
    assert found.source is digits.DigitSource.SYNTHETIC
    assert found.training[0].shape == (20, 784)
    assert found.held_back[0].shape == (10, 784)
    assert found.training[0].max() == 255


@pytest.mark.usefixtures("no_mnist")
def test_written_digits_are_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    images, labels = digits.written_digits(10, seed=9)
    monkeypatch.setattr(digits, "write_tiles", None)
    again, same = digits.written_digits(10, seed=9)
    np.testing.assert_array_equal(again, images)
    np.testing.assert_array_equal(same, labels)


@pytest.mark.usefixtures("no_mnist")
def test_a_damaged_file_of_digits_is_written_anew(tmp_path: Path) -> None:
    images, _ = digits.written_digits(10, seed=9)
    (tmp_path / "written-10-9.safetensors").write_bytes(b"damaged")
    np.testing.assert_array_equal(digits.written_digits(10, seed=9)[0], images)


@pytest.mark.usefixtures("mnist")
def test_with_mnist_the_first_of_its_training_set_are_measured() -> None:
    digits._measured.cache_clear()
    found = digits.measured_digits()
    assert found.source is digits.DigitSource.MNIST
    assert found.labels[:5].tolist() == [5, 0, 4, 1, 9]
    assert found.images.shape == (2000, 784)
    assert mnist_folder().exists()


def test_mnists_files_are_looked_through_once_and_again_when_one_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    damaged: list[str] = []
    monkeypatch.setattr(digits, "mnist_folder", lambda: tmp_path)

    def missing_files(folder: Path) -> list[str]:
        looked.append(folder)
        return list(damaged)

    monkeypatch.setattr(digits, "missing_files", missing_files)
    assert digits.source_of_digits() is digits.DigitSource.SYNTHETIC
    assert looked == [], "Without the files there is nothing to look through."

    for file in CANONICAL.files:
        (tmp_path / file.name).write_bytes(b"whole")
    assert [digits.source_of_digits() for _ in range(3)] == [digits.DigitSource.MNIST] * 3
    assert len(looked) == 1

    damaged.append(CANONICAL.files[0].name)
    (tmp_path / CANONICAL.files[0].name).write_bytes(b"damaged")
    assert digits.source_of_digits() is digits.DigitSource.SYNTHETIC
    assert len(looked) == 2
