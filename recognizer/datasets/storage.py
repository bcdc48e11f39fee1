"""Files on disk: written whole or not at all, with errors that a person can act upon."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recognizer.datasets.errors import StorageError


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn what the operating system refuses at `path` into a `StorageError`."""
    try:
        yield
    except OSError as error:
        raise StorageError(
            "Cannot use {path}: {reason}.", path=path, reason=error.strerror or error
        ) from error


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` so that `path` is, at every moment, either as it was before or complete.

    Raises
    ------
    StorageError
        If the folder cannot be written or is full; nothing is left behind.
    """
    with storage_errors(path):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
