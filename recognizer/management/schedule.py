"""What the worker looks after: what the policy for learning asks for, drift, and what has expired."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import close_old_connections
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from recognizer.services.errors import StoreError
from recognizer.services.release.retention import remove_withdrawn
from recognizer.services.watching.policy import due_steps, learning_policy, run_policy
from recognizer.services.watching.series import log_falls
from recognizer.tasks import enqueue_training, remove_expired

LOOK_SECONDS = 60.0

logger = logging.getLogger(__name__)


@task()
def learn_from_people() -> list[str]:
    """Do what is due by the policy for learning from people; return what was done."""
    return list(map(str, run_policy(enqueue_training)))


class Schedule:
    """Queues what is due, so that the worker does it between its other tasks."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._daily_on: date | None = None
        self._store_is_silent = False

    @contextmanager
    def looked_after(self) -> Iterator[None]:
        """Look in a thread of its own as long as the block takes."""
        threading.Thread(target=self._run, name="schedule", daemon=True).start()
        try:
            yield
        finally:
            self._ending.set()

    def _run(self) -> None:
        while not self._ending.wait(LOOK_SECONDS):
            try:
                close_old_connections()
                self.look()
            except Exception:
                logger.exception("The schedule could not be looked after.")

    def look(self) -> None:
        """Queue what is due unless it waits already; once a day warn of drift and remove what has expired.

        What somebody took back goes at the next look where it could not go at once.
        """
        now = timezone.now()
        if due_steps(learning_policy(), now) and not waits():
            learn_from_people.enqueue()
        if self._daily_on != now.date():
            self._daily_on = now.date()
            log_falls(now.date())
            remove_expired()
        self._remove_withdrawn()

    def _remove_withdrawn(self) -> None:
        try:
            remove_withdrawn()
        except StoreError as error:
            if not self._store_is_silent:
                logger.warning("Files of withdrawn data sets could not be looked for. %s", error)
            self._store_is_silent = True
        else:
            self._store_is_silent = False


def waits() -> bool:
    """Whether the task is in the queue, or being done."""
    return DBTaskResult.objects.filter(
        task_path=learn_from_people.module_path,
        status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING],
    ).exists()
