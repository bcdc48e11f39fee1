"""What a training keeps in the data folder: its checkpoint, and a lock that tells whether it lives."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recognizer.services.errors import AlreadyTraining
from recognizer.services.locks import is_locked, try_lock
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
    descriptor = try_lock(path, patience_seconds=PATIENCE_SECONDS)
    if descriptor is None:
        raise AlreadyTraining("Version {version} is being trained by another process.", version=number)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def is_held(number: int) -> bool:
    """Whether a process holds the lock of that version."""
    return is_locked(lock_of(number))
