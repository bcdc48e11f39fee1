"""`manage.py activate_version`: put a version live."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from recognizer.management.base import SiteCommand
from recognizer.management.versions import version_of
from recognizer.services.errors import VersionRefused
from recognizer.services.release.activation import activate


class Command(SiteCommand):
    help = "Check a version and let it answer; every server process follows within a second."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("version", type=int, help="its number: list_versions shows it")
        parser.add_argument("--reason", default="", help="why, for the log")
        parser.add_argument(
            "--force",
            action="store_true",
            help="although it is slower or worse than the live one by more than the margin; needs --reason",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["force"] and not options["reason"].strip():
            raise CommandError('--force: say why, with --reason "…".')
        version = version_of(options["version"])
        try:
            entry = activate(version, reason=options["reason"], force=options["force"])
        except VersionRefused as error:
            raise CommandError(f"Not activated. {error}") from error
        against = " against a failed check" if entry.forced else ""
        self.stdout.write(self.style.SUCCESS(f"Version {version} is live{against}."))
