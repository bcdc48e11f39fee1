"""`manage.py export_version`: write a version into a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from recognizer.datasets.errors import DatasetError
from recognizer.datasets.storage import write_whole
from recognizer.management.base import SiteCommand
from recognizer.management.versions import version_of
from recognizer.services.errors import VersionRefused
from recognizer.services.release.exporting import FORMATS, exported


class Command(SiteCommand):
    help = "Write a version into a file: as safetensors with all its metadata, or as ONNX."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("version", type=int, help="its number: list_versions shows it")
        parser.add_argument("--format", choices=list(FORMATS), default="safetensors", help="safetensors")
        parser.add_argument("--output", type=Path, metavar="FILE", required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        output: Path = options["output"]
        if not output.parent.is_dir() or output.is_dir():
            raise CommandError(f"--output: expected a file in an existing folder, found {output}.")
        version = version_of(options["version"])
        try:
            write_whole(output, exported(version, options["format"]))
        except (VersionRefused, DatasetError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Wrote version {version} into {output}.")
