import os
from pathlib import Path

import pytest

from recognizer.datasets.errors import StorageError
from recognizer.datasets.storage import write_whole


def test_a_full_disk_is_an_error_that_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StorageError) as caught:
        write_whole(tmp_path / "a", b"new")
    assert str(caught.value) == f"Cannot use {tmp_path / 'a'}: No space left on device."
    assert list(tmp_path.iterdir()) == []
