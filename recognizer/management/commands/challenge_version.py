"""`manage.py challenge_version`: hold a version that learned from people against the live one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from recognizer.management.base import SiteCommand
from recognizer.management.gate import lines_of
from recognizer.management.versions import version_of
from recognizer.services.errors import ServiceError
from recognizer.services.retraining.gate import challenge


class Command(SiteCommand):
    help = "Hold a version that learned from what people gave against the live one, and keep what is found."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("version", type=int, help="its number: list_versions shows it")

    def handle(self, *_args: Any, **options: Any) -> None:
        version = version_of(options["version"])
        try:
            found = challenge(version)
        except ServiceError as error:
            raise CommandError(f"The gate could not be held. {error}") from error
        for line in lines_of(found):
            self.stdout.write(line)
        against = f"the gate against version {found.against_number} · {found.against_name}"
        if not found.passed:
            raise CommandError(f"Version {version} did not pass {against}.")
        self.stdout.write(self.style.SUCCESS(f"Version {version} passed {against}."))
