"""`manage.py export_data_set`: write a data set into a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from recognizer.datasets.errors import DatasetError
from recognizer.datasets.storage import write_whole
from recognizer.management.base import SiteCommand
from recognizer.management.data_sets import data_set_of
from recognizer.services.data_sets.exchange import FORMATS, exported
from recognizer.services.errors import DataSetRefused


class Command(SiteCommand):
    help = "Write a data set into a file with licence and consent, or a sheet of its samples as a picture."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, help="of the data set: list_data_sets shows it")
        parser.add_argument("--output", type=Path, metavar="FILE", required=True)
        parser.add_argument("--format", choices=list(FORMATS), default="npz", help="npz")

    def handle(self, *_args: Any, **options: Any) -> None:
        output: Path = options["output"]
        if not output.parent.is_dir() or output.is_dir():
            raise CommandError(f"--output: expected a file in an existing folder, found {output}.")
        data_set = data_set_of(options["number"])
        try:
            write_whole(output, exported(data_set, options["format"]))
        except (DataSetRefused, DatasetError) as error:
            raise CommandError(f"Not exported. {error}") from error
        self.stdout.write(f"Wrote data set {data_set} into {output}.")
