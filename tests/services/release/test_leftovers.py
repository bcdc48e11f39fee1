"""What a deleted version leaves in the data folder: nothing, whichever way it was deleted."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from recognizer import nn
from recognizer.models import ModelVersion, Status
from recognizer.services.errors import TrainingInterrupted
from recognizer.services.evaluation.prediction_cache import path_of
from recognizer.services.evaluation.sets import SetName, fingerprint
from recognizer.services.paths import evaluations_folder, learning_folder, runs_folder
from recognizer.services.release.leftovers import HALF_WRITTEN_SECONDS, leftovers
from recognizer.services.release.retention import prune, sweep
from recognizer.services.training import progress
from recognizer.services.training import run as training
from recognizer.services.training.files import checkpoint_of, lock_of, training_lock
from recognizer.services.training.lifecycle import create_run
from recognizer.services.training.run import run_version
from recognizer.services.versions.file_store import GRACE_SECONDS
from tests.support.site import ROOT
from tests.support.trainings import tiny_mnist, tiny_spec
from tests.support.versions import register_good_version

pytestmark = pytest.mark.django_db

GONE = "f" * 64
"""The hash of a file that no version has."""


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """A data folder of this test's own."""
    settings.DIGITWEB_DATA_DIR = tmp_path / "data"
    settings.DIGITWEB_DATA_DIR.mkdir()
    return tmp_path / "data"


def written(path: Path, *, age: float = 0) -> Path:
    path.write_bytes(b"something")
    then = time.time() - age
    os.utime(path, (then, then))
    return path


def leave_everything(number: int, sha256: str) -> list[Path]:
    """Write what there may be of a version, but for its model file."""
    return [
        written(path)
        for path in (
            checkpoint_of(number),
            lock_of(number),
            learning_folder() / f"mnist-{sha256}.npy",
            learning_folder() / f"drawn-77-{sha256}.npy",
            evaluations_folder() / f"{sha256}-mnist-{fingerprint(SetName.MNIST)}.npz",
        )
    ]


def shared() -> list[Path]:
    """Write what belongs to no version by itself."""
    names = ("mnist-tiles.npy", "mnist-labels.npy", "written-1000-4.safetensors", "trainings.lock")
    drawn = evaluations_folder() / f"drawn-{fingerprint(SetName.DRAWN)}.npz"
    return [written(path, age=10**6) for path in (*(learning_folder() / name for name in names), drawn)]


def in_the_admin(client: Client, version: ModelVersion) -> None:
    client.post(reverse("admin:recognizer_modelversion_delete", args=[version.number]), {"post": "yes"})


def by_the_bulk_action(client: Client, version: ModelVersion) -> None:
    confirmed = {"action": "delete_selected", ACTION_CHECKBOX_NAME: [version.number], "post": "yes"}
    client.post(reverse("admin:recognizer_modelversion_changelist"), confirmed)


WAYS: dict[str, Callable[[Client, ModelVersion], object]] = {
    "admin": in_the_admin,
    "bulk action": by_the_bulk_action,
    "instance": lambda _client, version: version.delete(),
    "query": lambda _client, version: ModelVersion.objects.filter(pk=version.pk).delete(),
    "prune": lambda _client, _version: prune(keep=0),
}


