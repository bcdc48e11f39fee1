"""Limit concurrent costly requests, so that drawings are still answered meanwhile."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from http import HTTPStatus

from django.utils.translation import gettext as _

from recognizer.api.problems import ApiError
from recognizer.telemetry.metrics import THROTTLED

AT_ONCE = 2
"""Costly requests that a process works on; of its four threads two are left."""
WAITING = 1
"""Costly requests that wait for a slot; a thread is left all the same."""
PATIENCE_SECONDS = 2.0
"""How long they wait."""
RETRY_SECONDS = 1


class ConcurrencyLimit:
    """Lets so many requests work at once and so many wait, and refuses all others."""

    def __init__(self, *, at_once: int, waiting: int, patience_seconds: float) -> None:
        self._places = threading.Semaphore(at_once + waiting)
        self._turns = threading.Semaphore(at_once)
        self._patience_seconds = patience_seconds

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Hold a slot in the block; raise a 503 if too many wait already."""
        if not self._places.acquire(blocking=False):
            raise busy()
        try:
            if not self._turns.acquire(timeout=self._patience_seconds):
                raise busy()
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()


def busy() -> ApiError:
    """Return the 503 for a request without a slot, and count it."""
    THROTTLED.labels("costly").inc()
    return ApiError(
        HTTPStatus.SERVICE_UNAVAILABLE,
        _("The server is busy with other large requests. Try again in %(seconds)s s.")
        % {"seconds": RETRY_SECONDS},
        retry_after=RETRY_SECONDS,
    )


costly_work = ConcurrencyLimit(at_once=AT_ONCE, waiting=WAITING, patience_seconds=PATIENCE_SECONDS)


def work_slot(*, is_costly: bool) -> AbstractContextManager[None]:
    """Return a slot for costly work; cheap work needs none."""
    return costly_work.slot() if is_costly else nullcontext()
