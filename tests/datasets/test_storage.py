import os
from pathlib import Path

import pytest

from recognizer.datasets.errors import StorageError
from recognizer.datasets.storage import write_atomically
from tests.datasets.tiny import names_in


def test_it_replaces_a_file_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old and longer")

    write_atomically(tmp_path / "a", b"new")

    assert (tmp_path / "a").read_bytes() == b"new"
    assert names_in(tmp_path) == {"a"}


def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def refuse(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)

    with pytest.raises(StorageError) as caught:
        write_atomically(tmp_path / "a", b"new")

    assert str(caught.value) == f"Cannot use {tmp_path / 'a'}: No space left on device."
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names_in(tmp_path) == {"a"}
