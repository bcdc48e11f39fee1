"""Signs of life of a process that trains, however long a step of it takes.

Workers on other hosts can see no lock of a file here. They take what is silent for long for dead, and
mini-batches alone are no sign: writing handwriting, the test set and the gate have none.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils import timezone

from recognizer.models import TrainingRun

BEAT_SECONDS = 20.0
"""A sixth of the silence after which others take a training up."""

logger = logging.getLogger(__name__)


@contextmanager
def heartbeat(run: TrainingRun) -> Iterator[None]:
    """Write a sign of life every few seconds in the block."""
    ending = threading.Event()
    threading.Thread(target=beat, args=[run, ending], name="heartbeat", daemon=True).start()
    try:
        yield
    finally:
        ending.set()


def beat(run: TrainingRun, ending: threading.Event) -> None:
    """Write a sign of life every few seconds until told to end, as long as the run is this process's."""
    ours = TrainingRun.objects.filter(pk=run.pk, host=run.host, pid=run.pid)
    try:
        while not ending.wait(BEAT_SECONDS):
            try:
                close_old_connections()
                ours.update(heartbeat=timezone.now())
            except (DatabaseError, InterfaceError) as error:
                logger.warning("No sign of life could be written: %s", error)
    finally:
        connections.close_all()
