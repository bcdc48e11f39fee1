"""The nearest known digits, on a few of them."""

import os
import threading
from pathlib import Path

import numpy as np
import pytest
from pytest_django.fixtures import Settings

from recognizer import nn
from recognizer.datasets.errors import StorageError
from recognizer.services.course import array_cache, neighbours
from recognizer.services.course.neighbours import Examples, ExampleSet, Gallery, nearest, prepare
from recognizer.services.evaluation.synthetic import WrittenTiles
from recognizer.services.paths import PRETRAINED
from recognizer.services.versions.registry import LoadedVersion
from tests.support.patience import PATIENCE_SECONDS, wait_until


@pytest.fixture
def version() -> LoadedVersion:
    network = nn.load_network(PRETRAINED).network
    return LoadedVersion(number=1, name="A network", sha256="ab" * 32, network=network, temperature=1)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> WrittenTiles:
    """Twenty known digits in an own data folder, without MNIST."""
    settings.DIGITWEB_DATA_DIR = tmp_path
    rng = np.random.default_rng(0)
    tiles = WrittenTiles(
        images=(rng.random((20, 28, 28)) ** 8 * 255).astype(np.uint8),
        labels=rng.integers(0, 10, 20).astype(np.uint8),
    )
    monkeypatch.setattr(neighbours, "drawn_benchmark", lambda: tiles)
    return tiles


def test_a_known_digit_is_its_own_nearest(known: WrittenTiles, version: LoadedVersion) -> None:
    examples = [prepare("drawn", version)]
    found = nearest(version, known.images[4], examples, k=3)
    np.testing.assert_array_equal(found[0].tile, known.images[4])
    assert found[0].label == known.labels[4]
    assert found[0].distance == pytest.approx(0, abs=0.02)  # kept with half the bits
    assert [one.distance for one in found] == sorted(one.distance for one in found)


def test_distances_are_those_between_last_hidden_layers(known: WrittenTiles, version: LoadedVersion) -> None:
    found = nearest(version, known.images[4], [prepare("drawn", version)], k=20)
    X = np.stack([known.images[4], found[5].tile]).reshape(2, 784)
    hidden, _ = nn.last_layers(version.network, X)
    assert found[5].distance == pytest.approx(float(np.linalg.norm(hidden[0] - hidden[1])), rel=1e-2)


def test_it_is_computed_once_and_kept(
    known: WrittenTiles, version: LoadedVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare("drawn", version)

    def again(*_args: object) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr(nn, "last_layers", again)
    monkeypatch.setattr(neighbours, "drawn_benchmark", again)
    assert len(prepare("drawn", version).labels) == 20


def test_who_computes_the_known_digits_reads_them_from_the_disk_as_well(
    known: WrittenTiles, version: LoadedVersion
) -> None:
    for _computed_then_kept in range(2):
        examples = prepare("drawn", version)
        for array in (examples.tiles, examples.labels, examples.hidden):
            assert isinstance(array, np.memmap), "in memory it would stay there, for each process"
        np.testing.assert_array_equal(examples.tiles, known.images.reshape(20, 784))


def test_a_part_is_every_so_manieth_and_kept_by_itself(known: WrittenTiles, version: LoadedVersion) -> None:
    whole, part = prepare("drawn", version), prepare("drawn", version, step=6)
    np.testing.assert_array_equal(part.labels, known.labels[::6])
    np.testing.assert_allclose(part.hidden, whole.hidden[::6], rtol=1e-2)
    assert part.path != whole.path
    assert part.path in array_cache.cached_arrays()


def at_hand(gallery: Gallery, version: LoadedVersion) -> list[Examples]:
    """Return what a gallery has for a version as soon as it has any answer."""
    found = wait_until(
        lambda: [gallery.examples(version)] if gallery.examples(version) is not None else [], str
    )
    assert found[0] is not None
    return found[0]


def test_who_comes_first_is_told_to_come_back(
    known: WrittenTiles, version: LoadedVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    monkeypatch.setattr(neighbours, "available_sources", lambda: go_on.wait(PATIENCE_SECONDS) and ["drawn"])
    gallery = Gallery()
    assert gallery.examples(version) is None
    go_on.set()
    assert [one.source for one in at_hand(gallery, version)] == ["drawn"]


@pytest.mark.parametrize("error", [StorageError("No space left on device"), ValueError("odd file")])
def test_what_failed_is_tried_again_but_not_with_each_request(
    known: WrittenTiles, version: LoadedVersion, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    tried = []

    def full(source: ExampleSet, version: LoadedVersion, *, step: int = 1) -> Examples:
        tried.append(source)
        raise error

    patient, hasty = Gallery(), Gallery()
    with monkeypatch.context() as patch:
        patch.setattr(neighbours, "prepare", full)
        assert at_hand(patient, version) == []
        assert patient.examples(version) == []
        assert tried == ["drawn"]
        patch.setattr(neighbours, "RETRY_SECONDS", 0)
        assert at_hand(hasty, version) == []
    wait_until(lambda: hasty.examples(version), str)
    assert patient.examples(version) == []


def file_of(version: LoadedVersion, folder: Path) -> Path:
    (path,) = (folder / "learning").glob(f"*-{version.sha256}.npy")
    return path


@pytest.mark.parametrize("content", [None, b"", b"\x93NUMPY cut off"])
def test_what_is_gone_or_damaged_is_computed_anew(
    known: WrittenTiles, version: LoadedVersion, tmp_path: Path, content: bytes | None
) -> None:
    whole = np.array(prepare("drawn", version).hidden)
    for path in (tmp_path / "learning").glob("*.npy"):
        path.unlink() if content is None else path.write_bytes(content)
    again = prepare("drawn", version)
    assert np.array_equal(again.hidden, whole)
    assert file_of(version, tmp_path).stat().st_size > 1000


def test_whoever_has_it_open_reads_on_after_it_is_removed(
    known: WrittenTiles, version: LoadedVersion, tmp_path: Path
) -> None:
    examples = prepare("drawn", version)
    file_of(version, tmp_path).unlink()
    assert len(nearest(version, known.images[4], [examples], k=3)) == 3


@pytest.mark.django_db
def test_what_does_not_fit_is_not_even_computed(
    known: WrittenTiles, version: LoadedVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(array_cache, "MAX_BYTES", 100)
    with pytest.raises(StorageError, match="do not fit"):
        prepare("drawn", version)
    assert not list(array_cache.cached_arrays())


def test_what_is_in_use_counts_as_used_last(
    known: WrittenTiles, version: LoadedVersion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gallery = Gallery()
    at_hand(gallery, version)
    path = file_of(version, tmp_path)
    os.utime(path, (1, 1))
    gallery.examples(version)
    assert path.stat().st_mtime > 1
