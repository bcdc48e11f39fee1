"""The store that several hosts share, if `MODEL_STORE` names one: files by name, never changed.

Without one, a site's files lie in the data folder alone, and nothing here is called.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from recognizer.phrases import Phrase
from recognizer.services.errors import NotInStore, StoreError

ALIAS = "models"
"""Of the store in Django's `STORAGES`."""
PROBES = "probes"
"""Folder of files by which the store is tried out."""

REASONS: Sequence[tuple[type[OSError], Phrase]] = (
    (PermissionError, Phrase("it refuses the credentials, or what is asked for by them")),
    (TimeoutError, Phrase("it does not answer in time")),
    (ConnectionError, Phrase("nothing answers there")),
    (NotADirectoryError, Phrase("there is no such folder or bucket")),
)
"""What errors of a system mean here; the first that fits counts."""


@dataclass(frozen=True, kw_only=True, order=True)
class SharedFile:
    """A file in the shared store."""

    name: str
    """With its folder, as in "models/<sha256>.safetensors"."""
    size: int
    """Bytes."""
    changed_at: datetime

    @property
    def stem(self) -> str:
        """The name without folder and ending: a hash."""
        return PurePosixPath(self.name).stem

    def __str__(self) -> str:
        return f"{self.name} in the shared store"

    def is_old(self, seconds: float) -> bool:
        """Whether it has not been written for a while."""
        return timezone.now() - self.changed_at > timedelta(seconds=seconds)


def is_shared() -> bool:
    """Whether this site keeps its files in a store that hosts share."""
    return ALIAS in settings.STORAGES


def read(name: str, *, most: int) -> bytes:
    """Return the content of a file of at most `most` bytes; raise StoreError, NotInStore if there is none."""
    with store_errors(name):
        content: bytes = _store().content(name, most)
        return content


def write(name: str, content: bytes) -> None:
    """Write a file whole, be it there already: it counts as just written, and what was damaged is mended."""
    with store_errors(name):
        _store().save(name, ContentFile(content))


def remove(name: str) -> None:
    """Remove a file; one that is gone is no error."""
    with store_errors(name):
        _store().delete(name)


def files_in(folder: str) -> list[SharedFile]:
    """Return the files in a folder of the store, by name."""
    with store_errors(folder):
        return sorted(
            SharedFile(name=entry.name, size=entry.size, changed_at=entry.changed_at)
            for entry in _store().entries(folder)
        )


def try_out() -> None:
    """Write, read, list and remove a file; raise StoreError if one of these cannot be done."""
    name, content = f"{PROBES}/{uuid4()}", uuid4().bytes
    write(name, content)
    found = read(name, most=len(content))
    listed = [file.name for file in files_in(PROBES)]
    remove(name)
    if found != content or name not in listed:
        raise StoreError("The shared store does not give back what was written to {name}.", name=name)


def keeps_what_is_deleted() -> bool:
    """Whether the store keeps what is deleted in it, as far as it tells."""
    try:
        with store_errors(""):
            return bool(_store().keeps_what_is_deleted())
    except StoreError:  # not everybody may ask
        return False


def _store() -> Any:  # noqa: ANN401 - a storage of Django's that also has `content` and `entries`
    return storages[ALIAS]


@contextmanager
def store_errors(name: str) -> Iterator[None]:
    """Turn what a store refuses into a StoreError in our own words."""
    try:
        yield
    except FileNotFoundError:
        raise NotInStore("The shared store has no file {name}.", name=name) from None
    except OSError as error:
        plain = error.strerror or type(error).__name__
        reason = next((words for kind, words in REASONS if isinstance(error, kind)), plain)
        raise StoreError("The shared store cannot be used: {reason}.", reason=reason) from None
