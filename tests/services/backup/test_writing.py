"""A backup holds the site as it is at one moment, with every file that it names, whatever others do."""

import io
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from recognizer.atomic_files import atomic_file
from recognizer.models import Contributor, ModelVersion
from recognizer.services.backup import staging, writing
from recognizer.services.backup.database.rows import Model, dump
from recognizer.services.backup.files import NamedFile, hold
from recognizer.services.backup.format import SECRET, Manifest, Table
from recognizer.services.paths import live_folder
from recognizer.services.versions.file_store import path_of
from tests.services.backup.sites import backed_up, everything, fill
from tests.support.given import claim, contributor
from tests.support.versions import register_good_version

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("site_folder")]


def elsewhere(act: Callable[[], object]) -> None:
    """Do something as another process would: on a connection of its own, and to its end."""
    failed: list[Exception] = []

    def run() -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001 - it is raised again in the test's own thread
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


def names_in(backup: bytes) -> list[str]:
    with tarfile.open(fileobj=io.BytesIO(backup)) as archive:
        return archive.getnames()


def rows_of(manifest: Manifest, table: str) -> int:
    (found,) = (each.rows for each in manifest.tables if each.name == table)
    return found


def test_it_begins_with_what_it_is_and_ends_with_its_seal(tmp_path: Path) -> None:
    fill(tmp_path)
    backup, manifest = backed_up()
    names = names_in(backup)
    assert (names[0], names[1], names[-1]) == ("manifest.json", SECRET, "manifest.sha256")
    assert names[1:-1] == [member.name for member in manifest.members]
    assert manifest.missing == []
    assert manifest.rows == sum(map(len, everything().values()))
    assert "tables/django_session.jsonl.gz" not in names
    assert list(tmp_path.glob("data/.staged*")) == []


def test_what_others_write_meanwhile_is_not_in_it_and_nobody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first table has been read when somebody gives something: half of that must not be in the backup."""
    fill(tmp_path)
    before, done = everything(), list[str]()

    def dump_and_disturb(model: Model, folder: Path) -> Table:
        table = dump(model, folder)
        if not done:
            elsewhere(lambda: claim(contributor("Too late")))
        done.append(table.name)
        return table

    monkeypatch.setattr(writing, "dump", dump_and_disturb)
    _backup, manifest = backed_up()
    assert Contributor.objects.count() == len(before["recognizer_contributor"]) + 1
    for table, rows in before.items():
        assert rows_of(manifest, table) == len(rows), table


def test_a_version_that_goes_before_its_file_is_held_is_not_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = fill(tmp_path)
    asked = list[NamedFile]()

    def delete() -> None:
        ModelVersion.objects.filter(pk=version.pk).delete()
        path_of(version.file_sha256).unlink()

    def too_late(file: NamedFile, folder: Path) -> bool:
        if not asked:
            elsewhere(delete)
        asked.append(file)
        return hold(file, folder)

    monkeypatch.setattr(writing, "hold", too_late)
    backup, manifest = backed_up()
    assert manifest.missing == []
    assert version.file_sha256 not in " ".join(names_in(backup))
    assert rows_of(manifest, "recognizer_modelversion") == ModelVersion.objects.count()


def test_a_file_that_goes_after_it_is_held_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version = fill(tmp_path)

    def delete_and_dump(model: Model, folder: Path) -> Table:
        path_of(version.file_sha256).unlink(missing_ok=True)
        return dump(model, folder)

    monkeypatch.setattr(writing, "dump", delete_and_dump)
    backup, manifest = backed_up()
    assert manifest.missing == []
    assert f"models/{version.file_sha256}.safetensors" in names_in(backup)


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"another")])
def test_a_file_that_was_lost_before_is_named(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    version = fill(tmp_path)
    damage(path_of(version.file_sha256))
    backup, manifest = backed_up()
    assert manifest.missing == [f"models/{version.file_sha256}.safetensors"]
    assert manifest.missing[0] not in names_in(backup)


def test_a_damaged_file_is_taken_from_its_second_copy(tmp_path: Path) -> None:
    version = register_good_version(tmp_path, "Live")
    path = path_of(version.file_sha256)
    (live_folder() / path.name).write_bytes(path.read_bytes())
    path.write_bytes(b"another")
    backup, manifest = backed_up()
    assert manifest.missing == []
    assert f"models/{path.name}" in names_in(backup)
    assert path.read_bytes() == b"another", "what is in the store is left alone"


def test_what_a_killed_backup_left_goes_with_the_next(
    site_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "UNLOCKED_SECONDS", -1)
    left = site_folder / ".staged-abc.part"
    left.mkdir()
    (left / "lock").touch()
    with staging.staging() as at_work:
        assert list(staging.abandoned()) == []
        assert at_work.is_dir()
    assert not left.exists()


def test_half_a_file_goes_unless_somebody_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "UNLOCKED_SECONDS", -1)
    left = tmp_path / ".site.tar.abc.part"
    left.touch()
    with atomic_file(tmp_path / "site.tar"):
        assert staging.remove_abandoned_files(tmp_path, ".site.tar.*.part") == [left]
        (at_work,) = tmp_path.glob(".site.tar.*.part")
        assert at_work.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "site.tar").exists()
