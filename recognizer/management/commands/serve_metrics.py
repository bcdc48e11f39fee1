"""Answer Prometheus for the processes of a site."""

import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from recognizer.management.telling import found_when_asked
from recognizer.telemetry.server import registry_of_folder, registry_of_process, start


class Command(BaseCommand):
    help = "Tell Prometheus on METRICS_ADDRESS how the site stands; `make run` starts it"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--folder", help="where the processes count; without it the database alone is told of"
        )

    def handle(self, *, folder: str | None, **_options: Any) -> None:
        if settings.METRICS_ADDRESS is None:
            raise CommandError("Set METRICS_ADDRESS to say where, such as 127.0.0.1:9100.")
        found = found_when_asked()
        registry = registry_of_folder(folder, *found) if folder else registry_of_process("metrics", *found)
        stopped = threading.Event()
        start(settings.METRICS_ADDRESS, registry, stopped)
        stopped.wait()
