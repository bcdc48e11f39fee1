"""`manage.py import_data_set`: make a data set of a file from another site."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from recognizer.datasets.errors import DatasetError
from recognizer.management.base import SiteCommand
from recognizer.management.data_sets import described
from recognizer.services.data_sets.exchange import import_data_set
from recognizer.services.errors import DataSetRefused


class Command(SiteCommand):
    help = "Check a file that export_data_set wrote at another site, and keep it as a data set of its own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="an .npz or .parquet file, from export_data_set")
        parser.add_argument("--name", default="", help="what to call it; default: the name in the file")
        parser.add_argument("--reason", default="", help="why it is imported; kept with it")

    def handle(self, *_args: Any, **options: Any) -> None:
        if len(options["name"]) > 100:
            raise CommandError(f"--name: expected at most 100 characters, found {len(options['name'])}.")
        try:
            data_set = import_data_set(options["file"], name=options["name"], reason=options["reason"])
        except (DataSetRefused, DatasetError) as error:
            raise CommandError(f"Not imported. {error}") from error
        self.stdout.write(self.style.SUCCESS(f"Imported data set {described(data_set)}."))
        self.stdout.write(f"Licence: {data_set.licence}")
