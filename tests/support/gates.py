"""A picture that cannot be read to its end before a test says so."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from tests.support.patience import wait_until


@contextlib.contextmanager
def read_gate(path: Path, picture: bytes) -> Iterator[None]:
    """Run the block while somebody reads `path`; whoever reads it from then on finds the picture there.

    Who reads it now does so until the block has ended, and then finds nothing.
    """
    writer = wait_until(lambda: _writer(path), lambda: f"Nobody reads {path}.")
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(picture)
    beside.replace(path)
    try:
        yield
    finally:
        os.close(writer)


def _writer(path: Path) -> int | None:
    """Return an end to write to, which a pipe has only while it is read."""
    try:
        return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return None
