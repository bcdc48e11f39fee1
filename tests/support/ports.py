"""TCP ports for the servers of tests."""

import contextlib
import fcntl
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from digitweb.port import check_free

PORTS = range(20_000, 30_000)
"""Below those that Linux gives to outgoing connections, which might take one before its server listens."""

HELD = Path(tempfile.gettempdir()) / "digitweb-test-ports"
"""One file for each port, locked by the process of tests that uses it."""


@contextlib.contextmanager
def own_port() -> Iterator[int]:
    """Yield a port on which nobody listens, and which no other process of tests is given meanwhile.

    Servers of several processes share their port, so two sites on one port would both start, and each get
    half of the other's requests.
    """
    HELD.mkdir(exist_ok=True)
    chance = random.SystemRandom()  # never seeded: runs side by side are to begin at different ports
    for port in chance.sample(PORTS, len(PORTS)):
        if lock := held(port):
            with lock:
                yield port
            return
    raise AssertionError(f"No port from {PORTS.start} to {PORTS.stop - 1} is free.")


def held(port: int) -> TextIO | None:
    """Return the lock of a port, or None if another process has it or anything listens there."""
    lock = (HELD / str(port)).open("w")
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if check_free("127.0.0.1", str(port)) is None:
            return lock
    lock.close()
    return None
