"""`manage.py list_versions`: which versions there are, how good they are, and which one is live."""

import json
from argparse import ArgumentParser
from typing import Any

from recognizer.management.base import SiteCommand
from recognizer.management.tables import print_table
from recognizer.models import ModelVersion


class Command(SiteCommand):
    help = "List the model versions: state, accuracies, size, and which one a rollback would bring back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON, one list of all versions")

    def handle(self, *_args: Any, **options: Any) -> None:
        versions = list(ModelVersion.objects.all())
        if options["json"]:
            self.stdout.write(json.dumps([described(version) for version in versions], indent=2))
        elif versions:
            print_table(self.stdout, COLUMNS, map(row_of, versions))
        else:
            self.stdout.write("There are no versions.")


def row_of(version: ModelVersion) -> list[str]:
    """Return the cells of a version's line."""
    return [
        str(version.number),
        version.status,
        version.name,
        version.label or "–",
        share(version.mnist_accuracy),
        share(version.drawn_accuracy),
        f"{version.parameters:,}",
        f"{version.file_size / 1e6:.2f} MB",
        f"{version.created_at:%Y-%m-%d %H:%M}",
    ]


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
