"""Locks between the processes of a site."""

import fcntl
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection

from recognizer.services.locks import is_locked, locked, site_lock, try_lock
from tests.support.patience import PATIENCE_SECONDS

HOLD = """
import sys
from pathlib import Path
from recognizer.services.locks import try_lock
print(try_lock(Path(sys.argv[1])) is not None, flush=True)
sys.stdin.read()
"""


def test_one_holds_it_and_others_are_told(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    held = try_lock(path)
    assert held is not None
    assert try_lock(path) is None
    assert is_locked(path)
    os.close(held)
    assert not is_locked(path)


def test_another_who_looks_is_no_holder(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with path.open("w") as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)
        assert not is_locked(path)


def test_a_new_file_is_old(tmp_path: Path) -> None:
    """Its time of change says when a process held it last: never."""
    path = tmp_path / "lock"
    held = try_lock(path)
    assert held is not None
    os.close(held)
    assert path.stat().st_mtime == 0


def test_it_is_free_however_its_holder_ends(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        assert is_locked(path)
        process.kill()
        process.wait()
        assert not is_locked(path)


def test_a_block_holds_it_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with locked(path):
        assert is_locked(path)
    assert not is_locked(path)


def test_a_lock_that_comes_free_in_time_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    held = try_lock(path)
    assert held is not None
    threading.Timer(0.2, os.close, [held]).start()
    taken = try_lock(path, patience_seconds=PATIENCE_SECONDS)
    assert taken is not None
    assert try_lock(path, patience_seconds=0.1) is None
    os.close(taken)


def removed_before_it_is_locked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the first who locks the file be too late: its holder has removed it meanwhile."""
    lock = fcntl.flock

    def too_late(descriptor: int, how: int) -> None:
        path.unlink()
        monkeypatch.setattr(fcntl, "flock", lock)
        lock(descriptor, how)

    path.touch()
    monkeypatch.setattr(fcntl, "flock", too_late)


def test_the_lock_is_that_of_the_file_that_has_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lock"
    removed_before_it_is_locked(path, monkeypatch)
    with locked(path):
        assert is_locked(path)
    removed_before_it_is_locked(path, monkeypatch)
    held = try_lock(path)
    assert held is not None
    assert is_locked(path)
    os.close(held)


def test_no_descriptor_is_left_open_where_a_lock_is_not_had(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with locked(path):
        before = len(list(Path("/dev/fd").iterdir()))
        assert try_lock(path, patience_seconds=0.1) is None
        assert len(list(Path("/dev/fd").iterdir())) == before


@pytest.mark.django_db
def test_a_site_is_locked_by_its_name() -> None:
    """A transaction of the test holds PostgreSQL's connection; who waits does so on another."""
    waits = threading.Event()

    def wait() -> None:
        try:
            with site_lock("a"):
                waits.set()
        finally:
            connection.close()

    with site_lock("a"):
        with site_lock("b"):
            pass
        other = threading.Thread(target=wait)
        other.start()
        assert not waits.wait(0.3)
    other.join(PATIENCE_SECONDS)
    assert waits.is_set()
