"""Files that appear whole or not at all, whatever happens while they are written."""

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def write_atomically(path: Path | str, pieces: Iterable[bytes]) -> None:
    """Write a file so that its name leads, at every moment, to what it was before or to all of it.

    Raises
    ------
    OSError
        If the folder cannot be written or is full; nothing is left behind.
    """
    with atomic_file(path) as file:
        file.writelines(pieces)


@contextmanager
def atomic_file(path: Path | str) -> Iterator[BinaryIO]:
    """Yield a file that gets its name when the block has ended, and never if that fails.

    Who is killed leaves a file `.NAME.….part` of mode 0600 behind, which nobody has a lock of.
    """
    path = Path(path)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with contextlib.suppress(OSError):  # a network's folder may know no locks
                fcntl.flock(file, fcntl.LOCK_EX)
            yield file
            file.flush()
            os.fsync(file.fileno())
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a renaming in this folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
