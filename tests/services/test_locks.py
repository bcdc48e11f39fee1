"""Locks between the processes of a site."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

from recognizer.services.locks import is_locked, locked, try_lock

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
