"""What a training keeps in the data folder: its checkpoint, and a lock that tells whether it lives."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recognizer.services.errors import AlreadyTraining
from recognizer.services.locks import is_locked
from recognizer.services.paths import runs_folder

PATIENCE_SECONDS = 5.0
"""How long to wait for a lock: whoever only looks holds it for an instant."""


def checkpoint_of(number: int) -> Path:
    """Return where the checkpoint of that version lies, whether it is there or not."""
    return runs_folder() / f"{number}.checkpoint"


def lock_of(number: int) -> Path:
    """Return the file that the process holds that trains this version."""
    return runs_folder() / f"{number}.lock"


@contextmanager
def training_lock(number: int) -> Iterator[None]:
    """Hold the lock of a version for as long as it is trained here.

    The system lets go of it the moment that the process ends, whichever way: what no process holds is dead.

    Raises
    ------
    AlreadyTraining
        If another process holds it.
    """
    path = lock_of(number)
    descriptor = _hold(path, deadline=time.monotonic() + PATIENCE_SECONDS)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def is_held(number: int) -> bool:
    """Whether a process holds the lock of that version."""
    return is_locked(lock_of(number))


def _hold(path: Path, *, deadline: float) -> int:
    """Return the descriptor of the lock file, locked; it is still the one of that name."""
    while time.monotonic() < deadline:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(path.stat(), os.fstat(descriptor)):
                return descriptor
        except BlockingIOError:
            time.sleep(0.05)
        except FileNotFoundError:  # the holder before let go of it: that was its file
            pass
        os.close(descriptor)
    raise AlreadyTraining("Version {version} is being trained by another process.", version=path.stem)
