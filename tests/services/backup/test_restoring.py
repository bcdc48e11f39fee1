"""A restore makes the site what it was, all of it, or leaves it as it is."""

import contextlib
import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from recognizer.models import Claim, Contributor, DataSet, DataSetState, Departure, ModelVersion, Status
from recognizer.services.backup import restoring
from recognizer.services.backup.database.rows import load
from recognizer.services.backup.database.sequences import sequence_of
from recognizer.services.backup.errors import BackupRefused
from recognizer.services.backup.format import MANIFEST, SEAL, Manifest, seal_of
from recognizer.services.backup.marker import marker, refuse_unfinished_restore, set_marker, unfinished_backup
from recognizer.services.data_sets.withdrawal import forget, forget_claim
from recognizer.services.release.activation import active_version
from recognizer.services.training.files import checkpoint_of
from recognizer.services.versions.file_store import is_intact, path_of
from tests.services.backup.sites import (
    backed_up,
    data_set_files,
    everything,
    fill,
    ready_data_sets,
    restored,
)
from tests.support.given import claim, contributor
from tests.support.versions import register_good_version

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("site_folder"),
    pytest.mark.slow,  # each test restores a site
]


def test_all_is_as_it_was(tmp_path: Path, site_folder: Path) -> None:
    version = fill(tmp_path)
    register_good_version(tmp_path, "The last one").delete()
    last = max(ModelVersion.objects.values_list("pk", flat=True))
    before = everything()
    backup, _manifest = backed_up()
    User.objects.all().delete()
    ModelVersion.objects.exclude(status=Status.ACTIVE).delete()
    path_of(version.file_sha256).unlink()
    (site_folder / "secret-key").write_text("another\n")
    forget_how_far_it_counted()

    found = restored(backup)

    assert everything() == before
    assert is_intact(path_of(version.file_sha256), version.file_sha256)
    assert (site_folder / "secret-key").read_text() != "another\n"
    assert found.live == f"Version {active_version()} is live. 10 of 10."
    assert register_good_version(tmp_path, "New").number == last + 2, (
        "the number of what went is not given again"
    )
    assert unfinished_backup() is None
    assert list(site_folder.glob(".staged*")) == []


