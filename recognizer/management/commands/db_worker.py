"""The library's own worker, which takes up what another left, and waits for a database that is away."""

import logging
import time
from typing import Any

from django.db import DatabaseError, InterfaceError, connections
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from digitweb.backoff import Backoff
from recognizer.tasks import remove_expired, requeue_trainings

logger = logging.getLogger(__name__)


class Command(DatabaseWorker):
    help = "Run a database background worker; trainings that a killed one left go on from their checkpoints"

    def handle(self, **options: Any) -> None:
        """Work until told to end; while the database cannot be used, wait and try again."""
        backoff = Backoff()
        while True:
            began = time.monotonic()
            try:
                requeue_trainings()
                remove_expired()
                super().handle(**options)
            except (DatabaseError, InterfaceError) as error:
                if options["batch"]:
                    raise
                pause = backoff.pause_after(time.monotonic() - began)
                reason = str(error).strip().partition("\n")[0]
                logger.error("The database cannot be used: %s. Trying again in %.0f s.", reason, pause)  # noqa: TRY400
                connections.close_all()
                time.sleep(pause)
            else:
                return
