"""What the lessons keep of versions: within a bound, the live one's always."""

import os
from pathlib import Path

import numpy as np
import pytest
from pytest_django.fixtures import Settings

from recognizer.datasets.errors import StorageError
from recognizer.services.course import array_cache
from recognizer.services.course.array_cache import make_room, mark_used, open_array, save_array
from recognizer.services.paths import learning_folder
from recognizer.services.recognition.live import live_model

pytestmark = pytest.mark.django_db

EACH = 1000


@pytest.fixture
def folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own data folder's `learning/`, in which three files of versions may be."""
    settings.DIGITWEB_DATA_DIR = tmp_path
    monkeypatch.setattr(array_cache, "MAX_BYTES", 3 * EACH)
    return learning_folder()


def kept(folder: Path, sha256: str, *, last_used: int, name: str = "mnist") -> Path:
    path = folder / f"{name}-{sha256}.npy"
    path.write_bytes(bytes(EACH))
    os.utime(path, (last_used, last_used))
    return path


def sha(digit: str) -> str:
    return digit * 64


def test_an_array_is_read_as_it_was_kept(folder: Path) -> None:
    save_array(folder / "a.npy", np.arange(12, dtype=np.float16).reshape(3, 4))
    array = open_array(folder / "a.npy")
    assert isinstance(array, np.memmap)
    assert (array == np.arange(12).reshape(3, 4)).all()


@pytest.mark.parametrize("share", [0, 0.1, 0.9])
def test_what_is_not_whole_counts_as_missing(folder: Path, share: float) -> None:
    path = folder / "a.npy"
    assert open_array(path) is None
    save_array(path, np.zeros((100, 100)))
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    assert open_array(path) is None


def test_what_was_not_used_for_longest_goes_first(folder: Path) -> None:
    first, second, third = (
        kept(folder, sha(digit), last_used=at) for digit, at in (("a", 2), ("b", 1), ("c", 3))
    )
    make_room(EACH, of=sha("d"))
    assert (first.exists(), second.exists(), third.exists()) == (True, False, True)
    mark_used(first)
    make_room(2 * EACH, of=sha("d"))
    assert (first.exists(), third.exists()) == (True, False)


def test_nothing_goes_while_there_is_room(folder: Path) -> None:
    paths = [kept(folder, sha(digit), last_used=1) for digit in "ab"]
    make_room(EACH, of=sha("c"))
    assert all(path.exists() for path in paths)


def test_the_live_version_and_the_one_that_asks_are_spared(folder: Path) -> None:
    live = kept(folder, live_model.current().sha256, last_used=1)
    own = kept(folder, sha("a"), last_used=2, name="drawn-7")
    other = kept(folder, sha("b"), last_used=3)
    make_room(EACH, of=sha("a"))
    assert (live.exists(), own.exists(), other.exists()) == (True, True, False)


def test_what_is_too_large_is_refused_and_nothing_goes(folder: Path) -> None:
    live = kept(folder, live_model.current().sha256, last_used=1)
    other = kept(folder, sha("b"), last_used=3)
    with pytest.raises(StorageError, match=r"2,001 more bytes do not fit into .*: there may be 3,000\."):
        make_room(2 * EACH + 1, of=sha("c"))
    assert live.exists()
    assert other.exists()


def test_what_versions_share_does_not_count_and_stays(folder: Path) -> None:
    shared = [
        folder / name for name in ("mnist-tiles.npy", "drawn-7-labels.npy", "written-1000-4.safetensors")
    ]
    for path in shared:
        path.write_bytes(bytes(5 * EACH))
    make_room(3 * EACH, of=sha("a"))
    assert all(path.exists() for path in shared)
