"""Our reader and writer against the format's reference library, and against damaged files."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from recognizer.nn import FileFormatError
from recognizer.nn.arrays import Array
from recognizer.nn.io.files import read_tensor_header, read_tensors, write_tensors

TENSORS: dict[str, Array] = {
    "b": np.linspace(0, 1, 3, dtype=np.float32),
    "a": np.arange(6, dtype=np.float64).reshape(2, 3),
    "empty": np.zeros((0, 4), np.float32),
    "number": np.array(7.5),
    "bytes": np.arange(5, dtype=np.uint8),
    "across": np.arange(6, dtype=np.float32).reshape(2, 3).T,
}


def read(path: Path) -> tuple[dict[str, str], dict[str, Array]]:
    with path.open("rb") as file:
        header = read_tensor_header(file)
        return header.metadata, read_tensors(file, header)


def assert_same(found: dict[str, Array], expected: dict[str, Array]) -> None:
    assert found.keys() == expected.keys()
    for name, array in expected.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array, strict=True)


def test_the_reference_library_reads_what_we_write(tmp_path: Path) -> None:
    path = tmp_path / "ours"
    write_tensors(path, TENSORS, {"name": "Zoë", "empty": ""})
    assert_same(load_file(path), TENSORS)
    with safe_open(path, "numpy") as file:
        assert file.metadata() == {"name": "Zoë", "empty": ""}


def test_we_read_what_the_reference_library_writes(tmp_path: Path) -> None:
    path = tmp_path / "theirs"
    tensors = {name: np.ascontiguousarray(array) for name, array in TENSORS.items()}
    save_file(tensors, path, metadata={"name": "Zoë"})
    metadata, found = read(path)
    assert metadata == {"name": "Zoë"}
    assert_same(found, tensors)


def test_every_array_begins_at_a_multiple_of_its_items_size(tmp_path: Path) -> None:
    path = tmp_path / "ours"
    write_tensors(path, TENSORS, {"name": "odd length"})
    with path.open("rb") as file:
        tensors = read_tensor_header(file).tensors
        assert file.tell() % 8 == 0
    assert all(entry.start % entry.dtype.itemsize == 0 for entry in tensors.values())


def test_the_order_of_names_does_not_change_the_bytes(tmp_path: Path) -> None:
    write_tensors(tmp_path / "1", TENSORS, {"a": "1", "b": "2"})
    write_tensors(tmp_path / "2", dict(reversed(TENSORS.items())), {"b": "2", "a": "1"})
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def raw(header: Any, data: bytes = b"") -> bytes:  # noqa: ANN401
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + data


def entry(start: int, stop: int, shape: Any = None, dtype: Any = "F32") -> dict[str, Any]:  # noqa: ANN401
    shape = [(stop - start) // 4] if shape is None else shape
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, stop]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a safetensors file, or cut off: its header would have 0 bytes of 0"),
        (b"\x80\x04\x95abcdefgh", "not a safetensors file, or cut off"),
        (
            (2_000_000).to_bytes(8, "little") + b" " * 2_000_000,
            "the header may have at most 1000000 bytes; got 2000000",
        ),
        (raw(b"\xff\xfe"), "the header must be JSON"),
        (raw(b"[" * 100_000), "the header must be JSON"),
        (raw(b'{"a": NaN}'), "the header must be JSON; NaN is not JSON"),
        (raw(b'{"a": 1, "a": 2}'), "the header must be JSON; a name comes twice"),
        (raw(b'{"__metadata__": {"name": "\\udfff"}}'), "the header must be JSON; it is not UTF-8"),
        (raw(b'{"\\ud800": 1}'), "the header must be JSON; it is not UTF-8"),
        (raw(b'{"a": "\xed\xa0\x80"}'), "the header must be JSON; it is not UTF-8"),
        (raw([]), "the header must be a JSON object; got list"),
        (raw({"__metadata__": {"a": 1}}), "__metadata__ must hold texts by name"),
        (raw({"__metadata__": []}), "__metadata__ must hold texts by name"),
        (raw({"a": 5}), "array a: dtype, shape and data_offsets are needed; got 5"),
        (
            raw({"a": entry(0, 4, dtype="I64")}, b"1234"),
            "array a: dtype must be one of F64, F32, U8; got 'I64'",
        ),
        (raw({"a": entry(0, 4, dtype=["F32"])}, b"1234"), "array a: dtype must be one of F64, F32, U8"),
        (
            raw({"a": entry(0, 4, shape=[-1])}, b"1234"),
            "array a: shape and data_offsets must hold integers from 0",
        ),
        (
            raw({"a": entry(0, 4, shape=[True])}, b"1234"),
            "array a: shape and data_offsets must hold integers from 0",
        ),
        (raw({"a": entry(0, 4, shape=[2])}, b"1234"), r"array a: shape \(2,\) needs 8 bytes, not 4"),
        (raw({"a": entry(0, 4, shape=[2**62, 4])}, b"1234"), "needs .* bytes, not 4"),
        (raw({"a": entry(4, 8)}, b"12345678"), "array a must begin at byte 0; got 4"),
        (raw({"a": entry(0, 8), "b": entry(4, 8)}, b"12345678"), "array b must begin at byte 8; got 4"),
        (
            raw({"a": entry(0, 8)}, b"1234567"),
            "the arrays need 8 bytes; the file has 7: it is cut off or too long",
        ),
        (
            raw({"a": entry(0, 8)}, b"123456789"),
            "the arrays need 8 bytes; the file has 9: it is cut off or too long",
        ),
    ],
)
def test_it_refuses_a_damaged_or_foreign_file(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(FileFormatError, match=message):
        read(path)


@settings(max_examples=200)
@given(st.data())
def test_no_damage_leads_to_another_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzzed"
    write_tensors(path, TENSORS, {"name": "Zoë"})
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    with suppress(FileFormatError):
        read(path)
