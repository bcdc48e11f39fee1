"""Arrays in files: a small reader and writer of the safetensors format.

A file is the length of the header (8 bytes, little-endian), the header (JSON: for each array its dtype, shape
and place, and under ``__metadata__`` texts by name), and the arrays one after another, little-endian by rows.
Nothing in such a file is ever run, and everything the header says is checked before an array is read.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import numpy as np

from recognizer.atomic_files import write_atomically
from recognizer.nn.arrays import Array, Shape
from recognizer.nn.errors import FileFormatError
from recognizer.phrases import Phrase, message_of

__all__ = [
    "TensorEntry",
    "TensorHeader",
    "read_tensor_header",
    "read_tensors",
    "tensor_bytes",
    "write_tensors",
]

LENGTH_BYTES = 8
MAX_HEADER_BYTES = 1_000_000
DTYPES: dict[str, np.dtype[Any]] = {"F64": np.dtype("<f8"), "F32": np.dtype("<f4"), "U8": np.dtype("u1")}
DTYPE_NAMES = {dtype: name for name, dtype in DTYPES.items()}


@dataclass(frozen=True, kw_only=True)
class TensorEntry:
    """What a header says of one array."""

    dtype: np.dtype[Any]
    shape: Shape
    start: int
    """First byte, counted from the end of the header."""
    stop: int
    """The byte after the last."""


@dataclass(frozen=True, kw_only=True)
class TensorHeader:
    """A checked header."""

    metadata: dict[str, str]
    tensors: dict[str, TensorEntry]


def write_tensors(path: Path | str, tensors: Mapping[str, Array], metadata: Mapping[str, str]) -> None:
    """Write arrays and texts into a file, whole or not at all."""
    write_atomically(path, tensor_bytes(tensors, metadata))


def tensor_bytes(tensors: Mapping[str, Array], metadata: Mapping[str, str]) -> list[bytes]:
    """Return the pieces of a file of float32, float64 and uint8 arrays and texts: same input, same bytes.

    Other readers want wider types first, so that every array begins at a multiple of its item's size.
    """
    names = sorted(tensors, key=lambda name: (-tensors[name].itemsize, name))
    header: dict[str, Any] = {"__metadata__": dict(sorted(metadata.items()))}
    place = 0
    for name in names:
        array = tensors[name]
        dtype = DTYPE_NAMES[array.dtype.newbyteorder("<")]
        header[name] = {
            "dtype": dtype,
            "shape": list(array.shape),
            "data_offsets": [place, place + array.nbytes],
        }
        place += array.nbytes
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % LENGTH_BYTES)
    if len(text) > MAX_HEADER_BYTES:
        raise FileFormatError(
            "a header may have {most} bytes, or no one would read it; got {found}",
            most=MAX_HEADER_BYTES,
            found=len(text),
        )
    arrays = (
        tensors[name].astype(tensors[name].dtype.newbyteorder("<"), copy=False).tobytes() for name in names
    )
    return [len(text).to_bytes(LENGTH_BYTES, "little"), text, *arrays]


def read_tensor_header(file: BinaryIO) -> TensorHeader:
    """Read and check the header of an open file; afterwards the file stands at the first array.

    Raises
    ------
    FileFormatError
        Unless the file is in the format, complete, and its arrays follow each other without gap or overlap.
    """
    size = os.fstat(file.fileno()).st_size
    length = int.from_bytes(file.read(LENGTH_BYTES), "little")
    if size < LENGTH_BYTES or length > size - LENGTH_BYTES:
        raise FileFormatError(
            "not a safetensors file, or cut off: its header would have {length} bytes of {size}",
            length=length,
            size=size,
        )
    if length > MAX_HEADER_BYTES:
        raise FileFormatError(
            "the header may have at most {most} bytes; got {length}", most=MAX_HEADER_BYTES, length=length
        )
    header = parse_json_object(file.read(length), Phrase("the header"))
    metadata = header.pop("__metadata__", {})
    if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
        raise FileFormatError("__metadata__ must hold texts by name")
    tensors = {name: parse_entry(name, entry) for name, entry in header.items()}
    check_places(tensors, data_bytes=size - LENGTH_BYTES - length)
    return TensorHeader(metadata=metadata, tensors=tensors)


def read_tensors(file: BinaryIO, header: TensorHeader) -> dict[str, Array]:
    """Read all arrays of a file that stands where ``read_tensor_header`` left it."""
    origin = file.tell()
    tensors = {}
    for name, entry in header.tensors.items():
        file.seek(origin + entry.start)
        data = file.read(entry.stop - entry.start)
        if len(data) != entry.stop - entry.start:
            raise FileFormatError("array {name} is cut off", name=name)
        tensors[name] = np.frombuffer(data, entry.dtype).reshape(entry.shape)
    return tensors


def parse_json_object(text: bytes | str, what: str) -> dict[str, Any]:
    """Return the object that a JSON text holds, or raise a FileFormatError."""
    try:
        value = json.loads(text, parse_constant=refuse_constant, object_pairs_hook=unique_keys)
        json.dumps(value, ensure_ascii=False).encode()  # half a character cannot be written anywhere
    except (ValueError, RecursionError) as error:
        raise FileFormatError(
            "{what} must be JSON; {reason}", what=what, reason=why_no_json(error)
        ) from error
    if not isinstance(value, dict):
        raise FileFormatError(
            "{what} must be a JSON object; got {found}", what=what, found=type(value).__name__
        )
    return value


def why_no_json(error: Exception) -> str:
    """Return what keeps a text from being JSON, in words that can be translated where Python's cannot."""
    match error:
        case json.JSONDecodeError():
            return Phrase("it is none at line {line}, column {column}", line=error.lineno, column=error.colno)
        case UnicodeDecodeError() | UnicodeEncodeError():
            return Phrase("it is not UTF-8")
        case RecursionError():
            return Phrase("its parts lie too deep in each other")
    return message_of(error)


