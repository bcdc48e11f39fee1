"""`manage.py recognize_images`: read pictures in bulk, one row each."""

import os
import tempfile
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import CommandError

from recognizer.management.base import SiteCommand
from recognizer.management.progress import PicturesProgress
from recognizer.services.bulk import pool
from recognizer.services.bulk.errors import BulkError, LedgerGone
from recognizer.services.bulk.ledger import ALL, Ledger, Shard, folder_of, only_run, open_ledger
from recognizer.services.bulk.manifest import PICTURES_IN_CHUNK, Manifest, Run, write_manifest
from recognizer.services.bulk.model import Model, live
from recognizer.services.bulk.output import check_output, merge, write_csv
from recognizer.services.bulk.sources import ResultRow, find_sources
from recognizer.services.errors import ServiceError

INTERRUPTED = 130
NEEDS_DASK = "--scheduler needs Dask: pip install -r requirements-dask.txt."


class Command(SiteCommand):
    help = (
        "Read the digits in many pictures, one row each: files, folders, patterns, ZIP files, object stores."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths",
            metavar="PATH",
            nargs="+",
            help="a picture, folder, pattern, ZIP file or s3://bucket/folder",
        )
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
        machines = parser.add_mutually_exclusive_group()
        machines.add_argument("--processes", type=int, help="on this machine (default: one for each core)")
        machines.add_argument(
            "--scheduler", metavar="ADDRESS", help="read on the workers of a Dask scheduler; with --output"
        )
        parser.add_argument(
            "--shard",
            type=shard_of,
            metavar="I/N",
            help="read the I-th of N parts, from 0; all of them name the same --output in a shared folder",
        )
        parser.add_argument(
            "--chunk",
            type=int,
            default=PICTURES_IN_CHUNK,
            metavar="PICTURES",
            help=f"how many are kept, or lost, at a time (default: {PICTURES_IN_CHUNK})",
        )

    def handle(self, *, output: Path | None, shard: Shard | None, **options: Any) -> None:
        check_options(output, shard, options)
        self._processes, self._scheduler = options["processes"] or os.cpu_count() or 1, options["scheduler"]
        try:
            if output is not None:
                check_output(output)
            model = live()
            run = Run(
                mode=options["mode"],
                model=model.sha256,
                paths=tuple(options["paths"]),
                chunk=options["chunk"],
            )
            if output is None:
                self._print(run, model)
            else:
                self.stdout.write(self._write(output, run, model, shard))
        except LedgerGone:
            self.stdout.write(f"{output} is there already: other processes have read and merged all of it.")
        except (BulkError, ServiceError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            again = "The same command goes on from here." if output else "Nothing was kept without --output."
            raise CommandError(f"Interrupted. {again}", returncode=INTERRUPTED) from None

    def _print(self, run: Run, model: Model) -> None:
        """Print the rows as they come; nothing is kept."""
        with tempfile.TemporaryDirectory() as folder:
            manifest = write_manifest(Path(folder), run, find_sources(run.paths))
            with PicturesProgress(self.stderr, total=manifest.pictures, done=0) as bar:
                rows = pool.read_in_processes(
                    manifest.all_sources(),
                    model=model,
                    mode=run.mode,
                    processes=min(self._processes, manifest.pictures),
                )
                write_csv(cast("IO[str]", self.stdout), counted(rows, bar))

    def _write(self, output: Path, run: Run, model: Model, shard: Shard | None) -> str:
        """Read what is left of a ledger, or of a shard; merge it when it is whole. Return what to say."""
        if shard and output.exists() and not folder_of(output).exists():
            raise LedgerGone
        is_new = not folder_of(output).exists()
        ledger = open_ledger(output, run, lambda: find_sources(run.paths), only_once=shard is not None)
        with nullcontext() if shard else only_run(ledger):
            if not shard and not is_new:
                self._tell_changes(ledger)
            self._read(ledger, model, shard or ALL)
            if missing := ledger.left():
                left, all_of_them = ledger.pictures(missing), ledger.manifest.pictures
                return f"{left:,} of {all_of_them:,} pictures are left to other shards."
            merge(ledger, output)
        return f"{ledger.manifest.pictures:,} pictures → {output}"

    def _tell_changes(self, ledger: Ledger) -> None:
        """Say what of the pictures came or went since the ledger was begun; they stay as they are in it."""
        manifest = ledger.manifest
        if manifest.is_of(find_sources(manifest.run.paths)):
            return
        new, gone = manifest.changes(find_sources(manifest.run.paths))
        self.stderr.write(
            f"Since {ledger.folder} was begun, {new:,} pictures are new, which are not read now, "
            f"and {gone:,} are gone."
        )

    def _read(self, ledger: Ledger, model: Model, shard: Shard) -> None:
        left = ledger.left(shard)
        total = ledger.pictures(chunk for chunk in range(ledger.manifest.chunks) if chunk in shard)
        with PicturesProgress(self.stderr, total=total, done=total - ledger.pictures(left)) as bar:
            for chunk, rows in self._chunks(ledger.manifest, left, model):
                ledger.keep(chunk, list(counted(rows, bar)))

    def _chunks(
        self, manifest: Manifest, left: Sequence[int], model: Model
    ) -> Iterator[tuple[int, list[ResultRow]]]:
        if not left:
            return iter(())
        if self._scheduler is None:
            pictures = sum(map(manifest.size, left))
            return pool.read_chunks(manifest, left, model=model, processes=min(self._processes, pictures))
        try:
            from recognizer.services.bulk import cluster  # noqa: PLC0415 - optional, and slow to load
        except ImportError:
            raise CommandError(NEEDS_DASK) from None
        return cluster.read_chunks(manifest, left, model=model, address=self._scheduler)


def check_options(output: Path | None, shard: Shard | None, options: Mapping[str, Any]) -> None:
    """Raise CommandError where options do not go together, or the file could not be written at the end."""
    for name in ("processes", "chunk"):
        if options[name] is not None and options[name] < 1:
            raise CommandError(f"--{name}: expected at least 1, found {options[name]}.")
    if output is None and (options["scheduler"] or shard):
        raise CommandError(f"{'--shard' if shard else '--scheduler'}: expected --output as well.")
    if options["scheduler"] and shard:
        raise CommandError("--shard: expected no --scheduler beside it, which hands all chunks out itself.")


def shard_of(text: str) -> Shard:
    """Return the shard that is written as I/N."""
    index, _, count = text.partition("/")
    if not (index.isdecimal() and count.isdecimal() and int(index) < int(count)):
        raise ArgumentTypeError(f'expected I/N with I from 0 to N - 1, as in 0/4, found "{text}"')
    return Shard(index=int(index), count=int(count))


def counted(rows: Iterable[ResultRow], bar: PicturesProgress) -> Iterator[ResultRow]:
    """Yield rows and move the bar for each."""
    for row in rows:
        yield row
        bar.advance(failed=bool(row.error))
