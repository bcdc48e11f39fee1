"""An archive from anywhere is read within bounds or refused with the reason."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recognizer.services.data_sets import archive
from recognizer.services.data_sets.archive import archive_of, read_archive
from recognizer.services.errors import DataSetRefused

ARRAYS = {"a": np.arange(6).reshape(2, 3), "b": np.array("text"), "c": np.zeros((0, 4), dtype=np.uint8)}


def head(shape: str, descr: str = "'|u1'", by_columns: str = "False") -> bytes:
    """Return the head of an array, whatever its bytes are."""
    text = f"{{'descr': {descr}, 'fortran_order': {by_columns}, 'shape': {shape}}}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode()


def zipped(**entries: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(f"{name}.npy", content)
    return buffer.getvalue()


def test_arrays_come_back_and_numpy_reads_them_too(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    path.write_bytes(archive_of(ARRAYS))
    found = read_archive(path)
    assert list(found) == list(ARRAYS)
    with np.load(path, allow_pickle=False) as of_numpy:
        for name, array in ARRAYS.items():
            assert np.array_equal(found[name], array)
            assert np.array_equal(of_numpy[name], array)
            assert found[name].dtype == of_numpy[name].dtype


def test_what_numpy_wrote_compressed_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez_compressed(path, allow_pickle=False, **ARRAYS)
    assert np.array_equal(read_archive(path)["a"], ARRAYS["a"])


HOSTILE: dict[str, tuple[bytes, str]] = {
    "no archive": (b"something", "is no NumPy archive: File is not a zip file"),
    "no array": (zipped(a=b"something"), "is no NumPy archive"),
    "cut off": (archive_of(ARRAYS)[:-40], "is no NumPy archive"),
    "huge by its head": (
        zipped(a=head("(10**12,)".replace("10**12", "1" + "0" * 12))),
        "0 bytes for an array",
    ),
    "shorter than its head": (zipped(a=head("(5,)") + b"123"), "3 bytes for an array"),
    "negative": (zipped(a=head("(-3,)") + b"123"), "is no NumPy archive"),
    "objects": (zipped(a=head("(1,)", "'|O'") + b"cos\nsystem\n(S'true'\ntR."), "an array of object"),
    "by columns": (zipped(a=head("(2, 2)", by_columns="True") + b"1234"), "by columns"),
    "no bytes an item": (zipped(a=head("(1000,)", "'<U0'")), "an array of <U0"),
    "code in its head": (zipped(a=head("(__import__('os').abort(),)")), "is no NumPy archive"),
    "no end of brackets": (zipped(a=head("(" * 50)), "is no NumPy archive"),
    "brackets that numpy's parser cannot hold": (
        zipped(a=head("(" * 400 + ")" * 400)),
        "is no NumPy archive",
    ),
    "a shape of names": (zipped(a=head("True")), "is no NumPy archive"),
    "no type": (zipped(a=head("(1,)", "'x'") + b"1"), "is no NumPy archive"),
    "a type of a tuple": (zipped(a=head("(1,)", "('|u1', -1)") + b"1"), "is no NumPy archive"),
    "a type far too large": (zipped(a=head("(1,)", "'|V99999999999'") + b"1"), "is no NumPy archive"),
    "another indent": (zipped(a=head("(1,)").replace(b"{", b"{}\n  a\n b{")), "is no NumPy archive"),
    "another version": (zipped(a=b"\x93NUMPY\x09\x00" + head("(1,)")[8:] + b"1"), "is no NumPy archive"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_archives_are_refused(name: str, tmp_path: Path) -> None:
    content, reason = HOSTILE[name]
    path = tmp_path / "hostile.npz"
    path.write_bytes(content)
    with pytest.raises(DataSetRefused, match=r"hostile\.npz") as error:
        read_archive(path)
    assert reason in str(error.value)


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_FILE_BYTES", 1000)
    path = tmp_path / "bomb.npz"
    path.write_bytes(zipped(a=head("(600,)") + bytes(600), b=head("(600,)") + bytes(600)))
    assert path.stat().st_size < 1000
    with pytest.raises(
        DataSetRefused, match=r"bomb\.npz has 1,456 bytes unpacked; a data set may have 1,000"
    ):
        read_archive(path)


def test_an_array_that_comes_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "twice.npz"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a.npy", head("(1,)") + b"1")
        with pytest.warns(UserWarning, match="Duplicate name"):
            file.writestr("a.npy", head("(1,)") + b"1")
    with pytest.raises(DataSetRefused, match=r"expected each array once, found 'a\.npy' twice"):
        read_archive(path)


CHANGES: list[Callable[[bytearray, int], object]] = [
    lambda content, place: content.__setitem__(place, content[place] ^ 0xFF),
    lambda content, place: content.__delitem__(place),
    lambda content, place: content.insert(place, 0),
]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(change=st.sampled_from(CHANGES), where=st.floats(0, 0.999))
def test_damage_anywhere_is_an_error_of_ours_or_none(
    change: Callable[[bytearray, int], object], where: float, tmp_path: Path
) -> None:
    content = bytearray(archive_of(ARRAYS))
    change(content, int(where * len(content)))
    path = tmp_path / "damaged.npz"
    path.write_bytes(content)
    try:
        read_archive(path)
    except DataSetRefused as error:
        assert "damaged.npz" in str(error)  # noqa: PT017 - either outcome is right