def forget_how_far_it_counted() -> None:
    """Let the database number versions as if there had been none, as a new one does."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence")
        else:
            cursor.execute(f"ALTER SEQUENCE {sequence_of(ModelVersion)} RESTART")


def test_a_site_with_contents_is_not_lost_unasked(tmp_path: Path) -> None:
    backup, _manifest = backed_up()
    fill(tmp_path)
    before = everything()
    with pytest.raises(BackupRefused, match=r"a site here already \(users: 1, .*say --overwrite"):
        restored(backup, overwrite=False)
    assert everything() == before


def test_an_installation_that_nobody_has_used_is_no_site(tmp_path: Path) -> None:
    fill(tmp_path)
    backup, manifest = backed_up()
    for model in (User, Contributor):
        model.objects.all().delete()
    ModelVersion.objects.filter(shipped=False).delete()
    assert restored(backup, overwrite=False).manifest == manifest


@contextlib.contextmanager
def someone_connected() -> Iterator[None]:
    """Another process that has the database open."""
    if connection.vendor == "postgresql":
        values = connection.settings_dict
        with psycopg.connect(
            dbname=values["NAME"], user=values["USER"], host=values["HOST"], port=values["PORT"]
        ):
            yield
        return
    import sqlite3  # noqa: PLC0415 - of SQLite alone

    other = sqlite3.connect(connection.settings_dict["NAME"])
    with contextlib.closing(other):
        other.execute("SELECT COUNT(*) FROM auth_user").fetchall()
        yield


def test_a_running_site_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recognizer.services.backup.database.exclusive.PATIENCE_MS", 100)
    fill(tmp_path)
    backup, _manifest = backed_up()
    before = everything()
    with (
        someone_connected(),
        pytest.raises(BackupRefused, match=r"The site is running: stop .*web servers and workers"),
    ):
        restored(backup)
    assert everything() == before
    assert unfinished_backup() is None
    restored(backup)


@pytest.mark.parametrize("step", ["prove_counts", "put_files", "migrate_forward", "prove_live_version"])
def test_what_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    fill(tmp_path)
    backup, _manifest = backed_up()
    claim(contributor("Later"))
    before = everything()

    def fail(*_arguments: object) -> None:
        raise BackupRefused("It does not prove whole.")

    with monkeypatch.context() as patched:
        patched.setattr(restoring, step, fail)
        with pytest.raises(BackupRefused, match="does not prove whole"):
            restored(backup)
    assert everything() == before
    assert unfinished_backup() is None
    restored(backup)


def test_who_was_killed_after_loading_restores_again_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path)
    backup, _manifest = backed_up()
    before = everything()
    with monkeypatch.context() as patched:
        patched.setattr(restoring, "finish", lambda _folder: None)  # the process ends here
        restored(backup)
    with pytest.raises(BackupRefused, match="A restore has begun here and not ended"):
        refuse_unfinished_restore()
    restored(backup, overwrite=False)
    refuse_unfinished_restore()
    assert everything() == before


def test_the_mark_is_of_one_backup(tmp_path: Path) -> None:
    fill(tmp_path)
    backup, _manifest = backed_up()
    set_marker("a" * 64)
    with pytest.raises(BackupRefused, match="say --overwrite"):
        restored(backup, overwrite=False)
    marker().unlink()


def test_checkpoints_of_the_site_before_are_none_of_the_restored_one(tmp_path: Path) -> None:
    fill(tmp_path)
    backup, _manifest = backed_up()
    checkpoint_of(7).write_bytes(b"of another version 7")
    restored(backup)
    assert not checkpoint_of(7).exists()


def test_who_left_since_does_not_come_back(tmp_path: Path, site_folder: Path) -> None:
    fill(tmp_path)
    backup, _manifest = backed_up()
    gone, stays = Contributor.objects.exclude(data_sets=None).order_by("pk")[:2]
    forget(gone)
    found = restored(backup)
    assert (found.forgotten.contributors, found.forgotten.claims) == (1, 0)
    assert not Contributor.objects.filter(digest=gone.digest).exists()
    assert Contributor.objects.filter(digest=stays.digest).exists()
    assert Departure.objects.filter(alias=gone.alias).count() == 1
    assert DataSet.objects.filter(state=DataSetState.WITHDRAWN).exists()
    assert data_set_files(site_folder) >= ready_data_sets()
    withdrawn = DataSet.objects.filter(state=DataSetState.WITHDRAWN).values_list("sha256", flat=True)
    assert not data_set_files(site_folder) & set(withdrawn)


def test_a_claim_that_was_taken_back_since_does_not_come_back(tmp_path: Path) -> None:
    fill(tmp_path)
    who = contributor("Eve")
    taken_back, kept = claim(who), claim(who)
    backup, _manifest = backed_up()
    forget_claim(taken_back)
    assert restored(backup).forgotten.claims == 1
    assert not Claim.objects.filter(reading=taken_back.reading).exists()
    assert Claim.objects.filter(reading=kept.reading).exists()


def test_who_left_before_and_came_back_is_not_forgotten_again(tmp_path: Path) -> None:
    fill(tmp_path)
    forget(Contributor.objects.exclude(data_sets=None).order_by("pk")[0])
    who = contributor("Person 0")
    claim(who)
    backup, _manifest = backed_up()
    assert restored(backup).forgotten.contributors == 0
    assert Contributor.objects.filter(digest=who.digest).exists()


@pytest.fixture
def earlier_backup(tmp_path: Path) -> Iterator[bytes]:
    """A backup of a site of 1.0.0, which had neither claims nor data sets."""
    register_good_version(tmp_path, "Of 1.0.0")
    User.objects.create_user("before")
    call_command("migrate", "recognizer", "0009", verbosity=0)
    backup, _manifest = backed_up()
    call_command("migrate", verbosity=0)
    yield backup
    call_command("migrate", verbosity=0)


def test_an_earlier_backup_is_brought_to_this_release(earlier_backup: bytes, tmp_path: Path) -> None:
    claim(contributor("After the upgrade"))
    found = restored(earlier_backup)
    assert found.steps >= 3
    assert ModelVersion.objects.filter(name="Of 1.0.0").exists()
    assert User.objects.get().username == "before"
    assert not Claim.objects.exists()
    register_good_version(tmp_path, "New")
    restored(backed_up()[0])


def changed(backup: bytes, **values: Any) -> bytes:
    """Return a backup whose manifest says something else, sealed anew."""
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(backup)) as old, tarfile.open(fileobj=out, mode="w|") as new:
        for info in old:
            file = old.extractfile(info)
            content = file.read() if file else b""
            if info.name == MANIFEST:
                content = Manifest.model_validate_json(
                    json.dumps({**json.loads(content), **values})
                ).encoded()
                seal = seal_of(content)
            elif info.name == SEAL:
                content = seal
            info.size = len(content)
            new.addfile(info, io.BytesIO(content))
    return out.getvalue()


def test_a_backup_of_a_later_release_is_refused() -> None:
    backup, manifest = backed_up()
    later = changed(backup, migrations=[*manifest.migrations, ("recognizer", "0999_later")])
    with pytest.raises(BackupRefused, match=r"of a later release .* recognizer\.0999_later"):
        restored(later)


def test_rows_that_were_lost_are_missed(tmp_path: Path) -> None:
    fill(tmp_path)
    backup, manifest = backed_up()
    tables = [table.model_copy(update={"rows": table.rows + 1}).model_dump() for table in manifest.tables]
    before = everything()
    with pytest.raises(BackupRefused, match=r"Table \w+: expected \d+ rows, found \d+"):
        restored(changed(backup, tables=tables))
    assert everything() == before


def test_a_row_without_what_it_refers_to_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    backup, _manifest = backed_up()
    before = everything()

    def load_without_people(model: Any, table: Any, folder: Path) -> int:  # noqa: ANN401 - as the real one
        count = load(model, table, folder)
        if table.name == "recognizer_contributor":
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM recognizer_contributor")
        return count

    monkeypatch.setattr(restoring, "load", load_without_people)
    monkeypatch.setattr(restoring, "prove_counts", lambda *_arguments: None)
    with pytest.raises(BackupRefused, match="A row refers to one that is not there"):
        restored(backup)
    assert everything() == before


def test_what_was_lost_before_the_backup_is_told(tmp_path: Path) -> None:
    version = fill(tmp_path)
    path_of(version.file_sha256).unlink()
    backup, _manifest = backed_up()
    assert restored(backup).manifest.missing == [f"models/{version.file_sha256}.safetensors"]
    live = active_version()
    assert live is not None
    path_of(live.file_sha256).unlink()
    backup, _manifest = backed_up()
    assert "its file was lost before the backup was written" in restored(backup).live
