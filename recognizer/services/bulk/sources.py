"""Where pictures in bulk come from: one at a time, in an order that is the same each time."""

import hashlib
import os
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from typing import IO

from recognizer.services.bulk import stores
from recognizer.services.bulk.errors import NoPictures

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp"})
"""Of pictures that are read."""

OTHER_SUFFIXES = frozenset(
    f".{suffix}"
    for suffix in (
        *("arw", "avif", "cr2", "dng", "heic", "heif", "ico", "jfif", "jp2", "jpe", "jxl"),
        *("nef", "pdf", "pgm", "ppm", "psd", "svg", "tga", "tif", "tiff"),
    )
)
"""Of pictures too, most of them in formats that are not read: each gets a row that says so."""

PICTURES = SUFFIXES | OTHER_SUFFIXES
"""What is taken for a picture in a folder or an archive; a file that is named is always tried."""

MAX_MEMBERS = 100_000
"""Of one archive."""

UNREADABLE_ARCHIVE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError)
"""What zipfile raises on archives that are damaged, encrypted or packed in a way that it does not know."""


@dataclass(frozen=True, kw_only=True)
class PictureSource:
    """A picture to read."""

    file: str
    """The file it lies in, or its address in an object store."""
    member: str | None = None
    """Its name inside of that, where that is an archive."""
    problem: str = ""
    """Why it cannot be read, if that is known already."""

    @property
    def path(self) -> str:
        """The path that a row names it by."""
        path = self.file if self.member is None else f"{self.file}/{self.member}"
        # names that are no text in the file system's own encoding come as lone surrogates
        return path.encode(errors="backslashreplace").decode()


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """The result of one picture: an error or a reading."""

    path: str
    text: str = ""
    confidence: float | None = None
    verdict: str = ""
    error: str = ""
    ignored: str = ""
    """Kinds of the marks that were left out, with spaces between them, from left to right."""


class SeenPaths:
    """Which paths came already; on disk, so that millions of them take no memory."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("")  # a file without a name, gone when it is closed
        self._database.execute("CREATE TABLE seen (digest BLOB PRIMARY KEY) WITHOUT ROWID")

    def add(self, path: str) -> bool:
        """Remember a path; return whether it is a new one."""
        digest = hashlib.blake2b(path.encode(), digest_size=16).digest()
        return self._database.execute("INSERT OR IGNORE INTO seen VALUES (?)", [digest]).rowcount == 1

    def close(self) -> None:
        """Remove the file."""
        self._database.close()


def find_sources(paths: Iterable[str]) -> Iterator[PictureSource]:
    """Yield the pictures at some paths, each once: files, folders (recursively), patterns, ZIP archives.

    A path with `://` is the address of an object store. Raises NoPictures if a path leads nowhere.
    """
    seen, found = SeenPaths(), False
    try:
        for path in paths:
            for source in _in_store(path) if stores.is_address(path) else _at(path):
                found = True
                if seen.add(source.path):
                    yield source
    finally:
        seen.close()
    if not found:
        raise NoPictures(f"Expected pictures ({', '.join(sorted(SUFFIXES))}) or ZIP files, found none.")


def open_file(file: str) -> IO[bytes]:
    """Open a file of this machine or of an object store."""
    return stores.opened(file) if stores.is_address(file) else Path(file).open("rb")


def _at(path: str) -> Iterator[PictureSource]:
    start = Path(path)
    if start.is_dir():
        yield from _in_folder(start)
    elif start.exists():
        yield from _in_file(str(start))
    else:
        anchor = Path(start.anchor)
        matches = sorted(anchor.glob(str(start.relative_to(anchor)))) if stores.is_pattern(path) else []
        if not matches:
            raise NoPictures(
                f'Expected a file, a folder or a pattern that fits some, found nothing at "{path}".'
            )
        for match in matches:
            yield from _in_folder(match) if match.is_dir() else _in_file(str(match))


def _in_folder(folder: Path) -> Iterator[PictureSource]:
    """Yield what is below a folder, by name; of each folder on the way the names alone are in memory."""
    try:
        with os.scandir(folder) as entries:
            below = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    except OSError as error:
        yield PictureSource(file=str(folder), problem=f"this folder cannot be read: {error.strerror}")
        return
    for name, is_folder in below:
        path = folder / name
        if is_left_by_a_system(PurePath(name)):
            continue
        if is_folder:
            yield from _in_folder(path)
        elif _is_wanted(name) and path.is_file():
            yield from _in_file(str(path))


def _in_store(address: str) -> Iterator[PictureSource]:
    for file in stores.files_at(address):
        if file.is_named or (_is_wanted(file.below) and not is_left_by_a_system(PurePosixPath(file.below))):
            yield from _in_file(file.address)


def _is_wanted(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in {*PICTURES, ".zip"}


def _in_file(file: str) -> Iterator[PictureSource]:
    if PurePosixPath(file).suffix.lower() != ".zip":
        yield PictureSource(file=file)
        return
    try:
        with open_file(file) as opened, zipfile.ZipFile(opened) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
    except (OSError, *UNREADABLE_ARCHIVE):
        yield PictureSource(file=file, problem="expected a ZIP file, got a damaged one or something else")
        return
    if len(names) > MAX_MEMBERS:
        problem = f"expected a ZIP file of at most {MAX_MEMBERS:,} files, got one of {len(names):,}"
        yield PictureSource(file=file, problem=problem)
        return
    for name in names:
        member = PurePosixPath(name)
        if member.suffix.lower() in PICTURES and not is_left_by_a_system(member):
            yield PictureSource(file=file, member=name)


def is_left_by_a_system(path: PurePath) -> bool:
    """Whether a file is hidden, or one that macOS adds to archives (`__MACOSX/._picture.png`)."""
    names = (part for part in path.parts if part != "..")
    return any(name.startswith(".") or name == "__MACOSX" for name in names)
