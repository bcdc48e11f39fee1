"""Files on disk: written whole or not at all, with errors that a person can act upon."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recognizer.atomic_files import write_atomically
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


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    StorageError
        If the folder cannot be written or is full; nothing is left behind.
    """
    with storage_errors(path):
        write_atomically(path, [content])
