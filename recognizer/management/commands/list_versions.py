"""`manage.py list_versions`: which versions there are, how good they are, and which one is live."""

import json
from argparse import ArgumentParser
from typing import IO, Any, cast

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table

from recognizer.models import ModelVersion

WIDTH = 160
"""Columns where the output is no terminal."""


class Command(BaseCommand):
    help = "List the model versions: state, accuracies, size, and which one a rollback would bring back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON, one list of all versions")

    def handle(self, *_args: Any, **options: Any) -> None:
        versions = list(ModelVersion.objects.all())
        if options["json"]:
            self.stdout.write(json.dumps([described(version) for version in versions], indent=2))
        elif versions:
            self.print_table(versions)
        else:
            self.stdout.write("There are no versions.")

    def print_table(self, versions: list[ModelVersion]) -> None:
        """Print one line a version."""
        table = Table(box=None, pad_edge=False, header_style="")
        for title, right in COLUMNS.items():
            table.add_column(title, justify="right" if right else "left")
        for version in versions:
            table.add_row(
                str(version.number),
                version.status,
                version.name,
                version.label or "–",
                share(version.mnist_accuracy),
                share(version.drawn_accuracy),
                f"{version.parameters:,}",
                f"{version.file_size / 1e6:.2f} MB",
                f"{version.created_at:%Y-%m-%d %H:%M}",
            )
        # to typing, the command's output is no IO[str], though it can do all that one does
        output = cast("IO[str]", self.stdout)
        console = Console(file=output, markup=False, highlight=False)
        console = console if console.is_terminal else Console(file=output, markup=False, width=WIDTH)
        console.print(table)


COLUMNS = {
    "version": True,
    "state": False,
    "name": False,
    "label": False,
    "MNIST": True,
    "drawn": True,
    "parameters": True,
    "file": True,
    "created (UTC)": False,
}
"""Whether a column's text stands on the right, by its title."""


def share(accuracy: float | None) -> str:
    """Return 0.9812 as 98.12%."""
    return "–" if accuracy is None else f"{accuracy:.2%}"


def described(version: ModelVersion) -> dict[str, Any]:
    """Return what a program may want to know of a version."""
    return {
        "number": version.number,
        "name": version.name,
        "label": version.label,
        "status": version.status,
        "mnist_accuracy": version.mnist_accuracy,
        "drawn_accuracy": version.drawn_accuracy,
        "parameters": version.parameters,
        "temperature": version.temperature,
        "shipped": version.shipped,
        "imported": version.imported,
        "created_at": version.created_at.isoformat(),
        "activated_at": version.activated_at and version.activated_at.isoformat(),
        "file_sha256": version.file_sha256,
        "file_size": version.file_size,
    }
