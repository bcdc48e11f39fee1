"""Pictures in bulk: where they come from, and one row for each of them."""

import logging
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath, PurePosixPath
from typing import IO

from recognizer.ink import InkError, Mode, open_picture
from recognizer.services.bulk.errors import NoPictures, UnreadableFile
from recognizer.services.recognition.reading import recognize_picture

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

UNEXPECTED = "could not be read: an error that should not be; the log of the command has it"

MAX_FILE_BYTES = 64 * 2**20
"""Bytes of the largest file that is read, unpacked."""

MAX_MEMBERS = 100_000
"""Of one archive."""

UNREADABLE_ARCHIVE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError)
"""What zipfile raises on archives that are damaged, encrypted or packed in a way that it does not know."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class PictureSource:
    """A picture to read."""

    file: str
    """The file it lies in."""
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


def find_sources(paths: Iterable[str]) -> list[PictureSource]:
    """Return the pictures at some paths, each once: files, folders (recursively), globs, ZIP archives.

    Raises NoPictures if a path leads nowhere.
    """
    found: dict[str, PictureSource] = {}
    for path in paths:
        for source in _at(path):
            found.setdefault(source.path, source)
    if not found:
        raise NoPictures(f"Expected pictures ({', '.join(sorted(SUFFIXES))}) or ZIP files, found none.")
    return list(found.values())


def read_sources(sources: Iterable[PictureSource], *, mode: Mode) -> list[ResultRow]:
    """Read pictures, one row each; the row of an unreadable one has the error."""
    return [_row(source, mode) for source in sources]


def _at(path: str) -> Iterator[PictureSource]:
    start = Path(path)
    if start.is_dir():
        yield from _in_folder(start)
    elif start.exists():
        yield from _in_file(start)
    else:
        anchor = Path(start.anchor)
        matches = sorted(anchor.glob(str(start.relative_to(anchor)))) if any(c in path for c in "*?[") else []
        if not matches:
            raise NoPictures(
                f'Expected a file, a folder or a pattern that fits some, found nothing at "{path}".'
            )
        for match in matches:
            yield from _in_folder(match) if match.is_dir() else _in_file(match)


def _in_folder(folder: Path) -> Iterator[PictureSource]:
    for file in sorted(folder.rglob("*")):
        named = file.suffix.lower() in {*PICTURES, ".zip"}
        if named and not _is_left_by_a_system(file.relative_to(folder)) and file.is_file():
            yield from _in_file(file)


def _in_file(file: Path) -> Iterator[PictureSource]:
    if file.suffix.lower() != ".zip":
        yield PictureSource(file=str(file))
        return
    try:
        with zipfile.ZipFile(file) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
    except (OSError, *UNREADABLE_ARCHIVE):
        yield PictureSource(
            file=str(file), problem="expected a ZIP file, got a damaged one or something else"
        )
        return
    if len(names) > MAX_MEMBERS:
        problem = f"expected a ZIP file of at most {MAX_MEMBERS:,} files, got one of {len(names):,}"
        yield PictureSource(file=str(file), problem=problem)
        return
    for name in names:
        member = PurePosixPath(name)
        if member.suffix.lower() in PICTURES and not _is_left_by_a_system(member):
            yield PictureSource(file=str(file), member=name)


def _is_left_by_a_system(path: PurePath) -> bool:
    """Whether a file is hidden, or one that macOS adds to archives (`__MACOSX/._picture.png`)."""
    names = (part for part in path.parts if part != "..")
    return any(name.startswith(".") or name == "__MACOSX" for name in names)


def _row(source: PictureSource, mode: Mode) -> ResultRow:
    try:
        reading = recognize_picture(open_picture(_content(source)), mode=mode)
    except (InkError, UnreadableFile) as error:
        return ResultRow(path=source.path, error=str(error))
    except Exception:  # whatever one picture brings about, the others are read
        logger.exception("%s could not be read.", source.path)
        return ResultRow(path=source.path, error=UNEXPECTED)
    return ResultRow(
        path=source.path,
        text=reading.text,
        confidence=round(reading.confidence, 6),
        verdict=reading.verdict.value,
        ignored=" ".join(mark.kind.value for mark in reading.ignored),
    )


def _content(source: PictureSource) -> bytes:
    """Return a file's bytes, at most up to the limit, whatever size an archive declares."""
    if source.problem:
        raise UnreadableFile(source.problem)
    try:
        with _opened(source) as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror or 'the file is damaged'}") from error
    except UNREADABLE_ARCHIVE as error:
        raise UnreadableFile("cannot be unpacked: damaged, encrypted or packed in an unknown way") from error
    if len(content) > MAX_FILE_BYTES:
        raise UnreadableFile(f"expected a file of at most {MAX_FILE_BYTES // 2**20} MiB, got a larger one")
    return content


def _opened(source: PictureSource) -> IO[bytes]:
    if source.member is None:
        return Path(source.file).open("rb")
    return _archive(source.file).open(source.member)


@lru_cache(maxsize=1)
def _archive(file: str) -> zipfile.ZipFile:
    """Return an open archive: its directory is read once for all its members."""
    return zipfile.ZipFile(file)
