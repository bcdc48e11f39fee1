"""Which versions and files go, and which never do."""

import os
import time
from pathlib import Path

import pytest
from django.db.models import ProtectedError
from pytest_django.fixtures import Settings

from recognizer.models import DataSet, DataSetState, ModelVersion, Status
from recognizer.services.data_sets import files as data_set_files
from recognizer.services.paths import PRETRAINED, models_folder
from recognizer.services.release.activation import activate, roll_back
from recognizer.services.release.retention import prunable, prune, sweep_computed
from recognizer.services.versions import file_store as storage
from recognizer.services.versions.file_store import path_of, store
from tests.support.versions import register_good_version, write_good_network

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    """Keep the files of other tests out of this."""
    settings.DIGITWEB_DATA_DIR = tmp_path / "data"
    settings.DIGITWEB_DATA_DIR.mkdir()
    store(PRETRAINED.read_bytes())


def several(folder: Path, count: int) -> list[ModelVersion]:
    return [register_good_version(folder, f"Good {index}") for index in range(count)]


def age(path: Path, seconds: float = 2 * storage.GRACE_SECONDS) -> Path:
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


def test_the_oldest_go_and_the_newest_stay(tmp_path: Path) -> None:
    versions = several(tmp_path, 4)
    assert prunable(keep=2) == versions[:2]
    assert prune(keep=2).versions == tuple(versions[:2])
    assert not ModelVersion.objects.filter(name__in=["Good 0", "Good 1"]).exists()
    assert ModelVersion.objects.filter(name__in=["Good 2", "Good 3"]).count() == 2


def test_nothing_protected_goes(tmp_path: Path) -> None:
    labelled, training, failed, previous, live, newer = several(tmp_path, 6)
    ModelVersion.objects.filter(pk=labelled.pk).update(label="before the summer")
    ModelVersion.objects.filter(pk=training.pk).update(status=Status.TRAINING)
    ModelVersion.objects.filter(pk=failed.pk).update(status=Status.FAILED)
    activate(previous)
    activate(live)
    assert {version.name for version in prune(keep=0).versions} == {failed.name, newer.name}
    left = set(ModelVersion.objects.values_list("name", flat=True))
    assert left == {"digitweb", labelled.name, training.name, previous.name, live.name}


def test_what_was_rolled_back_from_stays_for_once(tmp_path: Path) -> None:
    first, second = several(tmp_path, 2)
    activate(first)
    activate(second)
    roll_back()
    assert prunable(keep=0) == []
    roll_back()
    assert prunable(keep=0) == [second]


def test_a_dry_run_deletes_nothing(tmp_path: Path) -> None:
    (version,) = several(tmp_path, 1)
    path = age(path_of(version.file_sha256))
    pruned = prune(keep=0, dry_run=True)
    assert (pruned.versions, pruned.files) == ((version,), (path,))
    assert pruned.bytes_freed == path.stat().st_size
    assert ModelVersion.objects.filter(pk=version.pk).exists()


def test_files_go_that_no_version_names(tmp_path: Path) -> None:
    kept, gone = several(tmp_path, 2)
    gone_path, kept_path = age(path_of(gone.file_sha256)), age(path_of(kept.file_sha256))
    ModelVersion.objects.filter(pk=kept.pk).update(label="kept")
    killed = models_folder() / ".training-killed"
    killed.mkdir()
    (killed / "network.safetensors").write_bytes(b"half")
    age(killed)
    pruned = prune(keep=0)
    assert set(pruned.files) == {gone_path, killed}
    assert not gone_path.exists()
    assert not killed.exists()
    assert kept_path.exists()


def test_files_that_were_just_written_stay(tmp_path: Path) -> None:
    stored = store(write_good_network(tmp_path / "on-its-way.safetensors").read_bytes())
    assert prune(keep=0).files == ()
    assert path_of(stored.sha256).exists()


def test_a_file_that_is_stored_again_counts_as_just_written(tmp_path: Path) -> None:
    source = write_good_network(tmp_path / "again.safetensors")
    path = age(path_of(store(source.read_bytes()).sha256))
    store(source.read_bytes())
    assert prune(keep=0).files == ()
    assert path.exists()


def test_two_versions_may_share_a_file(tmp_path: Path) -> None:
    first, second = several(tmp_path, 1) + several(tmp_path, 1)
    path = age(path_of(first.file_sha256))
    assert first.file_sha256 == second.file_sha256
    prune(keep=1)
    assert path.exists()


def test_the_active_one_is_never_deleted(tmp_path: Path) -> None:
    (version,) = several(tmp_path, 1)
    activate(version)
    with pytest.raises(ProtectedError):
        ModelVersion.objects.filter(pk=version.pk).delete()


def data_set(name: str, *, state: DataSetState = DataSetState.READY) -> Path:
    """Register a data set with a file of its own; return the file."""
    stored = data_set_files.store(name.encode())
    DataSet.objects.create(name=name, sha256=stored.sha256, state=state)
    return data_set_files.path_of(stored.sha256)


def test_files_of_ready_data_sets_stay_and_those_of_none_go_when_they_are_old() -> None:
    ready = age(data_set("ready"))
    forgotten = age(data_set_files.path_of(data_set_files.store(b"of no row").sha256))
    just_written = data_set_files.path_of(data_set_files.store(b"on its way").sha256)
    sweep_computed()
    assert forgotten.exists(), "it may be another database's"
    assert prune(keep=0).files == (forgotten,)
    assert [path.exists() for path in (ready, forgotten, just_written)] == [True, False, True]


def test_what_somebody_took_back_goes_unasked_however_young() -> None:
    withdrawn, ready = data_set("withdrawn", state=DataSetState.WITHDRAWN), data_set("ready")
    sweep_computed()
    assert [path.exists() for path in (withdrawn, ready)] == [False, True]
    again = data_set("withdrawn again", state=DataSetState.WITHDRAWN)
    assert prune(keep=0).files == (again,)
