"""What a worker does every few seconds beside its tasks, each in a thread of its own."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from digitweb.backoff import Backoff

logger = logging.getLogger(__name__)


class Periodic:
    """Does something again and again; after an error it waits longer each time."""

    def __init__(self, name: str, seconds: float, act: Callable[[], object]) -> None:
        self._name = name
        self._seconds = seconds
        self._act = act
        self._ending = threading.Event()
        self._backoff = Backoff()
        self._well_since = time.monotonic()

    @contextmanager
    def looked_after(self) -> Iterator[None]:
        """Do it in a thread of its own as long as the block takes."""
        threading.Thread(target=self._run, name=self._name, daemon=True).start()
        try:
            yield
        finally:
            self._ending.set()

    def _run(self) -> None:
        pause = self._seconds
        try:
            while not self._ending.wait(pause):
                pause = self._seconds + self._once()
        finally:
            connections.close_all()

    def _once(self) -> float:
        """Do it once; return for how many seconds more than usual to wait after an error."""
        try:
            close_old_connections()
            self._act()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("%s: the database cannot be used: %s", self._name, str(error).partition("\n")[0])
        except Exception:
            logger.exception("%s: an error.", self._name)
        else:
            return 0.0
        pause = self._backoff.pause_after(time.monotonic() - self._well_since)
        self._well_since = time.monotonic()
        return pause
