"""The library's own worker, which takes up what another left, and waits for a database that is away."""

import logging
import time
from typing import Any

from django.db import DatabaseError, InterfaceError, connections
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from recognizer.tasks import pick_up_trainings, tidy_up

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1, 30
LONG_LIFE_SECONDS = 60

logger = logging.getLogger(__name__)


class Command(DatabaseWorker):
    help = "Run a database background worker; trainings that a killed one left go on from their checkpoints"

    def handle(self, **options: Any) -> None:
        """Work until told to end; while the database cannot be used, wait and try again."""
        pause = FIRST_PAUSE_SECONDS
        while True:
            began = time.monotonic()
            try:
                pick_up_trainings()
                tidy_up()
                super().handle(**options)
            except (DatabaseError, InterfaceError) as error:
                if options["batch"]:
                    raise
                if time.monotonic() - began >= LONG_LIFE_SECONDS:
                    pause = FIRST_PAUSE_SECONDS
                reason = str(error).strip().partition("\n")[0]
                logger.error("The database cannot be used: %s. Trying again in %d s.", reason, pause)  # noqa: TRY400
                connections.close_all()
                time.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
            else:
                return
