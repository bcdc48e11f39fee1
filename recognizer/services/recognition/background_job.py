"""Run a job in a thread of its own, so that callers wait for it no longer than they like."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections

logger = logging.getLogger(__name__)


class BackgroundJob:
    """Runs a job on request; requests during a run share its result."""

    def __init__(self, job: Callable[[], None], *, name: str) -> None:
        self._job = job
        self._busy = False
        self._began = 0.0
        self._changed = threading.Condition()
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def request(self, *, patience: float) -> None:
        """Run the job unless it runs already, and wait for it until `patience` seconds after its start."""
        self.begin()
        self.wait(patience=patience)

    def begin(self) -> None:
        """Run the job unless it runs already."""
        with self._changed:
            if not self._busy:
                self._busy, self._began = True, time.monotonic()
                self._changed.notify_all()

    def wait(self, *, patience: float) -> bool:
        """Wait for a job that runs until `patience` seconds after its start; return whether it has ended."""
        with self._changed:
            left = self._began + patience - time.monotonic()
            return self._changed.wait_for(lambda: not self._busy, max(0.0, left))

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._busy)
            try:
                close_old_connections()
                self._job()
            except Exception:
                logger.exception("What is done beside the requests failed.")
            with self._changed:
                self._busy = False
                self._changed.notify_all()
