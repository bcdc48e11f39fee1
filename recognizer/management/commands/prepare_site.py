"""Make all ready that a site needs before it serves, in one process: starting Python thrice took longest."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from recognizer.management.base import SiteCommand


class Command(SiteCommand):
    help = "Bring the database to this release, collect the static files, and make the first administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="", help="the site's address, for the message")

    def handle(self, *_args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("create_first_admin", address=options["address"], stdout=self.stdout)