@pytest.mark.parametrize("way", WAYS)
def test_whichever_way_a_version_is_deleted_it_leaves_nothing(
    way: str,
    admin_client: Client,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    version = register_good_version(tmp_path)
    left = leave_everything(version.number, version.file_sha256)
    others = [*shared(), *leave_everything(10**6, "a" * 64)]
    with django_capture_on_commit_callbacks(execute=True):
        WAYS[way](admin_client, version)
    assert not ModelVersion.objects.filter(pk=version.pk).exists()
    assert [path for path in left if path.exists()] == []
    assert [path for path in others if not path.exists()] == []


def test_nothing_goes_before_the_deletion_is_through(tmp_path: Path) -> None:
    version = register_good_version(tmp_path)
    left = leave_everything(version.number, version.file_sha256)

    with transaction.atomic():
        version.delete()
        transaction.set_rollback(True)
    assert all(path.exists() for path in left)


def test_what_another_version_of_the_same_file_needs_stays(
    tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    first, second = register_good_version(tmp_path), register_good_version(tmp_path)
    left = leave_everything(first.number, first.file_sha256)
    with django_capture_on_commit_callbacks(execute=True):
        first.delete()
    assert [path.exists() for path in left] == [False, False, True, True, True]
    with django_capture_on_commit_callbacks(execute=True):
        second.delete()
    assert not any(path.exists() for path in left)


def test_prune_tells_of_what_went_with_its_versions(tmp_path: Path) -> None:
    first, second = register_good_version(tmp_path), register_good_version(tmp_path)
    left = leave_everything(first.number, first.file_sha256)
    assert set(left) <= set(prune(keep=0, dry_run=True).files)
    assert all(path.exists() for path in left)
    pruned = prune(keep=0)
    assert pruned.versions == (first, second)
    assert set(left) <= set(pruned.files)
    assert pruned.bytes_freed >= len(left) * len(b"something")


def test_the_lock_of_a_living_training_stays(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    version = create_run(tiny_spec())
    number = version.number
    with training_lock(number):
        with django_capture_on_commit_callbacks(execute=True):
            version.delete()
        assert lock_of(number).exists()
        written(lock_of(number), age=2 * GRACE_SECONDS)
        assert sweep() == {}
    assert not lock_of(number).exists()


class DeleteAt(nn.Callback):
    """Deletes a version after its first epoch, as somebody in the admin may."""

    def __init__(self, version: ModelVersion) -> None:
        self.version = version

    def on_epoch_end(self, state: nn.RunState, record: nn.EpochRecord) -> None:
        ModelVersion.objects.filter(pk=self.version.pk).delete()


def test_a_version_that_is_deleted_while_it_is_trained_leaves_no_checkpoint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(progress, "HEARTBEAT_SECONDS", 0.0)
    version = create_run(tiny_spec())
    with pytest.raises(TrainingInterrupted, match="was deleted"):
        run_version(version, fetch=tiny_mnist, observers=[DeleteAt(version)])
    assert not checkpoint_of(version.number).exists()
    assert not lock_of(version.number).exists()


def test_a_version_that_is_deleted_while_it_is_evaluated_does_not_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    version = create_run(tiny_spec())
    facts = training.facts

    def deleted_meanwhile(*arguments: object, **options: object) -> object:
        ModelVersion.objects.filter(pk=version.pk).delete()
        return facts(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(training, "facts", deleted_meanwhile)
    with pytest.raises(TrainingInterrupted, match="was deleted"):
        run_version(version, fetch=tiny_mnist)
    assert not ModelVersion.objects.filter(pk=version.pk).exists()
    assert not checkpoint_of(version.number).exists()


# -- what a crash or an earlier release left ---------------------------------------------------------


def test_the_sweep_takes_what_belongs_to_no_version(tmp_path: Path) -> None:
    version = register_good_version(tmp_path)
    kept = [*leave_everything(version.number, version.file_sha256), *shared()]
    gone = leave_everything(version.number + 1, GONE)
    for path in (*kept, *gone):
        written(path, age=2 * GRACE_SECONDS)
    assert set(sweep(dry_run=True)) == set(gone)
    assert all(path.exists() for path in gone)
    assert set(sweep()) == set(gone)
    assert not any(path.exists() for path in gone)
    assert all(path.exists() for path in kept)


def test_what_was_written_lately_may_belong_to_a_version_soon(tmp_path: Path) -> None:
    version = register_good_version(tmp_path)
    leave_everything(version.number + 1, GONE)
    assert sweep() == {}


def test_answers_to_a_set_of_another_release_go(tmp_path: Path) -> None:
    version = register_good_version(tmp_path)
    names = ("drawn-0123456789abcdef.npz", f"{version.file_sha256}-drawn-0123456789abcdef.npz")
    old = {written(evaluations_folder() / name, age=2 * GRACE_SECONDS) for name in names}
    now = written(path_of(version, SetName.DRAWN), age=2 * GRACE_SECONDS)
    assert set(sweep()) == old
    assert now.exists()


@pytest.mark.parametrize("name", [".x.npy.abc.tmp", ".7.checkpoint.abc.part", ".secret-key-abc"])
def test_what_was_being_written_a_day_ago_goes(folder: Path, name: str) -> None:
    dead = written(learning_folder() / name, age=HALF_WRITTEN_SECONDS + 60)
    assert leftovers([], []) == [dead]
    written(dead, age=HALF_WRITTEN_SECONDS - 60)
    assert leftovers([], []) == []


def test_files_of_other_names_are_nobodys_business() -> None:
    for place in (learning_folder(), evaluations_folder(), runs_folder()):
        written(place / "notes.txt", age=10**6)
        written(place / "7.checkpoint.mine", age=10**6)
    assert sweep() == {}


def test_every_process_hears_of_deletions() -> None:
    """A shell too, which has imported no page and no command."""
    question = (
        "import django; django.setup()\n"
        "from django.db.models.signals import post_delete\n"
        "from recognizer.models import ModelVersion\n"
        "assert post_delete.has_listeners(ModelVersion)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "digitweb.settings"}
    subprocess.run([sys.executable, "-c", question], cwd=ROOT, env=environment, check=True)


def test_a_training_that_is_over_leaves_neither(folder: Path) -> None:
    version = create_run(tiny_spec())
    assert run_version(version, fetch=tiny_mnist)
    assert ModelVersion.objects.get(pk=version.pk).status == Status.READY
    assert list((folder / "training").iterdir()) == []
