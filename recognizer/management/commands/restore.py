"""`manage.py restore`: make this site the one that a backup holds."""

import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError

from digitweb.privacy import restrict_to_owner
from recognizer.datasets.errors import DatasetError
from recognizer.management.base import SiteCommand
from recognizer.services.backup.errors import BackupRefused
from recognizer.services.backup.restoring import Restored, restore
from recognizer.services.errors import ServiceError

STREAM = "-"


class Command(SiteCommand):
    help = (
        "Put a backup in the place of this site: all of it, proved, or nothing. The site must be stopped. A "
        "backup of an earlier release is brought to this one; SQLite's goes into PostgreSQL and back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="FILE", help="what backup wrote; - for standard input")
        parser.add_argument("--overwrite", action="store_true", help="lose the site that is here")

    def handle(self, *_args: Any, **options: Any) -> None:
        source = options["source"]
        try:
            with ExitStack() as stack:
                file: BinaryIO = (
                    sys.stdin.buffer if source == STREAM else stack.enter_context(Path(source).open("rb"))
                )
                restored = restore(file, overwrite=options["overwrite"])
        except (BackupRefused, DatasetError, ServiceError) as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        except DatabaseError as error:
            reason = str(error).strip().partition("\n")[0]
            raise CommandError(f"Nothing was restored. The database: {reason}") from error
        except OSError as error:
            raise CommandError(f"Nothing was restored. {source}: {error.strerror or error}.") from error
        restrict_to_owner(settings.DIGITWEB_DATA_DIR)
        self.report(restored)

    def report(self, restored: Restored) -> None:
        """Say what was restored."""
        manifest, forgotten = restored.manifest, restored.forgotten
        origin = f"{manifest.taken_at[:19]} UTC, digitweb {manifest.digitweb}, {manifest.database}"
        self.stdout.write(
            f"Restored the site of {origin}: {len(manifest.tables)} tables, {manifest.rows:,} rows. "
            "All references and files are whole."
        )
        if restored.steps:
            self.stdout.write(f"Brought to this release by {restored.steps} migrations.")
        if forgotten.contributors or forgotten.claims:
            self.stdout.write(
                f"Forgot again what was taken back since: {forgotten.contributors} contributors, "
                f"{forgotten.claims} claims."
            )
        for name in manifest.missing:
            self.stderr.write(self.style.WARNING(f"{name} was lost before the backup was written."))
        if restored.keeps_key:
            self.stderr.write(
                "SECRET_KEY is set: the backup's own key is in the data folder and does not count."
            )
        self.stdout.write(restored.live)
