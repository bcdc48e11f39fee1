"""A shared folder: files are there whole or not at all, and a folder that is not mounted is no store."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from digitweb.model_store.folder import FolderStore


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    (tmp_path / "shared").mkdir()
    return FolderStore(location=str(tmp_path / "shared"))


def test_what_is_saved_is_there(store: FolderStore) -> None:
    assert store.save("models/one", ContentFile(b"abc")) == "models/one"
    assert store.content("models/one", 3) == b"abc"
    (entry,) = store.entries("models")
    assert (entry.name, entry.size) == ("models/one", 3)
    assert abs(entry.changed_at - datetime.now(UTC)) < timedelta(hours=1)
    assert list(store.entries("datasets")) == []


def test_the_same_name_is_written_over(store: FolderStore) -> None:
    store.save("models/one", ContentFile(b"damaged"))
    assert store.save("models/one", ContentFile(b"abc")) == "models/one"
    assert store.content("models/one", 3) == b"abc"


def test_a_file_that_cannot_be_written_whole_leaves_nothing(store: FolderStore) -> None:
    class Broken(ContentFile[bytes]):
        def chunks(self, chunk_size: int | None = None) -> "object":  # type: ignore[override]
            yield b"half"
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        store.save("models/one", Broken(b""))
    assert list((Path(store.location) / "models").iterdir()) == []


def test_what_is_too_large_is_not_read(store: FolderStore) -> None:
    store.save("models/one", ContentFile(b"abc"))
    with pytest.raises(OSError, match="File too large"):
        store.content("models/one", 2)


def test_others_on_the_host_read_nothing(store: FolderStore) -> None:
    store.save("models/one", ContentFile(b"abc"))
    path = Path(store.path("models/one"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_that_is_gone_may_be_deleted(store: FolderStore) -> None:
    store.save("models/one", ContentFile(b"abc"))
    store.delete("models/one")
    store.delete("models/one")
    with pytest.raises(FileNotFoundError):
        store.content("models/one", 3)


def test_a_folder_that_is_not_mounted_is_never_made(tmp_path: Path) -> None:
    store = FolderStore(location=str(tmp_path / "absent"))
    for use in (
        lambda: store.save("models/one", ContentFile(b"abc")),
        lambda: store.content("models/one", 3),
        lambda: list(store.entries("models")),
        lambda: store.delete("models/one"),
    ):
        with pytest.raises(NotADirectoryError):
            use()
    assert not (tmp_path / "absent").exists()
