"""The store of model files: named by their SHA-256, written atomically, never changed.

They lie in the data folder, or in a store that hosts share; then each host keeps copies of what it reads.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from recognizer.datasets.errors import StorageError
from recognizer.datasets.storage import write_whole
from recognizer.phrases import message_of
from recognizer.services import shared_store
from recognizer.services.errors import NotInStore, StoreError, VersionRefused
from recognizer.services.paths import copies_folder, models_folder
from recognizer.services.shared_store import SharedFile

SUFFIX = ".safetensors"
SHARED_FOLDER = "models"
"""Of a store that hosts share."""
MAX_SHARED_BYTES = 2**30
"""Of a file there. The largest preset's has 12 MB; what is larger than this was not written by us."""
GRACE_SECONDS = 3600
"""A file that no version names may be about to get one: it is left alone for so long after it was written."""


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file in the store."""

    sha256: str
    """64 hexadecimal digits; also the file's name."""
    size: int
    """Bytes."""


def path_of(sha256: str) -> Path:
    """Return the path of the file of that hash on this host; it need not exist."""
    folder = copies_folder() if shared_store.is_shared() else models_folder()
    return folder / f"{sha256}{SUFFIX}"


def shared_name(sha256: str) -> str:
    """Return the name of the file of that hash in the shared store."""
    return f"{SHARED_FOLDER}/{sha256}{SUFFIX}"


def store(content: bytes) -> StoredFile:
    """Write a model file into the store under its hash; one that is there already is left alone.

    Raises
    ------
    StoreError
        If hosts share a store and it does not take the file; nothing is kept then.
    """
    if shared_store.is_shared():
        shared_store.write(shared_name(hashlib.sha256(content).hexdigest()), content)
    return store_by_hash(content, path_of)


def store_by_hash(content: bytes, path_of: Callable[[str], Path]) -> StoredFile:
    """Write a file under its hash, at the path that this gives; one that is there already is left alone."""
    sha256 = hashlib.sha256(content).hexdigest()
    target = path_of(sha256)
    if is_intact(target, sha256):
        os.utime(target)  # in use again: not to be taken for one that was left behind
    else:
        write_whole(target, content)
    return StoredFile(sha256=sha256, size=len(content))


def is_intact(path: Path, sha256: str) -> bool:
    """Whether `path` is there and its content has that hash."""
    return path.is_file() and sha256_of(path) == sha256


def sha256_of(path: Path) -> str:
    """Return the hash of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def verified_path(sha256: str) -> Path:
    """Return the path of a stored file after checking that its content still has that hash."""
    path = path_of(sha256)
    if shared_store.is_shared():
        if not is_intact(path, sha256):
            fetch(sha256)
        return path
    try:
        found = sha256_of(path)
    except FileNotFoundError:
        raise VersionRefused(
            "The model file {file} is missing from {folder}.", file=path.name, folder=path.parent
        ) from None
    except OSError as error:
        raise VersionRefused(
            "The model file {path} cannot be read: {reason}.", path=path, reason=error.strerror
        ) from error
    if found != sha256:
        raise VersionRefused(
            "The model file {file} was changed: its SHA-256 is {found}, expected {sha256}.",
            file=path.name,
            found=found,
            sha256=sha256,
        )
    return path


def fetch(sha256: str) -> None:
    """Copy a file out of the shared store to this host; raise VersionRefused unless it has that hash."""
    path = path_of(sha256)
    try:
        write_whole(path, shared_content(sha256))
    except (StoreError, StorageError) as error:
        raise VersionRefused(
            "The model file {file} could not be fetched. {reason}", file=path.name, reason=message_of(error)
        ) from error


def check_shared(sha256: str) -> None:
    """Check that other hosts can fetch a file, if hosts share a store.

    Raises
    ------
    VersionRefused
        If it is missing there, or was changed.
    StoreError
        If the store does not answer.
    """
    if shared_store.is_shared():
        shared_content(sha256)


def content_there(sha256: str) -> bytes:
    """Return the file in the shared store as it is; raise StoreError, NotInStore if it is not there."""
    return shared_store.read(shared_name(sha256), most=MAX_SHARED_BYTES)


def shared_content(sha256: str) -> bytes:
    """Return the file in the shared store; raise as `check_shared` does."""
    try:
        content = content_there(sha256)
    except NotInStore:
        raise VersionRefused(
            "The model file {file} is missing from the shared store.", file=f"{sha256}{SUFFIX}"
        ) from None
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise VersionRefused(
            "The model file {file} in the shared store was changed: its SHA-256 is {found}, "
            "expected {sha256}.",
            file=f"{sha256}{SUFFIX}",
            found=found,
            sha256=sha256,
        )
    return content


def unreferenced_files(named: Collection[str]) -> list[Path]:
    """Return the files in the store that no version names.

    Files written lately are left out: they may be about to become versions.
    """
    return sorted(
        path
        for path in models_folder().iterdir()
        if (path.suffix != SUFFIX or path.stem not in named) and is_old(path)
    )


def unneeded_copies(named: Collection[str]) -> list[Path]:
    """Return this host's copies, out of the shared store, of files that no version names."""
    if not shared_store.is_shared():
        return []
    return sorted(path for path in copies_folder().glob(f"*{SUFFIX}") if path.stem not in named)


def unreferenced_shared(named: Collection[str]) -> list[SharedFile]:
    """Return the model files in the shared store that no version names, but for those written lately."""
    if not shared_store.is_shared():
        return []
    files = shared_store.files_in(SHARED_FOLDER)
    return [file for file in files if file.stem not in named and file.is_old(GRACE_SECONDS)]


def is_old(path: Path, seconds: float = GRACE_SECONDS) -> bool:
    """Whether a file has not been written to for a while; one that has just gone is not old."""
    try:
        return time.time() - path.stat().st_mtime > seconds
    except FileNotFoundError:
        return False


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder."""
    if path.is_dir():
        return sum(size_of(inner) for inner in path.iterdir())
    return path.stat().st_size


def remove(path: Path) -> None:
    """Remove a file or folder; another process may be removing it as well."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
