"""Answers to the two sets, computed once."""

from pathlib import Path

import numpy as np
import pytest

from recognizer import nn
from recognizer.datasets.mnist import Mnist
from recognizer.models import ModelVersion
from recognizer.services.errors import SetNotAvailable, VersionRefused
from recognizer.services.evaluation import prediction_cache
from recognizer.services.evaluation import sets as evaluation_sets
from recognizer.services.evaluation.npz import write_archive
from recognizer.services.evaluation.prediction_cache import answers_of, path_of
from recognizer.services.evaluation.sets import SetName, evaluation_set
from recognizer.services.evaluation.synthetic import drawn_benchmark
from recognizer.services.paths import evaluations_folder
from recognizer.services.versions.file_store import path_of as model_path_of
from recognizer.services.versions.registry import load_version, register_file
from tests.support.versions import write_untrained_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(tmp_path: Path) -> ModelVersion:
    """A small version, quick to evaluate; its answers are not kept yet."""
    version = register_file(write_untrained_network(tmp_path / "small.safetensors"))
    for path in evaluations_folder().glob(f"{version.file_sha256}-*"):
        path.unlink()
    return version


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that a version was really asked."""
    asked: list[int] = []
    compute = prediction_cache.compute_outputs

    def counted(version: ModelVersion, samples: evaluation_sets.EvaluationSet) -> object:
        asked.append(version.number)
        return compute(version, samples)

    monkeypatch.setattr(prediction_cache, "compute_outputs", counted)
    return asked


def test_the_figures_are_those_of_the_network_itself(version: ModelVersion, mnist: Mnist) -> None:
    A = load_version(version).network.predict(mnist.test.images.reshape(-1, 784))
    for _ in ("computed", "kept"):
        found = answers_of(version, SetName.MNIST).evaluation()
        assert found.samples == 10_000
        assert found.accuracy == nn.accuracy(A, mnist.test.labels)
        assert (found.confusion == nn.confusion_matrix(A, mnist.test.labels)).all()
        expected = nn.expected_calibration_error(nn.tempered(A, version.temperature), mnist.test.labels)
        assert found.calibration_error == pytest.approx(expected, abs=1e-6)


def test_a_version_is_asked_once(version: ModelVersion, computed: list[int]) -> None:
    assert prediction_cache.cached_answers(version, SetName.DRAWN) is None
    first = answers_of(version, SetName.DRAWN)
    second = answers_of(version, SetName.DRAWN)
    assert computed == [version.number]
    assert (first.likely == second.likely).all()
    assert (second.labels == drawn_benchmark().labels).all()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"something else"])
def test_what_is_broken_is_computed_again(version: ModelVersion, computed: list[int], content: bytes) -> None:
    whole = answers_of(version, SetName.DRAWN)
    path_of(version, SetName.DRAWN).write_bytes(content)
    again = answers_of(version, SetName.DRAWN)
    assert computed == [version.number] * 2
    assert (again.likely == whole.likely).all()


@pytest.mark.parametrize(
    "outputs",
    [
        np.zeros((3, 10), np.float32),  # of another length than the labels
        np.zeros((2, 10), np.float64),
        np.zeros((2, 9), np.float32),
        np.full((2, 10), np.nan, np.float32),
        np.array([{}, {}], dtype=object),
    ],
)
def test_what_is_whole_but_no_outputs_is_computed_again(
    version: ModelVersion, computed: list[int], outputs: np.ndarray[tuple[int, ...], np.dtype[np.generic]]
) -> None:
    path = path_of(version, SetName.DRAWN)
    with path.open("wb") as file:
        np.savez(file, outputs=outputs, labels=np.zeros(2, np.uint8))
    assert len(answers_of(version, SetName.DRAWN).labels) == 4000
    assert computed == [version.number]


def test_an_archive_of_objects_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"[Oo]bject arrays"):
        write_archive(tmp_path / "objects.npz", objects=np.array([{}], dtype=object))
    assert list(tmp_path.iterdir()) == []


def test_the_tiles_of_the_drawn_benchmark_are_kept_as_they_were_drawn() -> None:
    for path in evaluations_folder().glob("drawn-*"):
        path.unlink()
    drawn = drawn_benchmark()
    for _ in ("drawn", "kept"):
        found = evaluation_set(SetName.DRAWN)
        assert (found.images == drawn.images).all()
        assert (found.labels == drawn.labels).all()
    assert len(list(evaluations_folder().glob("drawn-*"))) == 1


def test_without_mnist_it_says_how_to_get_it(
    version: ModelVersion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation_sets, "mnist_folder", lambda: tmp_path / "nothing")
    with pytest.raises(SetNotAvailable, match=r"Fetch MNIST first: python manage\.py fetch_mnist"):
        answers_of(version, SetName.MNIST)


def test_a_version_whose_file_is_gone_is_refused(version: ModelVersion) -> None:
    model_path_of(version.file_sha256).unlink()
    with pytest.raises(VersionRefused, match="missing"):
        answers_of(version, SetName.DRAWN)
    assert not path_of(version, SetName.DRAWN).exists()
