"""How many requests this process is working on."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Load:
    """Counts requests in flight, and lets others wait until there are none."""

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()

    @property
    def count(self) -> int:
        """Requests in flight."""
        return self._count

    @contextmanager
    def request(self) -> Iterator[None]:
        """Count one in the block."""
        with self._changed:
            self._count += 1
            if self._count == 1:
                self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._count -= 1
                if not self._count:
                    self._changed.notify_all()

    def wait_until_idle(self, seconds: float, *, quiet: float = 0.0) -> bool:
        """Wait until nothing has been in flight for `quiet` seconds; return whether that came in time."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while self._changed.wait_for(lambda: not self._count, max(0.0, deadline - time.monotonic())):
                if not self._changed.wait_for(lambda: self._count > 0, quiet):
                    return True
                if time.monotonic() >= deadline:
                    return False
        return False


load = Load()
"""Of this process."""
