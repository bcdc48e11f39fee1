"""Archives of NumPy's in the data folder."""

from pathlib import Path

import numpy as np
import pytest

from recognizer.services.evaluation.npz import read_archive, write_archive


def test_arrays_come_back_by_name(tmp_path: Path) -> None:
    path = tmp_path / "kept.npz"
    write_archive(path, a=np.arange(3), b=np.zeros((2, 2), np.float32))
    found = read_archive(path, "b", "a")
    assert found is not None
    assert found[0].shape == (2, 2)
    assert found[1].tolist() == [0, 1, 2]
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_not_whole_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "kept.npz"
    assert read_archive(path, "a") is None
    write_archive(path, a=np.arange(1000))
    assert read_archive(path, "b") is None
    whole = path.read_bytes()
    for damaged in (b"", whole[:100], whole[:-30], b"not an archive"):
        path.write_bytes(damaged)
        assert read_archive(path, "a") is None


def test_nothing_in_it_is_run(tmp_path: Path) -> None:
    path = tmp_path / "kept.npz"
    np.savez(path, a=np.array([{}], dtype=object), allow_pickle=True)
    assert read_archive(path, "a") is None
    with pytest.raises(ValueError, match="Object arrays cannot be saved"):
        write_archive(path, a=np.array([{}], dtype=object))
