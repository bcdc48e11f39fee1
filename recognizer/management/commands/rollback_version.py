"""`manage.py rollback_version`: let the version before answer again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from recognizer.management.base import SiteCommand
from recognizer.services.errors import VersionRefused
from recognizer.services.release.activation import roll_back


class Command(SiteCommand):
    help = "Let the version answer that was live before the present one; again, and the one before that."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reason", default="", help="why, for the log")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            entry = roll_back(reason=options["reason"])
        except VersionRefused as error:
            raise CommandError(f"Not rolled back. {error}") from error
        self.stdout.write(self.style.SUCCESS(f"Version {entry} is live again."))
