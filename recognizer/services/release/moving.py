"""Bring a site's files from this host into the store that hosts share."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from recognizer.models import ModelVersion
from recognizer.services import shared_store
from recognizer.services.data_sets import files as data_set_files
from recognizer.services.data_sets.archive import MAX_FILE_BYTES
from recognizer.services.data_sets.registering import LOCK
from recognizer.services.errors import NotInStore, StoreError
from recognizer.services.locks import site_lock
from recognizer.services.paths import PRETRAINED, data_sets_folder, models_folder
from recognizer.services.versions import file_store
from recognizer.services.versions.file_store import is_intact


class Outcome(StrEnum):
    """What became of a file."""

    COPIED = "copied"
    MENDED = "mended"
    """The store had another content under its name."""
    THERE = "was there"
    MISSING = "missing"
    """Neither here nor in the store is it as it should be."""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A file that a version or a data set names, and what became of it."""

    name: str
    """In the store."""
    outcome: Outcome
    left_here: Path | None = None
    """The file of a data set, which has gone from this host."""


def move() -> Iterator[Moved]:
    """Copy each file that is named into the store, read it back, and yield what became of it.

    What is there already is read and mended if need be, so it may be done again at any time, on any host.
    Model files stay here, which others may still read. Those of data sets go: with a shared store no host
    keeps any, or they would be left when somebody takes back what was given.

    Raises
    ------
    StoreError
        If the store does not answer, or does not give back what was written.
    """
    hashes = ModelVersion.objects.exclude(file_sha256="").values_list("file_sha256", flat=True)
    for sha256 in sorted(set(hashes)):
        own = models_folder() / f"{sha256}{file_store.SUFFIX}"
        sources = [own, file_store.path_of(sha256), PRETRAINED]
        yield Moved(
            name=file_store.shared_name(sha256),
            outcome=copy(file_store.shared_name(sha256), sha256, sources, most=file_store.MAX_SHARED_BYTES),
        )
    for sha256 in sorted(data_set_files.ready_hashes()):
        with site_lock(LOCK):  # nobody is forgotten meanwhile
            if sha256 in data_set_files.ready_hashes():
                yield move_data_set(sha256)


def move_data_set(sha256: str) -> Moved:
    """Copy the file of a data set; remove it here once it is in the store."""
    name, path = data_set_files.shared_name(sha256), data_sets_folder() / f"{sha256}{data_set_files.SUFFIX}"
    outcome = copy(name, sha256, [path], most=MAX_FILE_BYTES)
    is_here = path.is_file() and outcome is not Outcome.MISSING
    if is_here:
        path.unlink()
    return Moved(name=name, outcome=outcome, left_here=path if is_here else None)


def copy(name: str, sha256: str, sources: list[Path], *, most: int) -> Outcome:
    """Copy the first of these files that is as it should be, unless the store has it so."""
    found = hash_in_store(name, most)
    if found == sha256:
        return Outcome.THERE
    source = next((path for path in sources if is_intact(path, sha256)), None)
    if source is None:
        return Outcome.MISSING
    shared_store.write(name, source.read_bytes())
    if hash_in_store(name, most) != sha256:
        raise StoreError("The shared store does not give back what was written to {name}.", name=name)
    return Outcome.MENDED if found else Outcome.COPIED


def hash_in_store(name: str, most: int) -> str:
    """Return the hash of what the store has under a name; none if it has nothing."""
    try:
        return hashlib.sha256(shared_store.read(name, most=most)).hexdigest()
    except NotInStore:
        return ""
