"""`manage.py backup`: write the whole site into one file."""

import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import CommandError
from django.utils import timezone

from digitweb import __version__
from recognizer.atomic_files import atomic_file
from recognizer.management.base import SiteCommand
from recognizer.services.backup.errors import BackupRefused
from recognizer.services.backup.format import Manifest
from recognizer.services.backup.rotation import name_at, remove_older
from recognizer.services.backup.staging import remove_abandoned_files
from recognizer.services.backup.writing import write_backup
from recognizer.services.errors import ServiceError

STREAM = "-"


class Command(SiteCommand):
    help = (
        "Write database, model files, data sets and the secret key into one file, as they are at one moment, "
        "while the site runs. Who has the file has the site: keep it as safe as the server."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "target", metavar="FILE", help="the file, a folder that has one for each time, or -"
        )
        parser.add_argument(
            "--keep", type=int, metavar="N", help="remove all backups of the folder but the newest N"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        target, keep = options["target"], options["keep"]
        folder = Path(target) if target != STREAM and Path(target).is_dir() else None
        if keep is not None and (keep < 1 or folder is None):
            raise CommandError(f"--keep: expected 1 or more, and a folder; found {keep}, and {target}.")
        path = Path(target) if folder is None else folder / name_at(timezone.now())
        try:
            manifest = self.written(None if target == STREAM else path)
        except (BackupRefused, ServiceError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"Not written. {target}: {error.strerror or error}.") from error
        self.report(manifest, target if folder is None else str(path))
        if folder is not None and keep is not None:
            for old in remove_older(folder, keep):
                self.stderr.write(f"Removed {old}.")

    def written(self, path: Path | None) -> Manifest:
        """Write into a file that is there whole or not at all, or to standard output."""
        with ExitStack() as stack:
            if path is not None:
                remove_abandoned_files(path.parent, f".{path.name}.*.part")
                remove_abandoned_files(path.parent, ".digitweb-*Z.tar.*.part")
            out: BinaryIO = stack.enter_context(atomic_file(path)) if path else standard_output()
            manifest = write_backup(out, release=__version__, on_wait=self.say_who_waits)
            out.flush()
            return manifest

    def say_who_waits(self) -> None:
        """Say that another process has the lock."""
        self.stderr.write("Another process sets this site up, or backs it up: waiting until it has ended.")

    def report(self, manifest: Manifest, target: str) -> None:
        """Say what was written, and fail for what could not be."""
        files = sum(member.name.startswith(("models/", "datasets/")) for member in manifest.members)
        self.stderr.write(
            f"Wrote {target}: {len(manifest.tables)} tables, {manifest.rows:,} rows, {files} files, "
            f"{manifest.size / 1e6:.1f} MB."
        )
        if manifest.missing:
            lost = ", ".join(manifest.missing)
            raise CommandError(
                f"The backup is whole but for files that were missing or damaged before: {lost}."
            )


def standard_output() -> BinaryIO:
    """Return the stream for bytes; refuse a terminal, which would show them."""
    if sys.stdout.isatty():
        raise CommandError("-: standard output is a terminal; send it into a file or another command.")
    return sys.stdout.buffer
