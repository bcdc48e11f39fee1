"""All that backups know of the store: which files the database names, how one is read and put there.

Files are named by their hash and never change. One that is held has a second name, so it stays whole in its
holder's folder whatever is deleted meanwhile. Of a store that hosts share it is fetched.
"""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.apps.registry import Apps

from recognizer.models import DataSetState
from recognizer.services import shared_store
from recognizer.services.backup.format import member_name
from recognizer.services.data_sets import files as data_set_files
from recognizer.services.errors import NotInStore
from recognizer.services.paths import live_folder
from recognizer.services.versions import file_store
from recognizer.services.versions.file_store import SUFFIX, is_intact


@dataclass(frozen=True, kw_only=True)
class NamedFile:
    """A file that the database names."""

    kind: str
    """`models` or `datasets`."""
    sha256: str

    @property
    def member(self) -> str:
        """Its name in a backup."""
        return member_name(self.kind, self.sha256)

    @property
    def path(self) -> Path:
        """Where it lies in the store."""
        return path_of(self.kind, self.sha256)


def path_of(kind: str, sha256: str) -> Path:
    """Return where a file lies in the store, be it there or not."""
    where: dict[str, Callable[[str], Path]] = {
        "models": file_store.path_of,
        "datasets": data_set_files.path_of,
    }
    return where[kind](sha256)


def named_files(apps: Apps) -> list[NamedFile]:
    """Return the files that the database names, as its tables are by `apps`."""
    versions = apps.get_model("recognizer", "ModelVersion")._base_manager.exclude(file_sha256="")
    found = [("models", sha256) for sha256 in set(versions.values_list("file_sha256", flat=True))]
    with contextlib.suppress(LookupError):  # a database of 1.0.0 has no data sets
        data_sets = apps.get_model("recognizer", "DataSet")._base_manager.filter(state=DataSetState.READY)
        found += [("datasets", sha256) for sha256 in set(data_sets.values_list("sha256", flat=True))]
    return [NamedFile(kind=kind, sha256=sha256) for kind, sha256 in sorted(found)]


def hold(file: NamedFile, folder: Path) -> bool:
    """Give a file a second name in a folder; return False if it is not in the store."""
    target = folder / file.member
    target.parent.mkdir(exist_ok=True)
    if target.exists():
        return True
    try:
        if shared_store.is_shared():
            target.write_bytes(shared_content(file))
        else:
            link_or_copy(file.path, target)
    except (FileNotFoundError, NotInStore):
        return False
    return True


def shared_content(file: NamedFile) -> bytes:
    """Return a file of the store that hosts share; raise StoreError, NotInStore if it is not there."""
    there = file_store.content_there if file.kind == "models" else data_set_files.content_there
    return there(file.sha256)


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file a second name; on another file system, copy it."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, target)


def second_copy(file: NamedFile) -> Path | None:
    """Return the second copy that is kept of the live version's file, if it is one of this file."""
    copy = live_folder() / f"{file.sha256}{SUFFIX}"
    return copy if file.kind == "models" and is_intact(copy, file.sha256) else None


def put(file: NamedFile, source: Path) -> None:
    """Put a file into the store; one that is there whole is left alone."""
    store = file_store.store if file.kind == "models" else data_set_files.store
    store(source.read_bytes())


def is_stored(file: NamedFile) -> bool:
    """Whether a file is in the store, whole."""
    if not shared_store.is_shared():
        return is_intact(file.path, file.sha256)
    try:
        return hashlib.sha256(shared_content(file)).hexdigest() == file.sha256
    except NotInStore:
        return False
