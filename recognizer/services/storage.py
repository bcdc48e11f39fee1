"""Where the weights lie: files named by their own SHA-256, written beside and renamed, never changed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from recognizer.datasets.storage import write_atomically
from recognizer.services.errors import VersionRefused


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file in the store."""

    sha256: str
    """64 hexadecimal digits; also the file's name."""
    size: int
    """Bytes."""


def models_folder() -> Path:
    """Return the folder of the model files, made on first use."""
    folder: Path = settings.DIGITWEB_DATA_DIR / "models"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def path_of(sha256: str) -> Path:
    """Return where the file of that hash lies, whether it is there or not."""
    return models_folder() / f"{sha256}.safetensors"


def store_file(source: Path) -> StoredFile:
    """Copy `source` into the store under its hash; a file that is there already is left alone."""
    content = source.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    target = path_of(sha256)
    if not is_intact(target, sha256):
        write_atomically(target, content)
    return StoredFile(sha256=sha256, size=len(content))


def is_intact(path: Path, sha256: str) -> bool:
    """Whether `path` is there and its content has that hash."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def verified_path(sha256: str) -> Path:
    """Return the path of a stored file after checking that its content still has that hash."""
    path = path_of(sha256)
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        raise VersionRefused(f"The model file {path.name} is missing from {path.parent}.") from None
    except OSError as error:
        raise VersionRefused(f"The model file {path} cannot be read: {error.strerror}.") from error
    if found != sha256:
        raise VersionRefused(
            f"The model file {path.name} was changed: its SHA-256 is {found}, expected {sha256}."
        )
    return path
