"""One row for each picture, whatever is wrong with it. Only for processes in which Django is set up."""

import logging
import zipfile
from collections.abc import Iterable
from functools import lru_cache
from typing import IO

from recognizer.ink import InkError, Mode, open_picture
from recognizer.services.bulk.errors import StoreSilent, UnreadableFile
from recognizer.services.bulk.sources import UNREADABLE_ARCHIVE, PictureSource, ResultRow, open_file
from recognizer.services.bulk.stores import explained, is_address
from recognizer.services.recognition.reading import recognize_picture
from recognizer.services.versions.registry import LoadedVersion

UNEXPECTED = "could not be read: an error that should not be; the log of the command has it"

MAX_FILE_BYTES = 64 * 2**20
"""Bytes of the largest file that is read, unpacked."""

logger = logging.getLogger(__name__)


def read_sources(
    sources: Iterable[PictureSource], *, mode: Mode, version: LoadedVersion | None = None
) -> list[ResultRow]:
    """Read pictures by a version, the live one if left out; the row of an unreadable one has the error.

    Raises StoreSilent if an object store does not answer: that is no fault of the pictures.
    """
    return [_row(source, mode, version) for source in sources]


def _row(source: PictureSource, mode: Mode, version: LoadedVersion | None) -> ResultRow:
    try:
        reading = recognize_picture(open_picture(_content(source)), mode=mode, version=version)
    except StoreSilent:
        raise
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
        content = _stored_bytes(source) if is_address(source.file) else _bytes(source)
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror or 'the file is damaged'}") from error
    except UNREADABLE_ARCHIVE as error:
        raise UnreadableFile("cannot be unpacked: damaged, encrypted or packed in an unknown way") from error
    if len(content) > MAX_FILE_BYTES:
        raise UnreadableFile(f"expected a file of at most {MAX_FILE_BYTES // 2**20} MiB, got a larger one")
    return content


def _stored_bytes(source: PictureSource) -> bytes:
    """Return the same of a file in an object store, where any error but a few is the store's."""
    with explained(source.file, may_be_missing=True):
        try:
            return _bytes(source)
        except (KeyError, *UNREADABLE_ARCHIVE) as error:
            if source.member is None:
                raise
            raise UnreadableFile(
                "cannot be unpacked: damaged, encrypted or packed in an unknown way"
            ) from error


def _bytes(source: PictureSource) -> bytes:
    with _opened(source) as file:
        return file.read(MAX_FILE_BYTES + 1)


def _opened(source: PictureSource) -> IO[bytes]:
    if source.member is None:
        return open_file(source.file)
    return _archive(source.file).open(source.member)


@lru_cache(maxsize=1)
def _archive(file: str) -> zipfile.ZipFile:
    """Return an open archive: its directory is read once for all its members."""
    return zipfile.ZipFile(open_file(file) if is_address(file) else file)
