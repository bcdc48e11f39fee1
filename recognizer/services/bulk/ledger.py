"""The ledger of a bulk run: a folder beside the file of results, which alone says what was read.

Each chunk that was read is a file in it, written beside and renamed into place; when all are there, they
become the file of results in their order. Whoever is killed before that, here or on another machine, leaves
whole chunks, and the same command reads the others. A chunk that two read is written twice, with equal rows.
"""

import contextlib
import glob
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from recognizer.datasets.errors import StorageError
from recognizer.datasets.storage import write_whole
from recognizer.services.bulk.errors import LedgerGone, UnusableResults
from recognizer.services.bulk.manifest import Manifest, Run, read_manifest, write_manifest
from recognizer.services.bulk.sources import PictureSource, ResultRow
from recognizer.services.locks import is_locked, try_lock

RUN_LOCK, MERGE_LOCK = "run.lock", "merge.lock"
UNFINISHED = ".parts-new"
"""Ends the name of a folder in which a manifest is being written."""

NEW_LEDGER = "Remove it, or choose another --output."


@dataclass(frozen=True, kw_only=True)
class Shard:
    """One of several runs that share a ledger: it reads the chunks whose number leaves this remainder."""

    index: int
    count: int

    def __contains__(self, chunk: int) -> bool:
        return chunk % self.count == self.index


ALL = Shard(index=0, count=1)


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """A ledger on disk, and what its manifest says."""

    manifest: Manifest

    @property
    def folder(self) -> Path:
        """The folder it is."""
        return self.manifest.folder

    def left(self, shard: Shard = ALL) -> list[int]:
        """Return the chunks of a shard that nobody has read yet."""
        try:
            there = {entry.name for entry in os.scandir(self.folder)}
        except FileNotFoundError:
            raise LedgerGone(f"{self.folder} is gone: another process has merged it.") from None
        return [
            chunk
            for chunk in range(self.manifest.chunks)
            if chunk in shard and self.path(chunk).name not in there
        ]

    def pictures(self, chunks: Iterable[int]) -> int:
        """Return how many pictures some chunks have together."""
        return sum(self.manifest.size(chunk) for chunk in chunks)

    def path(self, chunk: int) -> Path:
        """Return where the rows of a chunk lie."""
        return self.folder / f"chunk-{chunk:06}.jsonl"

    def keep(self, chunk: int, rows: Sequence[ResultRow]) -> None:
        """Write the rows of a chunk, whole or not at all."""
        expected = [source.path for source in self.manifest.sources(chunk)]
        if [row.path for row in rows] != expected:
            raise UnusableResults(f"Chunk {chunk} was not read whole: {len(rows)} of {len(expected)} rows.")
        content = "".join(json.dumps(asdict(row)) + "\n" for row in rows)
        try:
            write_whole(self.path(chunk), content.encode())
        except StorageError as error:
            if not self.folder.exists():
                raise LedgerGone(f"{self.folder} is gone: another process has merged it.") from None
            raise UnusableResults(str(error)) from error

    def rows(self) -> Iterator[ResultRow]:
        """Yield the rows of all chunks; of a chunk that is damaged the file goes, so that it is read anew."""
        for chunk in range(self.manifest.chunks):
            yield from self._rows(chunk)

    def _rows(self, chunk: int) -> list[ResultRow]:
        path = self.path(chunk)
        try:
            rows = [ResultRow(**json.loads(line)) for line in path.read_bytes().splitlines()]
            is_whole = [row.path for row in rows] == [row.path for row in self.manifest.sources(chunk)]
        except FileNotFoundError:
            raise LedgerGone(f"{path} is gone.") from None
        except (ValueError, TypeError):
            is_whole, rows = False, []
        if not is_whole:
            path.unlink(missing_ok=True)
            raise UnusableResults(f"{path} was damaged and is removed. The same command reads it anew.")
        return rows

    def remove(self) -> None:
        """Remove the ledger, which at every moment is there with all of its files or not."""
        gone = Path(tempfile.mkdtemp(dir=self.folder.parent, prefix=f".{self.folder.name}.", suffix=".gone"))
        with contextlib.suppress(FileNotFoundError):
            self.folder.replace(gone)
        shutil.rmtree(gone, ignore_errors=True)
        for begun in self.folder.parent.glob(f".{glob.escape(self.folder.stem)}.*{UNFINISHED}"):
            if not is_locked(begun / RUN_LOCK):  # of one that was killed
                shutil.rmtree(begun, ignore_errors=True)


def folder_of(output: Path) -> Path:
    """Return the folder of the ledger that becomes this file."""
    return output.with_name(output.name + ".parts")


def open_ledger(
    output: Path, run: Run, find: Callable[[], Iterable[PictureSource]], *, only_once: bool = False
) -> Ledger:
    """Return the ledger of a file of results; make it if there is none.

    Several may do so at once: of the manifests that they write one gets the name. Raises UnusableResults if
    what lies there is of another run; LedgerGone, with `only_once`, if there is no ledger but its file.
    """
    folder = folder_of(output)
    if (output.with_name(output.name + ".part")).exists():
        raise UnusableResults(
            f"{output}.part is the journal of an older release, which this one does not go on with. "
            f"{NEW_LEDGER}"
        )
    try:
        if not folder.exists():
            _make(folder, run, find(), unless=output if only_once else None)
        ledger = Ledger(manifest=read_manifest(folder))
    except FileNotFoundError:
        raise LedgerGone(f"{folder} is gone: another process has merged it.") from None
    except OSError as error:
        raise UnusableResults(f"{folder} cannot be written: {error.strerror or error}.") from error
    if found := ledger.manifest.run.differences(run):
        raise UnusableResults(f"{folder} was begun with {found}. {NEW_LEDGER}")
    return ledger


def _make(folder: Path, run: Run, sources: Iterable[PictureSource], *, unless: Path | None) -> None:
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.stem}.", suffix=UNFINISHED))
    lock = try_lock(beside / RUN_LOCK)
    try:
        write_manifest(beside, run, sources)
        if unless is not None and unless.exists():
            raise LedgerGone(f"{unless} is there already.")
        with contextlib.suppress(FileExistsError):  # somebody else was quicker
            _rename(beside, folder)
    finally:
        if lock is not None:
            os.close(lock)
        shutil.rmtree(beside, ignore_errors=True)


def _rename(beside: Path, folder: Path) -> None:
    """Give a folder its name; raise FileExistsError if another has it."""
    try:
        beside.rename(folder)
    except OSError as error:  # Linux says "not empty", others "exists"
        if folder.is_dir():
            raise FileExistsError(folder) from error
        raise


@contextlib.contextmanager
def only_run(ledger: Ledger) -> Iterator[None]:
    """Be the only run of a ledger, but for shards; raise UnusableResults if there is another."""
    try:
        lock = try_lock(ledger.folder / RUN_LOCK)
    except FileNotFoundError:
        raise LedgerGone(f"{ledger.folder} is gone: another process has merged it.") from None
    if lock is None:
        raise UnusableResults(
            f"{ledger.folder} is being written by another run. Wait for it, or choose another --output."
        )
    try:
        yield
    finally:
        os.close(lock)
