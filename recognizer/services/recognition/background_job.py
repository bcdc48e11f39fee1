"""A job that a thread of its own does, so that whoever needs it done waits no longer than they like."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections

logger = logging.getLogger(__name__)


class BackgroundJob:
    """Does one job whenever it is asked to; who asks while it is being done shares what comes of it."""

    def __init__(self, job: Callable[[], None], *, name: str) -> None:
        self._job = job
        self._busy = False
        self._began = 0.0
        self._changed = threading.Condition()
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def request(self, *, patience: float) -> None:
        """Have the job done, and wait for it until `patience` seconds after it has begun."""
        with self._changed:
            if not self._busy:
                self._busy, self._began = True, time.monotonic()
                self._changed.notify_all()
            left = self._began + patience - time.monotonic()
            if left > 0:
                self._changed.wait_for(lambda: not self._busy, left)

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
