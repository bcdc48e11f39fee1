"""`manage.py list_data_sets`: which data sets there are, and what is in them."""

import json
from argparse import ArgumentParser
from typing import Any

from recognizer.management.base import SiteCommand
from recognizer.management.tables import print_table
from recognizer.models import DataSet, Part

COLUMNS = {
    "set": True,
    "state": False,
    "name": False,
    "from": True,
    "samples": True,
    "people": True,
    **{part.value: True for part in Part},
    "file": True,
    "versions": False,
    "made (UTC)": False,
}
"""Whether a column's text stands on the right, by its title."""


class Command(SiteCommand):
    help = (
        "List the data sets of what people gave: state, samples, people, and which versions learnt from them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON, one list of all data sets")

    def handle(self, *_args: Any, **options: Any) -> None:
        data_sets = list(DataSet.objects.prefetch_related("versions"))
        if options["json"]:
            self.stdout.write(json.dumps([described(data_set) for data_set in data_sets], indent=2))
        elif data_sets:
            print_table(self.stdout, COLUMNS, map(row_of, data_sets))
        else:
            self.stdout.write("There are no data sets.")


def row_of(data_set: DataSet) -> list[str]:
    """Return the cells of a data set's line."""
    parts = data_set.statistics.get("parts", {})
    return [
        str(data_set.number),
        data_set.state,
        data_set.name,
        str(data_set.parent_id or "–"),
        f"{data_set.samples:,}",
        f"{data_set.statistics.get('people', 0):,}",
        *(f"{parts.get(part.value, {}).get('samples', 0):,}" for part in Part),
        f"{data_set.file_size / 1e6:.2f} MB",
        ", ".join(str(version.number) for version in data_set.versions.all()) or "–",
        f"{data_set.created_at:%Y-%m-%d %H:%M}",
    ]


def described(data_set: DataSet) -> dict[str, Any]:
    """Return what a program may want to know of a data set."""
    return {
        "number": data_set.number,
        "name": data_set.name,
        "state": data_set.state,
        "parent": data_set.parent_id,
        "reason": data_set.reason,
        "licence": data_set.licence,
        "consent": data_set.consent,
        "imported": data_set.imported,
        "created_at": data_set.created_at.isoformat(),
        "created_by": data_set.created_by_name,
        "sha256": data_set.sha256,
        "file_size": data_set.file_size,
        "samples": data_set.samples,
        "statistics": data_set.statistics,
        "versions": [version.number for version in data_set.versions.all()],
    }
