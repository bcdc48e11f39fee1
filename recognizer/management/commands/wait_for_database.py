"""Wait until the database answers, for what is started beside it."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection

PAUSE_SECONDS = 0.5


class Command(BaseCommand):
    help = "Wait until the database answers, or end with an error when the time is over."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seconds", type=int, default=60, help="how long to wait at most; 60")

    def handle(self, *_args: Any, **options: Any) -> None:
        seconds: int = options["seconds"]
        deadline = time.monotonic() + seconds
        while reason := why_not():
            if time.monotonic() >= deadline:
                raise CommandError(f"The database should answer within {seconds} s; it did not: {reason}.")
            time.sleep(PAUSE_SECONDS)


def why_not() -> str | None:
    """Return in one line why the database cannot be asked, or None if it can."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError as error:
        connection.close()
        return str(error).strip().partition("\n")[0] or type(error).__name__
    return None
