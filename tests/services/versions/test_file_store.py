"""Model files of several hosts: in the store that they share, with copies where they are read."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from digitweb.system_errors import system_error_message
from recognizer import nn
from recognizer.models import ModelVersion, Status
from recognizer.services import shared_store
from recognizer.services.errors import StoreError, TrainingInterrupted, VersionRefused
from recognizer.services.paths import PRETRAINED
from recognizer.services.recognition import live
from recognizer.services.recognition.last_good import load_or_restore
from recognizer.services.recognition.live import live_model
from recognizer.services.release.activation import activate, roll_back
from recognizer.services.release.retention import prune, sweep_computed
from recognizer.services.release.shipped import register_shipped_version
from recognizer.services.versions import file_store
from recognizer.services.versions.file_store import (
    GRACE_SECONDS,
    check_shared,
    path_of,
    sha256_of,
    shared_name,
    store,
    verified_path,
)
from recognizer.services.versions.registry import complete_version
from tests.support.clock import stopped_clock
from tests.support.object_store import (
    CREDENTIALS,
    folder_storage,
    in_both,
    object_storage,
    silent_server,
)
from tests.support.versions import facts, register_good_version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared")]

Host = Callable[[str], Path]
CONTENT = b"the weights"


@in_both
def test_another_host_fetches_a_file_once_and_keeps_a_copy(on_host: Host) -> None:
    sha256 = store(CONTENT).sha256
    assert [file.name for file in shared_store.files_in("models")] == [f"models/{sha256}.safetensors"]
    folder = on_host("host-b")
    assert verified_path(sha256) == folder / "copies" / f"{sha256}.safetensors"
    assert verified_path(sha256).read_bytes() == CONTENT
    shared_store.remove(shared_name(sha256))
    assert verified_path(sha256).read_bytes() == CONTENT, "nothing is asked of the store any more"


def test_a_copy_that_was_damaged_is_fetched_anew(on_host: Host) -> None:
    sha256 = store(CONTENT).sha256
    path_of(sha256).write_bytes(b"damaged")
    assert verified_path(sha256).read_bytes() == CONTENT


@in_both
def test_a_file_that_was_changed_in_the_store_is_refused_and_not_kept(on_host: Host) -> None:
    sha256 = store(CONTENT).sha256
    shared_store.write(shared_name(sha256), b"damaged")
    on_host("host-b")
    with pytest.raises(VersionRefused, match=f"in the shared store was changed: .* expected {sha256}"):
        verified_path(sha256)
    assert not path_of(sha256).exists()


def test_a_file_that_the_store_lacks_is_named(on_host: Host) -> None:
    with pytest.raises(VersionRefused, match=r"0f\.safetensors is missing from the shared store"):
        verified_path("0f")


def test_a_store_that_is_away_is_told_in_one_sentence(on_host: Host, settings: Settings) -> None:
    sha256 = store(CONTENT).sha256
    on_host("host-b")
    away(settings)
    with pytest.raises(VersionRefused) as said:
        verified_path(sha256)
    reason = "The shared store cannot be used: there is no such folder or bucket."
    assert str(said.value) == f"The model file {sha256}.safetensors could not be fetched. {reason}"
    with pytest.raises(StoreError):
        check_shared(sha256)


def test_nothing_is_kept_that_the_store_does_not_take(
    on_host: Host, settings: Settings, tmp_path: Path
) -> None:
    away(settings)
    versions = ModelVersion.objects.count()
    with pytest.raises(VersionRefused, match=r"It could not be kept\. The shared store cannot be used"):
        register_good_version(tmp_path)
    assert ModelVersion.objects.count() == versions
    assert not any((on_host("host-a") / "copies").glob("*"))


def test_a_training_that_the_store_does_not_take_can_go_on(on_host: Host, settings: Settings) -> None:
    """Its checkpoint stays, and the next worker has no more to do than to store it."""
    version = ModelVersion.objects.create(name="Trained", status=Status.TRAINING)
    away(settings)
    network = nn.load_network(PRETRAINED).network
    with pytest.raises(TrainingInterrupted, match="It could not be kept"):
        complete_version(version, network, facts("Trained"))
    version.refresh_from_db()
    assert version.status == Status.TRAINING


def away(settings: Settings) -> None:
    """Take the store away."""
    settings.STORAGES = {**django_settings.STORAGES, "models": folder_storage("/nonexistent/store")}


@in_both
def test_both_hosts_answer_by_what_one_put_live(on_host: Host, tmp_path: Path) -> None:
    store(PRETRAINED.read_bytes())  # as `migrate` does
    before = live_model.current().number
    version = register_good_version(tmp_path)
    activate(version)
    on_host("host-b")
    assert live_model.current().number == version.number
    roll_back()
    on_host("host-a")
    assert live_model.current().number == before


def test_a_damaged_file_in_the_store_is_put_live_nowhere(on_host: Host, tmp_path: Path) -> None:
    version = register_good_version(tmp_path)
    shared_store.write(shared_name(version.file_sha256), b"damaged")
    with pytest.raises(VersionRefused, match="in the shared store was changed"):
        activate(version)


def test_nothing_goes_live_that_others_could_not_fetch_unless_by_force(
    on_host: Host, tmp_path: Path, settings: Settings
) -> None:
    store(PRETRAINED.read_bytes())  # as `migrate` does
    version = register_good_version(tmp_path)
    away(settings)
    with pytest.raises(VersionRefused, match=r"could not follow\. The shared store cannot be used"):
        activate(version)
    activate(version, force=True, reason="It is mended in an hour.")
    roll_back()


def test_without_the_store_a_host_goes_on_by_its_copy(
    on_host: Host, tmp_path: Path, settings: Settings
) -> None:
    version = register_good_version(tmp_path)
    activate(version)
    on_host("host-b")
    live_model.current()
    away(settings)
    on_host("host-b")
    assert live_model.current().number == version.number


def test_the_copy_of_a_deleted_version_goes_with_the_next_switch_of_each_host(
    on_host: Host, tmp_path: Path
) -> None:
    deleted, live = register_good_version(tmp_path, "Deleted"), register_good_version(tmp_path, "Live")
    folder = on_host("host-b")
    verified_path(deleted.file_sha256)
    deleted.delete()
    assert len(list((folder / "copies").iterdir())) == 1
    load_or_restore(live)
    assert [path.stem for path in (folder / "copies").iterdir()] == [live.file_sha256]
    on_host("host-a")
    sweep_computed()
    assert not path_of(deleted.file_sha256).exists()


@in_both
def test_old_files_of_no_version_are_pruned_from_the_store(
    on_host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version, gone = register_good_version(tmp_path), store(CONTENT).sha256
    assert prune(keep=9).shared == (), "what was just written may be about to become a version's"
    monkeypatch.setattr(file_store, "GRACE_SECONDS", -1)
    dry = prune(keep=9, dry_run=True)
    assert [file.stem for file in dry.shared] == [gone]
    assert shared_store.read(shared_name(gone), most=100) == CONTENT
    pruned = prune(keep=9)
    assert pruned.shared == dry.shared
    assert pruned.bytes_freed >= len(CONTENT)
    assert [file.stem for file in shared_store.files_in("models")] == [version.file_sha256]


def test_what_is_left_in_the_data_folder_from_before_is_pruned_as_ever(on_host: Host) -> None:
    left = on_host("host-a") / "models" / "0f.safetensors"
    left.parent.mkdir()
    left.write_bytes(b"of an earlier time")
    then = time.time() - 2 * GRACE_SECONDS
    os.utime(left, (then, then))
    assert prune().files == (left,)


def test_a_file_that_is_stored_again_mends_the_store(on_host: Host) -> None:
    sha256 = store(CONTENT).sha256
    shared_store.write(shared_name(sha256), b"damaged")
    store(CONTENT)
    check_shared(sha256)


def test_the_shipped_file_is_put_back_without_the_store(on_host: Host) -> None:
    shipped = ModelVersion.objects.get(shipped=True)
    assert load_or_restore(shipped).sha256 == sha256_of(PRETRAINED)


def test_a_store_that_hangs_leaves_the_version_before_live(
    on_host: Host,
    tmp_path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is tried again after some seconds, and followed as soon as the store answers."""
    clock = stopped_clock(monkeypatch, live)
    version = register_good_version(tmp_path)
    on_host("host-b")
    before = live_model.current().number
    activate(version)
    path_of(version.file_sha256).unlink()  # which the activation has fetched: this is a host that has not
    storages = django_settings.STORAGES
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with silent_server() as endpoint:
        hanging = object_storage(endpoint, "any", connect_seconds=0.1, answer_seconds=0.1)
        settings.STORAGES = {**storages, "models": hanging}
        for now in (1.0, 2.0, 3.0):
            clock.now = now
            assert live_model.current().number == before
    assert caplog.text.count("it does not answer in time. The version before it goes on.") == 1
    settings.STORAGES = storages
    clock.now = 7.0
    assert live_model.current().number == version.number


def test_migrating_waits_for_no_store_where_the_shipped_version_is_known(
    on_host: Host, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    away(settings)
    register_shipped_version()
    assert "The shipped version's file could not be stored again. The shared store cannot be" in caplog.text


def test_a_shipped_version_that_is_new_needs_the_store(on_host: Host, settings: Settings) -> None:
    """No row names a file that other hosts cannot have."""
    ModelVersion.objects.update(status=Status.RETIRED)
    ModelVersion.objects.all().delete()
    away(settings)
    with pytest.raises(StoreError) as said:
        register_shipped_version()
    assert not ModelVersion.objects.exists()
    assert system_error_message(said.value) == (
        "The shared store cannot be used: there is no such folder or bucket. See to MODEL_STORE."
    )
