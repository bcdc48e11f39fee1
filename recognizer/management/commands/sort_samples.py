"""`manage.py sort_samples`: tell how doubtful samples are, and which claims are suspicious."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from recognizer.management.base import SiteCommand
from recognizer.services.errors import NoActiveVersion
from recognizer.services.feedback.sorting import MAX_SORTED, sort_samples


class Command(SiteCommand):
    help = (
        "Sort what waits for review by how doubtful it is, and mark suspicious claims: first what the live "
        "version has not sorted yet, then what was sorted longest ago. The worker does so by itself."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--most", type=int, default=MAX_SORTED, metavar="N", help=f"sort so many at most; {MAX_SORTED}"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["most"] < 1:
            raise CommandError(f"--most: expected 1 or more, found {options['most']}.")
        try:
            done = sort_samples(options["most"])
        except NoActiveVersion as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Samples sorted: {done.samples}, marked: {done.marked}, left: {done.left}.")
