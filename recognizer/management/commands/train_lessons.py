"""Train what readers of the lessons have asked for: started by the server, one process for each slot."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from recognizer.datasets.errors import DatasetError
from recognizer.services.course.runner import run_trainings
from recognizer.services.course.trainings import SLOTS, slot_file
from recognizer.services.locks import try_lock


class Command(BaseCommand):
    help = "Train the networks that readers of the lessons wait for, then end. The server starts this."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--slot", type=int, help="descriptor of the lock that the server holds for this process"
        )

    def handle(self, *_args: Any, slot: int | None, **_options: Any) -> None:
        if slot is None:
            slot = next(filter(None, (try_lock(slot_file(place)) for place in range(SLOTS))), None)
        if slot is None:
            raise CommandError(f"{SLOTS} processes are training already.")
        try:
            done = run_trainings(slot)
        except DatasetError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Trained {done}.")
