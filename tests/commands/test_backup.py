"""`backup` and `restore`, as an operator calls them."""

import io
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from recognizer.models import ModelVersion
from recognizer.services.backup.marker import marker, set_marker
from recognizer.services.paths import PRETRAINED
from recognizer.services.versions.file_store import path_of, store
from tests.support.own_database import own_database

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path, transactional_db: None) -> Iterator[None]:
    settings.DIGITWEB_DATA_DIR = tmp_path / "data"
    settings.DIGITWEB_DATA_DIR.mkdir()
    store(PRETRAINED.read_bytes())
    with own_database(tmp_path):
        yield


def backup(*arguments: str) -> str:
    said = io.StringIO()
    call_command("backup", *arguments, stderr=said)
    return said.getvalue()


def restore(*arguments: str) -> str:
    said = io.StringIO()
    call_command("restore", *arguments, stdout=said, stderr=said)
    return said.getvalue()


def test_a_site_goes_into_a_file_and_comes_back(tmp_path: Path) -> None:
    User.objects.create_user("before")
    file = tmp_path / "site.tar"
    said = backup(str(file))
    assert re.fullmatch(rf"Wrote {file}: \d+ tables, [\d,]+ rows, 1 files, [\d.]+ MB\.\n", said)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    User.objects.all().delete()
    User.objects.create_user("after")

    with pytest.raises(
        CommandError, match=r"Nothing was restored\. There is a site here already \(users: 1\)"
    ):
        restore(str(file))
    said = restore(str(file), "--overwrite")

    assert re.match(r"Restored the site of \S+ UTC, digitweb \S+, (SQLite|PostgreSQL): \d+ tables, ", said)
    assert said.endswith("is live. 10 of 10.\n")
    assert User.objects.get().username == "before"


def test_a_folder_gets_one_for_each_time_and_keeps_the_newest(tmp_path: Path) -> None:
    old = [tmp_path / f"digitweb-2026010{day}T024000Z.tar" for day in range(1, 5)]
    for path in old:
        path.touch()
    said = backup(str(tmp_path), "--keep", "2")
    (new,) = set(tmp_path.glob("digitweb-*.tar")) - set(old)
    assert [path.exists() for path in old] == [False, False, False, True]
    assert said.splitlines()[0].startswith(f"Wrote {new}: ")
    assert said.splitlines()[1:] == [f"Removed {path}." for path in old[:3]]


@pytest.mark.parametrize("arguments", [("--keep", "0"), ("--keep", "3", "file")])
def test_keeping_needs_a_folder_and_a_number(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    *options, _ = (*arguments, "")
    target = str(tmp_path / "file") if "file" in arguments else str(tmp_path)
    with pytest.raises(CommandError, match=r"--keep: expected 1 or more, and a folder; found \d"):
        backup(target, *[option for option in options if option != "file"])
    assert not list(tmp_path.glob("*.tar"))


def test_the_old_ones_stay_where_files_are_lost(tmp_path: Path) -> None:
    old = tmp_path / "digitweb-20260101T024000Z.tar"
    old.touch()
    path_of(ModelVersion.objects.get().file_sha256).unlink()
    with pytest.raises(
        CommandError, match=r"whole but for files that were missing or damaged before: models/\w+"
    ):
        backup(str(tmp_path), "--keep", "1")
    assert old.exists()
    assert len(list(tmp_path.glob("digitweb-*.tar"))) == 2


def test_a_folder_that_is_not_there_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Not written\. .*nowhere/site\.tar: No such file or directory"):
        backup(str(tmp_path / "nowhere" / "site.tar"))
    with pytest.raises(CommandError, match=r"Nothing was restored\. .*site\.tar: No such file or directory"):
        restore(str(tmp_path / "site.tar"))


def test_it_goes_through_pipes(monkeypatch: pytest.MonkeyPatch) -> None:
    User.objects.create_user("before")
    pipe = io.BytesIO()
    with monkeypatch.context() as patched, io.TextIOWrapper(pipe) as text:
        patched.setattr(sys, "stdout", text)
        assert backup("-").startswith("Wrote -: ")
        pipe.seek(0)
        patched.setattr(sys, "stdin", text)
        assert "10 of 10" in restore("-", "--overwrite")


def test_it_does_not_go_onto_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    with pytest.raises(CommandError, match="standard output is a terminal"):
        backup("-")


def test_nothing_else_sets_the_site_up_before_a_restore_has_ended() -> None:
    set_marker("a" * 64)
    with pytest.raises(CommandError, match=rf"A restore has begun here and not ended\. .*{marker().name}"):
        call_command("migrate", verbosity=0)
    marker().unlink()
    call_command("migrate", verbosity=0)
