"""The manifest of a bulk run: which pictures it reads, in chunks; written once, never changed.

`sources.jsonl` has a line for each picture, in the order of the rows; `manifest.json` says what the run is,
and where in that file each chunk begins. So ten million pictures are twenty thousand numbers in memory.
"""

import hashlib
import json
import os
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, cast

from recognizer.ink import Mode
from recognizer.services.bulk.errors import LedgerGone, UnusableResults
from recognizer.services.bulk.sources import PictureSource, SeenPaths

HEAD, SOURCES = "manifest.json", "sources.jsonl"
FORMAT = 1

PICTURES_IN_CHUNK = 500
"""Seconds of work: more than it costs to hand it out and to write a file of it."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """What all runs of one ledger share."""

    mode: Mode
    model: str
    """SHA-256 of the version's file."""
    paths: tuple[str, ...]
    """What was asked for, as it was typed."""
    chunk: int = PICTURES_IN_CHUNK
    """Pictures in a chunk; the last one may have fewer."""

    def differences(self, other: "Run") -> str:
        """Say in what another run differs, as "this, not that"; empty if in nothing."""
        said = {
            f"--mode {self.mode}": f"--mode {other.mode}",
            f"model {self.model[:12]}": f"model {other.model[:12]}, which is live now",
            f"--chunk {self.chunk}": f"--chunk {other.chunk}",
            f"PATH {shlex.join(self.paths)}": f"PATH {shlex.join(other.paths)}",
        }
        pairs = zip(said.items(), (*self._values(),), (*other._values(),), strict=True)
        return "; ".join(f"{mine}, not {theirs}" for (mine, theirs), a, b in pairs if a != b)

    def _values(self) -> tuple[object, ...]:
        return self.mode, self.model, self.chunk, self.paths


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """A manifest on disk."""

    folder: Path
    run: Run
    pictures: int
    offsets: Sequence[int]
    """Where in the file of sources each chunk begins, in bytes."""
    fingerprint: str
    """SHA-256 of that file."""

    @property
    def chunks(self) -> int:
        """How many there are."""
        return len(self.offsets)

    def size(self, chunk: int) -> int:
        """Return how many pictures a chunk has."""
        return min(self.run.chunk, self.pictures - chunk * self.run.chunk)

    def lines(self, chunk: int) -> list[bytes]:
        """Return the lines of a chunk, as they lie on disk; raise LedgerGone if they do no more."""
        try:
            with (self.folder / SOURCES).open("rb") as file:
                file.seek(self.offsets[chunk])
                return list(islice(file, self.size(chunk)))
        except FileNotFoundError:
            raise LedgerGone(f"{self.folder} is gone: another process has merged it.") from None

    def sources(self, chunk: int) -> list[PictureSource]:
        """Return the pictures of a chunk."""
        return [source_of(line) for line in self.lines(chunk)]

    def all_sources(self) -> Iterator[PictureSource]:
        """Yield the pictures of all chunks."""
        with (self.folder / SOURCES).open("rb") as file:
            yield from map(source_of, file)

    def changes(self, sources: Iterable[PictureSource]) -> tuple[int, int]:
        """Return how many of these the manifest does not know, and how many it knows are not among these."""
        seen = SeenPaths()
        try:
            for source in self.all_sources():
                seen.add(source.path)
            found, new = 0, 0
            for source in sources:
                found += 1
                new += seen.add(source.path)
        finally:
            seen.close()
        return new, self.pictures - (found - new)

    def is_of(self, sources: Iterable[PictureSource]) -> bool:
        """Whether these are the pictures of the manifest, in its order."""
        digest = hashlib.sha256()
        for source in sources:
            digest.update(line_of(source))
        return digest.hexdigest() == self.fingerprint


def line_of(source: PictureSource) -> bytes:
    """Return the line of a picture; in ASCII, which any name survives."""
    return json.dumps(asdict(source)).encode() + b"\n"


def source_of(line: bytes | str) -> PictureSource:
    """Return the picture of a line."""
    return PictureSource(**json.loads(line))


def write_manifest(folder: Path, run: Run, sources: Iterable[PictureSource]) -> Manifest:
    """Write a manifest into a folder that nobody else uses yet."""
    digest, offsets, pictures, offset = hashlib.sha256(), list[int](), 0, 0
    with (folder / SOURCES).open("wb") as file:
        for pictures, source in enumerate(sources, start=1):
            line = line_of(source)
            if (pictures - 1) % run.chunk == 0:
                offsets.append(offset)
            file.write(line)
            digest.update(line)
            offset += len(line)
        file.flush()
        os.fsync(file.fileno())
    manifest = Manifest(
        folder=folder, run=run, pictures=pictures, offsets=offsets, fingerprint=digest.hexdigest()
    )
    head = {
        "format": FORMAT,
        "run": asdict(run),
        **{name: getattr(manifest, name) for name in ("pictures", "fingerprint", "offsets")},
    }
    with (folder / HEAD).open("w", encoding="utf-8") as written:
        json.dump(head, written)
        written.flush()
        os.fsync(written.fileno())
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a folder.

    Raises UnusableResults if there is something else, FileNotFoundError if the folder is gone.
    """
    try:
        head = json.loads((folder / HEAD).read_text(encoding="utf-8"))
        if head["format"] != FORMAT:
            raise UnusableResults(
                f"{folder} is of another release: expected format {FORMAT}, found {head['format']}. "
                "Finish it there, or remove it."
            )
        return Manifest(
            folder=folder,
            run=_run_of(head["run"]),
            pictures=head["pictures"],
            offsets=head["offsets"],
            fingerprint=head["fingerprint"],
        )
    except FileNotFoundError:
        if not folder.exists():
            raise
        raise UnusableResults(f"{folder} is no ledger of this command. Remove it.") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise UnusableResults(f"{folder} is no ledger of this command. Remove it.") from None


def _run_of(head: Mapping[str, Any]) -> Run:
    return Run(
        mode=cast("Mode", head["mode"]),
        model=head["model"],
        paths=tuple(head["paths"]),
        chunk=head["chunk"],
    )
