"""Locks between processes: of a machine by an open file, of a whole site by the database where it can.

A lock of a file is let go of however its holder ends. Whoever removes a file while holding its lock takes
nothing from others: what counts is the lock of the file that has the name now.
"""

import contextlib
import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

CHECK_SECONDS = 0.05
"""Seconds between tries for a lock that is waited for until a deadline."""


def try_lock(path: Path, *, patience_seconds: float = 0) -> int | None:
    """Return a descriptor that holds the lock of this file, or None if another holds it all the while.

    Whoever inherits the descriptor holds the lock as well; it is free when all have closed it or ended. A
    new file is made with a time of change long ago.
    """
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            return _hold(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return None
        time.sleep(CHECK_SECONDS)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Wait for the lock of this file and hold it in the block."""
    descriptor = _hold(path, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def is_locked(path: Path) -> bool:
    """Whether anybody holds the lock of this file; nobody does where there is none (any more)."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)  # shared: two that look at once are no holders
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _hold(path: Path, how: int) -> int:
    """Return a descriptor that holds the lock of the file that has this name then."""
    while True:
        is_new = not path.exists()
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with ExitStack() as otherwise:
            otherwise.callback(os.close, descriptor)
            if is_new:
                os.utime(descriptor, (0, 0))
            fcntl.flock(descriptor, how)
            with contextlib.suppress(FileNotFoundError):  # who held it before has removed it
                if os.path.samestat(os.fstat(descriptor), path.stat()):
                    otherwise.pop_all()
                    return descriptor


def _nothing() -> None:
    """Say nothing."""


@contextmanager
def site_lock(
    name: str, *, using: str = DEFAULT_DB_ALIAS, on_wait: Callable[[], object] = _nothing
) -> Iterator[None]:
    """Hold the lock of that name: on PostgreSQL for all machines of the database, else in the data folder.

    `on_wait` is called if another holds it, before it is waited for.
    """
    if connections[using].vendor == "postgresql":
        with _advisory_lock(name, using, on_wait):
            yield
        return
    path = settings.DIGITWEB_DATA_DIR / f"{name}.lock"
    descriptor = try_lock(path)
    if descriptor is None:
        on_wait()
        descriptor = _hold(path, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _advisory_lock(name: str, using: str, on_wait: Callable[[], object]) -> Iterator[None]:
    """Hold PostgreSQL's lock of that name, which goes with the connection at the latest."""
    key = int.from_bytes(hashlib.sha256(f"digitweb {name}".encode()).digest()[:8], signed=True)
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        if cursor.fetchone() != (True,):
            on_wait()
            cursor.execute("SELECT pg_advisory_lock(%s)", [key])
    try:
        yield
    finally:
        with contextlib.suppress(DatabaseError), connections[using].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
