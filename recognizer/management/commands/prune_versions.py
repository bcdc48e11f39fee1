"""`manage.py prune_versions`: delete old versions and their files."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from recognizer.management.base import SiteCommand
from recognizer.services.errors import StoreError
from recognizer.services.release.retention import KEEP, prune


class Command(SiteCommand):
    help = (
        "Delete old versions, and files that belong to no version. What is active or was just before, would "
        "come back by a rollback, has a label, ships with digitweb or is in training stays; so does a file "
        "written within the last hour."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--keep", type=int, default=KEEP, metavar="N", help=f"how many of the others stay; {KEEP}"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and delete nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["keep"] < 0:
            raise CommandError(f"--keep: expected 0 or more, found {options['keep']}.")
        try:
            pruned = prune(options["keep"], dry_run=options["dry_run"])
        except StoreError as error:
            raise CommandError(f"Files in the shared store stay, all else is done. {error}") from error
        verb = "Would delete" if options["dry_run"] else "Deleted"
        for version in pruned.versions:
            self.stdout.write(f"{verb} version {version}.")
        for file in (*pruned.files, *pruned.shared):
            self.stdout.write(f"{verb} {file}.")
        counts = f"Versions: {len(pruned.versions)}, files: {len(pruned.files) + len(pruned.shared)}"
        self.stdout.write(f"{counts}, {pruned.bytes_freed / 1e6:.1f} MB.")
