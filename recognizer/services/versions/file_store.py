"""The store of model files: named by their SHA-256, written atomically, never changed."""

import hashlib
import os
import shutil
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from recognizer.datasets.storage import write_whole
from recognizer.services.errors import VersionRefused
from recognizer.services.paths import models_folder

SUFFIX = ".safetensors"
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
    """Return the path of the file of that hash; it need not exist."""
    return models_folder() / f"{sha256}{SUFFIX}"


def store(content: bytes) -> StoredFile:
    """Write a file into the store under its hash; one that is there already is left alone."""
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


def unreferenced_files(named: Collection[str]) -> list[Path]:
    """Return the files in the store that no version names.

    Files written lately are left out: they may be about to become versions.
    """
    return sorted(
        path
        for path in models_folder().iterdir()
        if (path.suffix != SUFFIX or path.stem not in named) and is_old(path)
    )


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
