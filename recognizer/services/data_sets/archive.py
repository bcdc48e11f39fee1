"""NumPy archives whose bytes depend on the arrays alone, read as if an enemy had written them."""

import io
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from recognizer.phrases import Phrase, message_of, shortened
from recognizer.services.errors import DataSetRefused

MAX_FILE_BYTES = 256 * 1024 * 1024
"""Of an archive, as it lies there and unpacked: some 300,000 samples."""
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file knows, given to every entry."""
ENDING = ".npy"
BROKEN = (
    OSError,
    EOFError,
    ValueError,
    TypeError,
    SyntaxError,
    ArithmeticError,
    LookupError,
    MemoryError,
    RuntimeError,
    struct.error,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading an archive may raise that is cut off, damaged, encrypted or something else.

NumPy reads the head of an array as Python does its own code, and fails as that does."""


def archive_of(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return the arrays as an .npz file, in their order; the same arrays give the same bytes everywhere.

    Nothing is compressed: what is comes out otherwise with another release of zlib.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            entry = zipfile.ZipInfo(name + ENDING, date_time=LONG_AGO)
            entry.create_system = 3  # Unix, wherever it is written
            content = io.BytesIO()
            npy.write_array(
                content, np.ascontiguousarray(array).reshape(array.shape), (1, 0), allow_pickle=False
            )
            archive.writestr(entry, content.getvalue())
    return buffer.getvalue()


def read_archive(path: Path, content: bytes | None = None) -> dict[str, NDArray[Any]]:
    """Return all arrays of an .npz file by name; raise DataSetRefused if it is too large or is none.

    With `content`, what is in the file, it need not lie on this host.

    No more bytes are read, and no more memory is taken, than `MAX_FILE_BYTES`, whatever the file says of
    itself; nothing in it is ever unpickled.
    """
    try:
        with zipfile.ZipFile(path if content is None else io.BytesIO(content)) as archive:
            entries = archive.infolist()
            check_sizes(path, entries)
            return {entry.filename.removesuffix(ENDING): array_in(archive, entry) for entry in entries}
    except BROKEN as error:
        raise DataSetRefused(
            "{file} is no NumPy archive: {reason}.",
            file=path.name,
            reason=reason_of(error),
        ) from error


def reason_of(error: BaseException) -> str:
    """Return what an error says: a phrase as it is, of other words the begin of the first line."""
    message = message_of(error)
    return message if isinstance(message, Phrase) else shortened(message.partition("\n")[0]).rstrip(".")


def check_sizes(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Raise DataSetRefused unless the entries together are small enough unpacked, and named once each."""
    size = sum(entry.file_size for entry in entries)
    if size > MAX_FILE_BYTES:
        raise DataSetRefused(
            "{file} has {size} bytes unpacked; a data set may have {most}.",
            file=path.name,
            size=f"{size:,}",
            most=f"{MAX_FILE_BYTES:,}",
        )
    names = [entry.filename for entry in entries]
    twice = sorted({name for name in names if names.count(name) > 1}) if len(names) <= 100 else names
    if twice:
        raise DataSetRefused(
            "{file}: expected each array once, found {name} twice.",
            file=path.name,
            name=shortened(ascii(twice[0])),
        )


def array_in(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> NDArray[Any]:
    """Return the array of an entry; raise a ValueError if its bytes are not those that its head announces."""
    with archive.open(entry) as file:
        content = file.read(entry.file_size)
    head = io.BytesIO(content)
    version = npy.read_magic(head)
    if version not in {(1, 0), (2, 0)}:
        raise ValueError(Phrase("arrays of format {version}", version=version))
    read_head = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, by_columns, dtype = read_head(head)
    if dtype.hasobject or not dtype.itemsize or (by_columns and len(shape) > 1):
        how = Phrase("by columns") if by_columns else Phrase("by rows")
        raise ValueError(Phrase("an array of {dtype}, {how}", dtype=dtype, how=how))
    found, expected = len(content) - head.tell(), prod(shape) * dtype.itemsize
    if found != expected:
        raise ValueError(
            Phrase("{found} bytes for an array {shape} of {dtype}", found=found, shape=shape, dtype=dtype)
        )
    return np.frombuffer(content, dtype, offset=head.tell(), count=prod(shape)).reshape(shape)
