"""Files of data sets: named by their hash, written whole, never changed; the same content, the same bytes.

They lie in the data folder, or in a store that hosts share. Out of that they are read into memory, and no
host keeps a copy: whoever takes back what was given has to be sure that it goes everywhere.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from recognizer.models import DataSet, DataSetState
from recognizer.nn.errors import FileFormatError
from recognizer.nn.io.files import parse_json_object
from recognizer.phrases import message_of
from recognizer.services import shared_store
from recognizer.services.data_sets.archive import MAX_FILE_BYTES, archive_of, read_archive
from recognizer.services.data_sets.people import DEVICES, PARTS, PeopleData, checked_people, texts_in
from recognizer.services.errors import DataSetRefused, NotInStore, StoreError
from recognizer.services.paths import data_sets_folder
from recognizer.services.shared_store import SharedFile
from recognizer.services.versions.file_store import GRACE_SECONDS, StoredFile, is_old, store_by_hash

__all__ = ["DEVICES", "PARTS", "PeopleData", "load_data_set"]

SUFFIX = ".npz"
FORMAT = "digitweb-people-1"
MAX_CARD = 1_000_000
"""Characters of what a file says of itself; some hundreds are usual."""
SHARED_FOLDER = "datasets"
"""Of a store that hosts share."""


def path_of(sha256: str) -> Path:
    """Return the path of the file of that hash; it need not exist."""
    return data_sets_folder() / f"{sha256}{SUFFIX}"


def file_of(data: PeopleData, card: Mapping[str, Any]) -> bytes:
    """Return the file of these samples; `card` is what it says of itself, beside the format."""
    text = json.dumps({"format": FORMAT, **card}, sort_keys=True, ensure_ascii=False)
    return archive_of({**data.arrays(), "card": np.array(text)})


def content_hash(data: PeopleData) -> str:
    """Return a hash of the samples alone: it tells whether two sets hold the same, whatever their names."""
    return hashlib.sha256(archive_of(data.arrays())).hexdigest()


def shared_name(sha256: str) -> str:
    """Return the name of the file of that hash in the shared store."""
    return f"{SHARED_FOLDER}/{sha256}{SUFFIX}"


def content_there(sha256: str) -> bytes:
    """Return the file in the shared store as it is; raise StoreError, NotInStore if it is not there."""
    return shared_store.read(shared_name(sha256), most=MAX_FILE_BYTES)


def store(content: bytes) -> StoredFile:
    """Write a file under its hash; one that is there already is left alone.

    Raises
    ------
    DataSetRefused
        If hosts share a store and it does not take the file.
    """
    if not shared_store.is_shared():
        return store_by_hash(content, path_of)
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        shared_store.write(shared_name(sha256), content)
    except StoreError as error:
        raise DataSetRefused("It could not be kept. {reason}", reason=message_of(error)) from error
    return StoredFile(sha256=sha256, size=len(content))


def verified_content(data_set: DataSet) -> bytes:
    """Return what is in a data set's file after checking that it still has its hash."""
    if data_set.state != DataSetState.READY:
        raise DataSetRefused(
            "Data set {number} was withdrawn; its file is gone, for somebody in it took back what was given.",
            number=data_set.number,
        )
    content = _shared_content(data_set) if shared_store.is_shared() else _own_content(data_set)
    found = hashlib.sha256(content).hexdigest()
    if found != data_set.sha256:
        raise DataSetRefused(
            "The file {file} of data set {number} was changed: its SHA-256 is {found}.",
            file=path_of(data_set.sha256).name,
            number=data_set.number,
            found=found,
        )
    return content


def _own_content(data_set: DataSet) -> bytes:
    path = path_of(data_set.sha256)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DataSetRefused(
            "The file {file} of data set {number} is missing from {folder}.",
            file=path.name,
            number=data_set.number,
            folder=path.parent,
        ) from None
    except OSError as error:
        raise DataSetRefused(
            "The file {path} of data set {number} cannot be read: {reason}.",
            path=path,
            number=data_set.number,
            reason=error.strerror,
        ) from error


