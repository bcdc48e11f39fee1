"""What a web process does beside its requests: the shadow's readings, and the readings by day."""

import atexit
import logging
import threading

from django.db import close_old_connections, connections

from recognizer.services.watching.shadow_reader import ShadowReader, shadow_reader
from recognizer.services.watching.tallies import Tallies, tallies

FLUSH_SECONDS = 5.0
"""How often readings by day are written down."""
LEAVE_SECONDS = 2.0
"""How long the end of a process may wait for that: a database may hang."""

logger = logging.getLogger(__name__)


class Background:
    """Two threads of a web process, which write what is left when the process ends."""

    def __init__(self, reader: ShadowReader, counted: Tallies) -> None:
        self._reader = reader
        self._tallies = counted
        self._ending = threading.Event()
        self._threads = [
            threading.Thread(target=self._read, name="shadow", daemon=True),
            threading.Thread(target=self._count, name="tallies", daemon=True),
        ]

    def start(self) -> None:
        """Start both; they end with the process."""
        for thread in self._threads:
            thread.start()
        atexit.register(self.end)

    def end(self) -> None:
        """End both, and wait a moment until all is written."""
        atexit.unregister(self.end)
        self._ending.set()
        self._reader.end()
        for thread in self._threads:
            thread.join(LEAVE_SECONDS)

    def _read(self) -> None:
        try:
            self._reader.run()
        except Exception:
            logger.exception("The shadow reads no more.")
        finally:
            connections.close_all()

    def _count(self) -> None:
        while not self._ending.wait(FLUSH_SECONDS):
            self._flush()
        self._flush()
        connections.close_all()

    def _flush(self) -> None:
        try:
            close_old_connections()
            self._tallies.flush()
        except Exception:
            logger.exception("Readings by day could not be written.")


background = Background(shadow_reader, tallies)
"""Of this process."""