def refuse_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python reads but JSON does not have."""
    raise ValueError(Phrase("{name} is not JSON", name=name))


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the pairs as a dict; a name that comes twice means a tampered file."""
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError(Phrase("a name comes twice"))
    return values


def parse_entry(name: str, entry: object) -> TensorEntry:
    """Return what a header says of one array, or raise a FileFormatError."""
    if not isinstance(entry, dict) or set(entry) != {"dtype", "shape", "data_offsets"}:
        raise FileFormatError(
            "array {name}: dtype, shape and data_offsets are needed; got {entry}",
            name=name,
            entry=f"{entry!r:.200}",
        )
    if entry["dtype"] not in list(DTYPES):
        raise FileFormatError(
            "array {name}: dtype must be one of {names}; got {found}",
            name=name,
            names=", ".join(DTYPES),
            found=f"{entry['dtype']!r:.50}",
        )
    if (
        not all_lengths(entry["shape"])
        or not all_lengths(entry["data_offsets"])
        or len(entry["data_offsets"]) != 2
    ):
        raise FileFormatError("array {name}: shape and data_offsets must hold integers from 0 up", name=name)
    dtype, shape, (start, stop) = DTYPES[entry["dtype"]], tuple(entry["shape"]), entry["data_offsets"]
    if stop - start != prod(shape) * dtype.itemsize:
        raise FileFormatError(
            "array {name}: shape {shape} needs {needed} bytes, not {found}",
            name=name,
            shape=shape,
            needed=prod(shape) * dtype.itemsize,
            found=stop - start,
        )
    return TensorEntry(dtype=dtype, shape=shape, start=start, stop=stop)


def all_lengths(values: object) -> bool:
    """Whether this is a short list of integers from 0 up."""
    return (
        isinstance(values, list)
        and len(values) <= 8
        and all(type(value) is int and value >= 0 for value in values)
    )


def check_places(tensors: Mapping[str, TensorEntry], *, data_bytes: int) -> None:
    """Raise a FileFormatError unless the arrays fill the rest of the file without gap or overlap."""
    place = 0
    for name, entry in sorted(tensors.items(), key=lambda item: (item[1].start, item[1].stop)):
        if entry.start != place:
            raise FileFormatError(
                "array {name} must begin at byte {place}; got {start}",
                name=name,
                place=place,
                start=entry.start,
            )
        place = entry.stop
    if place != data_bytes:
        raise FileFormatError(
            "the arrays need {place} bytes; the file has {data_bytes}: it is cut off or too long",
            place=place,
            data_bytes=data_bytes,
        )
