"""Model versions: registering, activating, refusing."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from recognizer import nn
from recognizer.models import ModelVersion, Status
from recognizer.nn.row_network import RowNetwork
from recognizer.services.errors import VersionRefused
from recognizer.services.paths import PRETRAINED
from recognizer.services.release.activation import activate
from recognizer.services.release.shipped import register_shipped_version
from recognizer.services.versions.file_store import path_of
from recognizer.services.versions.registry import load_version, register_file
from tests.support.versions import (
    facts,
    register_good_version,
    write_good_network,
    write_network,
    write_untrained_network,
)

pytestmark = pytest.mark.django_db

EPOCH = nn.EpochRecord(
    epoch=0,
    training_cost=0.5,
    validation_cost=0.4,
    validation_correct=9000,
    validation_size=10_000,
    learning_rate=3.0,
    seconds=1.5,
)


def active() -> ModelVersion:
    return ModelVersion.objects.get(status=Status.ACTIVE)


def test_a_fresh_database_has_the_shipped_version_live() -> None:
    version = active()
    assert version.shipped
    assert version.mnist_accuracy is not None
    assert version.file_size == PRETRAINED.stat().st_size
    assert path_of(version.file_sha256).read_bytes() == PRETRAINED.read_bytes()


def test_migrating_again_registers_nothing_twice() -> None:
    register_shipped_version()
    assert ModelVersion.objects.count() == 1


def test_migrating_brings_back_the_shipped_file() -> None:
    path_of(active().file_sha256).unlink()
    register_shipped_version()
    assert path_of(active().file_sha256).read_bytes() == PRETRAINED.read_bytes()


def test_a_newer_shipped_version_replaces_an_older_shipped_one() -> None:
    ModelVersion.objects.update(file_sha256="0" * 64)
    register_shipped_version()
    assert active().number == ModelVersion.objects.latest("number").number
    assert list(ModelVersion.objects.order_by("number").values_list("status", flat=True)) == [
        "retired",
        "active",
    ]


def test_a_newer_shipped_version_leaves_the_operators_choice_live(tmp_path: Path) -> None:
    chosen = register_good_version(tmp_path)
    activate(chosen)
    ModelVersion.objects.filter(shipped=True).update(file_sha256="0" * 64)
    register_shipped_version()
    assert active() == chosen
    assert ModelVersion.objects.latest("number").status == Status.READY


def test_a_file_keeps_all_that_is_known_of_the_version(tmp_path: Path) -> None:
    path = tmp_path / "network.safetensors"
    known = facts(
        "With facts",
        seed=7,
        hyperparameters={"epochs": 3},
        datasets={"train": "ab"},
        command="python manage.py train_network",
        epochs=[asdict(EPOCH)],
        mnist_accuracy=0.97,
        confusion_matrix=[[1] * 10] * 10,
        training_seconds=12.5,
    )
    nn.save_network(path, nn.load_network(PRETRAINED).network, known.to_metadata())
    version = ModelVersion.objects.get(pk=register_file(path).pk)
    assert version.status == Status.READY
    assert {name: getattr(version, name) for name in asdict(known)} == asdict(known)


def test_activating_retires_the_version_before(tmp_path: Path) -> None:
    before = active()
    version = register_good_version(tmp_path)
    activate(version)
    before.refresh_from_db()
    assert version.status == Status.ACTIVE
    assert version.activated_at is not None
    assert before.status == Status.RETIRED


def test_a_retired_version_can_come_back(tmp_path: Path) -> None:
    before = active()
    activate(register_good_version(tmp_path))
    before.refresh_from_db()
    activate(before)
    assert active() == before


def test_the_database_allows_one_active_version(tmp_path: Path) -> None:
    version = register_good_version(tmp_path)
    with pytest.raises(IntegrityError), transaction.atomic():
        ModelVersion.objects.filter(pk=version.pk).update(status=Status.ACTIVE)


def test_a_network_that_learned_nothing_stays_out(tmp_path: Path) -> None:
    before = active()
    version = register_file(write_untrained_network(tmp_path / "untrained.safetensors"))
    with pytest.raises(VersionRefused, match=r"knows \d of 10 clearly written digits; at least 7 are needed"):
        activate(version)
    assert active() == before


def test_a_network_whose_numbers_explode_stays_out(tmp_path: Path) -> None:
    path = tmp_path / "huge.safetensors"
    network = nn.Network.build(
        nn.dense_architecture([784, 10, 10], hidden="relu", output="linear"), rng=np.random.default_rng(0)
    )
    network.vector.values[:] = 1e38
    nn.save_network(path, network, facts("Huge").to_metadata())
    with pytest.raises(VersionRefused, match="cannot read clearly written digits"):
        activate(register_file(path))


def test_a_changed_file_stays_out(tmp_path: Path) -> None:
    version = register_good_version(tmp_path)
    path = path_of(version.file_sha256)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(VersionRefused, match="was changed: its SHA-256 is"):
        activate(version)
    path.unlink()


def test_a_missing_file_stays_out(tmp_path: Path) -> None:
    version = register_good_version(tmp_path)
    path_of(version.file_sha256).unlink()
    with pytest.raises(VersionRefused, match="is missing from"):
        activate(version)


def test_a_version_in_training_stays_out() -> None:
    version = ModelVersion.objects.create(name="Unfinished")
    with pytest.raises(VersionRefused, match="is training; only a ready or retired one can go live"):
        activate(version)


@pytest.mark.parametrize("kept", [0, 7, 100, 5000])
def test_a_truncated_file_is_not_registered(tmp_path: Path, kept: int) -> None:
    path = write_good_network(tmp_path / "cut.safetensors")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(VersionRefused, match=r"^cut\.safetensors: "):
        register_file(path)
    assert ModelVersion.objects.count() == 1


def test_a_foreign_file_is_not_registered(tmp_path: Path) -> None:
    path = tmp_path / "foreign.safetensors"
    path.write_bytes(b"PK\x03\x04 this is a zip archive, or says so, and goes on for a while")
    with pytest.raises(VersionRefused, match=r"^foreign\.safetensors: "):
        register_file(path)


def test_a_network_without_facts_is_not_registered(tmp_path: Path) -> None:
    path = tmp_path / "bare.safetensors"
    nn.save_network(path, nn.load_network(PRETRAINED).network, {})
    with pytest.raises(VersionRefused, match="digitweb did not write it"):
        register_file(path)


def test_a_network_of_another_shape_is_not_registered(tmp_path: Path) -> None:
    path = write_untrained_network(tmp_path / "small.safetensors", (64, 10))
    with pytest.raises(VersionRefused, match="from 784 inputs to 10 or 11 outputs, found one from 64 to 10"):
        register_file(path)


def of_rows(height: int, outputs: int) -> RowNetwork:
    layers = [
        {"type": "conv2d", "filters": outputs, "kernel": [height, 1]},
        {"type": "columns"},
    ]
    architecture = {"input_shape": [height, 64, 1], "layers": layers}
    return RowNetwork.build(architecture, rng=np.random.default_rng(0))


def test_a_network_of_rows_comes_with_its_version(tmp_path: Path) -> None:
    path, shipped, rows = tmp_path / "both.safetensors", nn.load_network(PRETRAINED), of_rows(32, 11)
    nn.save_network(path, shipped.network, facts().to_metadata(), rows=rows)
    version = register_file(path)
    loaded = load_version(version)
    assert version.parameters == shipped.network.parameter_count + 11 * 33
    assert version.architecture == shipped.network.architecture
    assert loaded.rows is not None
    assert np.array_equal(loaded.rows.vector.values, rows.vector.values)


@pytest.mark.parametrize(("height", "outputs"), [(28, 11), (32, 10), (32, 12)])
def test_a_network_of_other_rows_is_not_registered(tmp_path: Path, height: int, outputs: int) -> None:
    path = tmp_path / "other.safetensors"
    network = nn.load_network(PRETRAINED).network
    nn.save_network(path, network, facts().to_metadata(), rows=of_rows(height, outputs))
    message = (
        r"^other\.safetensors: expected a network of rows 32 pixels high to 11 outputs at each place, "
        rf"found one of {height} to {outputs}\.$"
    )
    with pytest.raises(VersionRefused, match=message):
        register_file(path)
    assert ModelVersion.objects.count() == 1


@pytest.mark.parametrize("outputs", [1, 11])
def test_a_network_of_digits_that_ends_in_places_is_not_registered(tmp_path: Path, outputs: int) -> None:
    places = 11 // outputs
    layers = [{"type": "conv2d", "filters": 11, "kernel": 28}, {"type": "columns", "places": places}]
    path = write_network(tmp_path / "places.safetensors", {"input_shape": [28, 28, 1], "layers": layers})
    with pytest.raises(VersionRefused, match="to 10 or 11 outputs, found one from 784 to 11"):
        register_file(path)
    assert ModelVersion.objects.count() == 1


def test_the_active_version_cannot_be_deleted() -> None:
    with pytest.raises(ProtectedError, match="Activate another one first"):
        active().delete()


def test_the_active_version_cannot_be_deleted_among_others(tmp_path: Path) -> None:
    register_good_version(tmp_path)
    with pytest.raises(ProtectedError, match="Activate another one first"):
        ModelVersion.objects.all().delete()


def test_a_loaded_version_answers_as_the_saved_one(tmp_path: Path) -> None:
    X = np.random.default_rng(0).random((5, 784), dtype=np.float32)
    expected = nn.load_network(PRETRAINED).network.predict(X)
    assert np.array_equal(load_version(active()).network.predict(X), expected)
