"""`manage.py make_data_set`: make a data set of all that reviewers agree on."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from recognizer.datasets.errors import DatasetError
from recognizer.management.base import SiteCommand
from recognizer.management.data_sets import described
from recognizer.services.data_sets.making import LICENCE, make_data_set
from recognizer.services.errors import DataSetRefused


class Command(SiteCommand):
    help = "Make a data set of all samples on which reviewers agree; it never changes afterwards."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="what to call it")
        parser.add_argument("--reason", default="", help="why it is made; kept with it")
        parser.add_argument(
            "--licence", default=LICENCE, metavar="TEXT", help="under which terms it may be used; in the file"
        )
        parser.add_argument(
            "--seed", type=int, default=0, help="which samples stay of somebody who gave too many; 0"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        for name, most in (("name", 100), ("licence", 200)):
            if not 0 < len(options[name].strip()) <= most:
                raise CommandError(f"{name}: expected 1 to {most} characters, found {len(options[name])}.")
        if options["seed"] < 0:
            raise CommandError(f"--seed: expected 0 or more, found {options['seed']}.")
        try:
            data_set = make_data_set(
                **{name: options[name] for name in ("name", "reason", "licence", "seed")}
            )
        except (DataSetRefused, DatasetError) as error:
            raise CommandError(f"Not made. {error}") from error
        self.stdout.write(self.style.SUCCESS(f"Made data set {described(data_set)}."))
        left_out = data_set.statistics["left_out"]
        self.stdout.write(
            f"Left out: {left_out['share']:,} beyond anybody's share, {left_out['duplicates']:,} duplicates, "
            f"{left_out['contradictory']:,} with two labels."
        )
