"""Data sets to other sites and from them; what comes in is taken for hostile until every check has passed."""

import hashlib
import io
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction

from recognizer.models import DataSet, DataSetState, Departure
from recognizer.models.feedback import ALIAS_LENGTH
from recognizer.phrases import Phrase, message_of, shortened
from recognizer.services.data_sets.archive import MAX_FILE_BYTES
from recognizer.services.data_sets.files import (
    content_hash,
    load_data_set,
    read_card,
    read_data_set,
    read_file,
    verified_content,
)
from recognizer.services.data_sets.parquet import parquet_of, read_parquet
from recognizer.services.data_sets.people import DEVICES, PeopleData, checked_people
from recognizer.services.data_sets.registering import LOCK, Draft, Origin, refuse_known
from recognizer.services.data_sets.sheet import samples_sheet
from recognizer.services.errors import DataSetRefused
from recognizer.services.locks import site_lock
from recognizer.services.paths import data_sets_folder
from recognizer.services.versions.file_store import sha256_of
from recognizer.services.versions.model_card import check_plain

IMPORTED = "import-"
"""With which the names of people begin who gave theirs elsewhere: no contributor's alias does."""
OURS = re.compile(rf"{IMPORTED}[0-9a-f]{{10,32}}")
MAX_NAME, MAX_LICENCE, MAX_CONSENT = 100, 200, 32_767


def npz_of(data_set: DataSet) -> bytes:
    """Return the data set's file unchanged."""
    return verified_content(data_set)


def as_parquet(data_set: DataSet) -> bytes:
    """Return the data set as Parquet."""
    return parquet_of(*read_data_set(data_set))


def sheet_of(data_set: DataSet) -> bytes:
    """Return a sheet of samples of each label and part as PNG."""
    buffer = io.BytesIO()
    samples_sheet(load_data_set(data_set)).save(buffer, "PNG")
    return buffer.getvalue()


FORMATS: Mapping[str, Callable[[DataSet], bytes]] = {"npz": npz_of, "parquet": as_parquet, "png": sheet_of}
"""By the name of the format, which is also the ending of the file's name."""


def exported(data_set: DataSet, kind: str) -> bytes:
    """Return the content of a file of that kind, a name in `FORMATS`; DataSetRefused if there is none."""
    return FORMATS[kind](data_set)


def import_data_set(
    path: Path,
    *,
    name: str = "",
    created_by: AbstractBaseUser | AnonymousUser | None = None,
    reason: str = "",
) -> DataSet:
    """Import an .npz or Parquet file as a data set of its own, or raise DataSetRefused and keep nothing.

    What is in it is looked at, not its name. Its people stay in their parts; they are no contributors of this
    site and get names that say so. What was exported here is refused: whoever leaves must not stay in a copy.
    """
    found, card = read_any(path)
    facts = checked_card(card)
    refuse_our_own(path, sorted_names(found))
    data = sorted_names(renamed(found))
    with site_lock(LOCK):
        refuse_known("statistics__content", content_hash(data))
        card = {**facts, "name": name or facts["name"], "source": sha256_of(path), "parent": None}
        draft = Draft.stored(data, card, Origin.of(created_by, reason=reason), imported=True)
        with transaction.atomic():
            return draft.registered()


def import_upload(chunks: Iterable[bytes], **options: Any) -> DataSet:
    """Import an uploaded file as a data set; options are those of `import_data_set`."""
    with tempfile.TemporaryDirectory(dir=data_sets_folder(), prefix=".import-") as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as file:
            file.writelines(chunks)
        return import_data_set(path, **options)


def read_any(path: Path) -> tuple[PeopleData, dict[str, Any]]:
    """Return the samples in a file of either kind, and what it says of itself."""
    try:
        with path.open("rb") as file:
            begin = file.read(4)
            size = file.seek(0, 2)
    except OSError as error:
        raise DataSetRefused("{path} cannot be read: {reason}.", path=path, reason=error.strerror) from error
    if size > MAX_FILE_BYTES:
        raise DataSetRefused(
            "{file} has {size} bytes; a data set may have {most}.",
            file=path.name,
            size=f"{size:,}",
            most=f"{MAX_FILE_BYTES:,}",
        )
    if begin == b"PK\x03\x04":
        return read_file(path)
    if begin == b"PAR1":
        arrays, text = read_parquet(path)
        return checked_people(arrays), read_card(text)
    raise DataSetRefused(
        "{file}: expected an .npz or Parquet file that digitweb wrote, found one that begins with {begin}.",
        file=path.name,
        begin=begin.hex(" ") or "–",
    )


def checked_card(card: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of what a file says of itself; raise DataSetRefused for what cannot be."""
    kept = {"made": "", **{name: card.get(name, "") for name in ("name", "licence", "made", "consent")}}
    for name, most in (("name", MAX_NAME), ("licence", MAX_LICENCE), ("made", 40)):
        text = kept[name]
        if not isinstance(text, str) or len(text) > most or (name != "made" and not text.strip()):
            raise DataSetRefused(
                'card: expected "{name}" to be a text of 1 to {most} characters, found {found}.',
                name=name,
                most=most,
                found=shortened(ascii(text)),
            )
    consent = kept["consent"]
    if type(consent) is not int or not 0 <= consent <= MAX_CONSENT:
        raise DataSetRefused(
            'card: expected "consent" to be the number of an edition, found {found}.',
            found=shortened(ascii(consent)),
        )
    try:
        check_plain(kept)
    except ValueError as error:
        raise DataSetRefused("card: {reason}.", reason=message_of(error)) from error
    return kept


def refuse_our_own(path: Path, data: PeopleData) -> None:
    """Raise DataSetRefused if this site made it, be it that somebody in it has left since."""
    rows = DataSet.objects.all()
    known = (
        rows.filter(sha256=sha256_of(path)).first()
        or rows.filter(statistics__content=content_hash(data)).first()
    )
    left = set(Departure.objects.values_list("alias", flat=True)) & {
        name[:ALIAS_LENGTH] for name in data.people
    }
    if left or (known and known.state == DataSetState.WITHDRAWN):
        raise DataSetRefused(
            "Somebody in it took back what was given here: {who}.",
            who=min(left) if left else Phrase("data set {known} was withdrawn", known=known),
        )
    if known:
        raise DataSetRefused("Nothing new: data set {known} holds exactly this already.", known=known)


def renamed(data: PeopleData) -> PeopleData:
    """Return the samples with names for their people that no contributor of this site can have.

    The same person of the same site gets the same name each time; names from an earlier import stay.
    """
    hashes = [hashlib.sha256(name.encode()).hexdigest() for name in data.people]
    length = 10 if len({digest[:10] for digest in hashes}) == len(hashes) else 32
    return replace(
        data,
        people=tuple(
            name if OURS.fullmatch(name) else f"{IMPORTED}{digest[:length]}"
            for name, digest in zip(data.people, hashes, strict=True)
        ),
    )


def sorted_names(data: PeopleData) -> PeopleData:
    """Return the same with people in order and devices as we number them, so that the same has one hash."""
    order = sorted(range(len(data.people)), key=data.people.__getitem__)
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    devices = np.array([DEVICES.index(name) for name in data.devices], dtype=np.uint8)
    return replace(
        data,
        people=tuple(data.people[place] for place in order),
        person=places[data.person],
        device=devices[data.device],
        devices=DEVICES,
    )
