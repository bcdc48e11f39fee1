"""`manage.py recognize_images`: read pictures in bulk, one row each."""

import os
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError

from recognizer.ink import Mode
from recognizer.management.progress import PicturesProgress
from recognizer.services.bulk.errors import BulkError
from recognizer.services.bulk.output import Journal, check_output, write_csv, write_results
from recognizer.services.bulk.pool import read_in_processes
from recognizer.services.bulk.sources import PictureSource, ResultRow, find_sources
from recognizer.services.errors import ServiceError
from recognizer.services.recognition.live import live_model

INTERRUPTED = 130


class Command(BaseCommand):
    help = "Read the digits in many pictures: files, folders, patterns and ZIP archives; one row each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", metavar="PATH", nargs="+", help="a picture, folder, pattern or ZIP file")
        parser.add_argument(
            "--output",
            metavar="FILE",
            type=Path,
            help="write .csv, .jsonl or .parquet; the same command again goes on where it was stopped "
            "(default: CSV to the standard output)",
        )
        parser.add_argument(
            "--mode",
            choices=["number", "digit"],
            default="number",
            help='"digit": every picture is one digit (default: number)',
        )
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, help="default: one for each core"
        )

    def handle(
        self, *, paths: Sequence[str], output: Path | None, mode: Mode, processes: int, **options: Any
    ) -> None:
        if processes < 1:
            raise CommandError(f"--processes: expected at least 1, found {processes}.")
        try:
            if output is not None:
                check_output(output)
            version = live_model.current()
            sources = find_sources(paths)
            if output is None:
                write_csv(cast("IO[str]", self.stdout), self._rows(sources, sources, mode, processes))
                return
            with Journal(output, run={"mode": mode, "model": version.sha256}) as journal:
                left = [source for source in sources if source.path not in journal.done]
                for row in self._rows(sources, left, mode, processes):
                    journal.add(row)
                write_results(journal, output)
        except (BulkError, ServiceError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            again = "The same command goes on from here." if output else "Nothing was kept without --output."
            raise CommandError(f"Interrupted. {again}", returncode=INTERRUPTED) from None
        self.stdout.write(f"{len(sources):,} pictures → {output}")

    def _rows(
        self, sources: Sequence[PictureSource], left: Sequence[PictureSource], mode: Mode, processes: int
    ) -> Iterator[ResultRow]:
        with PicturesProgress(self.stderr, total=len(sources), done=len(sources) - len(left)) as bar:
            rows = read_in_processes(left, mode=mode, processes=min(processes, max(1, len(left))))
            yield from counted(rows, bar)


def counted(rows: Iterable[ResultRow], bar: PicturesProgress) -> Iterator[ResultRow]:
    """Yield rows and move the bar for each."""
    for row in rows:
        yield row
        bar.advance(failed=bool(row.error))
