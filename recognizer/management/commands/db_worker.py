"""The library's own worker, which takes up what another left, and waits for a database that is away."""

import logging
import threading
import time
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from digitweb.backoff import Backoff
from recognizer.management.left_behind import requeue_challenges, requeue_trainings, take_up_left
from recognizer.management.periodic import Periodic
from recognizer.management.schedule import Schedule
from recognizer.management.telling import found_when_asked, task_watch
from recognizer.services.webhooks.sending import LOOK_SECONDS, Sender
from recognizer.tasks import remove_expired, request_sorting
from recognizer.telemetry import slots
from recognizer.telemetry.server import registry_of_process, start
from recognizer.telemetry.traces import start_traces

TAKE_UP_SECONDS = 10.0
"""How often a worker looks whether another was killed and left a training."""

logger = logging.getLogger(__name__)


class Command(DatabaseWorker):
    requires_system_checks = ()  # they import all pages; `prepare_site` has checked the environment
    help = "Run a database background worker; trainings that a killed one left go on from their checkpoints"

    def handle(self, **options: Any) -> None:
        """Work until told to end; while the database cannot be used, wait and try again."""
        slots.log_problems()
        start_traces()
        task_watch.start()
        self.tell_metrics()
        if options["batch"]:
            self.work(**options)
        else:
            trainings = Periodic("trainings", TAKE_UP_SECONDS, take_up_left)
            webhooks = Periodic("webhooks", LOOK_SECONDS, Sender().look)
            with Schedule().looked_after(), trainings.looked_after(), webhooks.looked_after():
                self.work(**options)

    @staticmethod
    def tell_metrics() -> None:
        """Tell Prometheus of this process, unless one of the site does so for all."""
        if settings.METRICS_ADDRESS is None or slots.is_given():
            return
        registry = registry_of_process("worker", *found_when_asked())
        arguments = (settings.METRICS_ADDRESS, registry, threading.Event())
        threading.Thread(target=start, args=arguments, name="metrics", daemon=True).start()

    def work(self, **options: Any) -> None:
        """Work, and begin anew after errors of the database, which end a batch."""
        backoff = Backoff()
        while True:
            began = time.monotonic()
            try:
                requeue_trainings()
                requeue_challenges()
                remove_expired()
                request_sorting()
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