def _shared_content(data_set: DataSet) -> bytes:
    try:
        return content_there(data_set.sha256)
    except NotInStore:
        raise DataSetRefused(
            "The file of data set {number} is missing from the shared store.", number=data_set.number
        ) from None
    except StoreError as error:
        raise DataSetRefused(
            "The file of data set {number} cannot be read. {reason}",
            number=data_set.number,
            reason=message_of(error),
        ) from error


def load_data_set(data_set: DataSet) -> PeopleData:
    """Return the samples of a data set after checking that its file is the one that was registered.

    Raises
    ------
    DataSetRefused
        If it was withdrawn, or its file is missing, damaged or another.
    """
    return read_data_set(data_set)[0]


def read_data_set(data_set: DataSet) -> tuple[PeopleData, dict[str, Any]]:
    """Return the samples of a data set, and what its file says of itself, after the same check."""
    return read_file(path_of(data_set.sha256), verified_content(data_set))


def read_file(path: Path, content: bytes | None = None) -> tuple[PeopleData, dict[str, Any]]:
    """Return the samples in a file, and what it says of itself; raise DataSetRefused if it is none."""
    arrays = read_archive(path, content)
    card = arrays.pop("card", np.array(""))
    text = texts_in("card", card)
    return checked_people(arrays), read_card(text[0] if len(text) == 1 else "")


def read_card(text: str) -> dict[str, Any]:
    """Return what a file says of itself; raise DataSetRefused unless it is an object of our format."""
    if len(text) > MAX_CARD:
        raise DataSetRefused(
            "card: expected at most {most} characters, found {found}.",
            most=f"{MAX_CARD:,}",
            found=f"{len(text):,}",
        )
    try:
        card = parse_json_object(text, "card")
    except FileFormatError:
        card = {}
    if card.get("format") != FORMAT:
        found = ascii(card["format"])[:60] if "format" in card else ascii(text[:40])
        raise DataSetRefused(
            'card: expected JSON with "format": "{expected}", found {found}.', expected=FORMAT, found=found
        )
    return card


def unnamed_files() -> list[Path]:
    """Return the files in the folder that no ready data set names.

    Files written lately are left out: they may be about to become data sets. Not so those of withdrawn ones:
    somebody in them took back what was given, and they stayed only because a process died just then.
    """
    ready = ready_hashes()
    unnamed = (
        path for path in data_sets_folder().iterdir() if path.suffix != SUFFIX or path.stem not in ready
    )
    return sorted({*filter(is_old, unnamed), *withdrawn_files()})


def withdrawn_files() -> list[Path]:
    """Return the files of withdrawn data sets, which should be gone."""
    return sorted(path for path in map(path_of, withdrawn_hashes()) if path.is_file())


def unnamed_shared() -> list[SharedFile]:
    """Return the files in the shared store that no ready data set names, chosen as in the folder."""
    if not shared_store.is_shared():
        return []
    ready, withdrawn = ready_hashes(), withdrawn_hashes()
    return [
        file
        for file in shared_store.files_in(SHARED_FOLDER)
        if file.stem in withdrawn or (file.stem not in ready and file.is_old(GRACE_SECONDS))
    ]


def withdrawn_shared() -> list[SharedFile]:
    """Return the files of withdrawn data sets in the shared store: it did not answer when they should go."""
    withdrawn = withdrawn_hashes() if shared_store.is_shared() else set()
    return (
        [file for file in shared_store.files_in(SHARED_FOLDER) if file.stem in withdrawn] if withdrawn else []
    )


def ready_hashes() -> set[str]:
    """Return the hashes of all ready data sets."""
    return set(DataSet.objects.filter(state=DataSetState.READY).values_list("sha256", flat=True))


def withdrawn_hashes() -> set[str]:
    """Return the hashes of withdrawn data sets, but for those of which a ready one has the same file."""
    ready = DataSet.objects.filter(state=DataSetState.READY).values("sha256")
    withdrawn = DataSet.objects.filter(state=DataSetState.WITHDRAWN).exclude(sha256__in=ready)
    return set(withdrawn.values_list("sha256", flat=True))
