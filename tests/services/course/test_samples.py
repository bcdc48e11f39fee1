"""Digits to leaf through, from MNIST's own files and without them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytest_django.fixtures import Settings

from recognizer.datasets.idx import encode_idx
from recognizer.datasets.mnist import CANONICAL
from recognizer.services.course import samples
from recognizer.services.course.digits import DigitSource
from recognizer.services.course.samples import PAGE, Part, sample_page
from recognizer.services.paths import mnist_folder

LABELS = np.arange(70, dtype=np.uint8) % 10


@pytest.fixture
def tiny_mnist(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Files like MNIST's with 70 digits each: the picture of number n is of the grey n."""
    settings.DIGITWEB_DATA_DIR = tmp_path
    folder = mnist_folder()
    folder.mkdir(parents=True, exist_ok=True)
    images = np.repeat(np.arange(70, dtype=np.uint8), 784).reshape(70, 28, 28)
    kept = {}
    for field in ("train_images", "train_labels", "test_images", "test_labels"):
        file = getattr(CANONICAL, field)
        content = encode_idx(LABELS if "labels" in field else images)
        (folder / file.name).write_bytes(content)
        kept[field] = replace(file, size=len(content))
    monkeypatch.setattr(samples, "CANONICAL", replace(CANONICAL, **kept))
    monkeypatch.setattr(samples, "source_of_digits", lambda: DigitSource.MNIST)
    samples.mnist_labels.cache_clear()
    yield
    samples.mnist_labels.cache_clear()


@pytest.mark.usefixtures("tiny_mnist")
def test_a_page_of_mnist_is_read_from_its_file() -> None:
    found = sample_page(Part.TRAINING, digit=None, page=1)
    assert found.source is DigitSource.MNIST
    assert found.total == found.matching == 70
    assert found.places.tolist() == list(range(PAGE, 2 * PAGE))
    assert found.images[:, 0].tolist() == found.places.tolist()
    assert found.labels.tolist() == LABELS[PAGE : 2 * PAGE].tolist()


@pytest.mark.usefixtures("tiny_mnist")
def test_one_class_can_be_leafed_through() -> None:
    found = sample_page(Part.TEST, digit=3, page=0)
    assert found.matching == 7
    assert found.places.tolist() == [3, 13, 23, 33, 43, 53, 63]
    assert set(found.labels.tolist()) == {3}


@pytest.mark.usefixtures("tiny_mnist")
def test_a_page_behind_the_last_is_empty() -> None:
    assert len(sample_page(Part.TRAINING, digit=None, page=3).labels) == 0


def test_without_mnist_there_is_synthetic_handwriting(settings: Settings, tmp_path: Path) -> None:
    settings.DIGITWEB_DATA_DIR = tmp_path
    found = sample_page(Part.TEST, digit=None, page=0)
    assert found.source is DigitSource.SYNTHETIC
    assert found.total == samples.WRITTEN_TO_TEST
    assert found.images.shape == (PAGE, 784)
