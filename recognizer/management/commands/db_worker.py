"""The library's own worker, which first looks for what a worker before it left behind."""

from typing import Any

from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from recognizer.tasks import pick_up_trainings


class Command(DatabaseWorker):
    help = "Run a database background worker; trainings that a killed one left go on from their checkpoints"

    def handle(self, **options: Any) -> None:
        pick_up_trainings()
        super().handle(**options)
