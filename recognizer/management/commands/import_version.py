"""`manage.py import_version`: make a version of a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from recognizer.management.base import SiteCommand
from recognizer.models import ModelVersion
from recognizer.services.errors import VersionRefused
from recognizer.services.release.activation import activate
from recognizer.services.release.importing import import_file


class Command(SiteCommand):
    help = "Check a model file that digitweb wrote, measure it, and keep it as a model version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a .safetensors file, from export_version")
        parser.add_argument("--name", default="", help="what to call it; default: the name in the file")
        parser.add_argument("--activate", action="store_true", help="put it live, if it passes the checks")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            version = import_file(options["file"], name=options["name"])
        except VersionRefused as error:
            raise CommandError(f"Not imported. {error}") from error
        mnist = "not measured" if version.mnist_accuracy is None else f"{version.mnist_accuracy:.2%}"
        self.stdout.write(
            f"Version {version}: {mnist} of the MNIST test set, "
            f"{version.drawn_accuracy:.2%} of the drawn benchmark."
        )
        if version.mnist_accuracy is None:
            self.stdout.write("MNIST is not here to measure with: manage.py fetch_mnist gets it.")
        if options["activate"]:
            self.activate(version)

    def activate(self, version: ModelVersion) -> None:
        """Put the version live, or say that it was imported all the same."""
        try:
            activate(version, reason="Imported with --activate.")
        except VersionRefused as error:
            raise CommandError(f"Imported, but not activated. {error}") from error
        self.stdout.write(self.style.SUCCESS(f"Version {version} is live."))
