"""A folder of one's own in the data folder, gone in the end; what a killed process left, others remove."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from recognizer.services.locks import is_locked, locked
from recognizer.services.versions.file_store import is_old

PATTERN = ".staged-*.part"
LOCK = "lock"
UNLOCKED_SECONDS = 60
"""A folder is made before its lock is held."""


@contextmanager
def staging() -> Iterator[Path]:
    """Yield an empty folder on the file system of the store, open to its owner alone."""
    remove_abandoned()
    folder = Path(tempfile.mkdtemp(dir=settings.DIGITWEB_DATA_DIR, prefix=".staged-", suffix=".part"))
    try:
        with locked(folder / LOCK):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned() -> list[Path]:
    """Remove the folders of those who were killed; return these."""
    removed = []
    for folder in abandoned():
        shutil.rmtree(folder, ignore_errors=True)
        removed.append(folder)
    return removed


def abandoned() -> Iterator[Path]:
    """Yield the folders that no process works in."""
    for folder in sorted(settings.DIGITWEB_DATA_DIR.glob(PATTERN)):
        if folder.is_dir() and is_old(folder, UNLOCKED_SECONDS) and not is_locked(folder / LOCK):
            yield folder


def remove_abandoned_files(folder: Path, pattern: str) -> list[Path]:
    """Remove half-written files of that pattern which nobody writes any more; return these."""
    removed = []
    for path in sorted(folder.glob(pattern)):
        if path.is_file() and not is_locked(path) and is_old(path, UNLOCKED_SECONDS):
            path.unlink(missing_ok=True)
            removed.append(path)
    return removed


def free_bytes(folder: Path) -> int:
    """Return how much can still be written there."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize
