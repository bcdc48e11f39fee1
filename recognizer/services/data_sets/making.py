"""Data sets made of all samples on which reviewers agree."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from numpy.typing import NDArray

from recognizer.models import DataSet, Part, Sample, SampleState
from recognizer.models.feedback import ALIAS_LENGTH
from recognizer.phrases import Phrase
from recognizer.services.data_sets.files import content_hash
from recognizer.services.data_sets.people import DEVICES, MAX_SAMPLES, PARTS, PeopleData
from recognizer.services.data_sets.registering import LOCK, Draft, Origin, refuse_known
from recognizer.services.data_sets.shares import within_shares
from recognizer.services.errors import DataSetRefused
from recognizer.services.locks import site_lock

LICENCE = Phrase("As its contributors agreed to; see the edition of the consent.")
"""Of a data set whose maker names no other."""
AT_ONCE = 5_000
"""Samples that one query names."""


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """A sample on which reviewers agree, as it lies in the database."""

    number: int
    tile: bytes
    label: int
    at: datetime | None
    device: str
    contributor: int
    digest: str
    part: str
    consent: int
    by_lot: bool


def make_data_set(
    *,
    name: str,
    created_by: AbstractBaseUser | AnonymousUser | None = None,
    reason: str = "",
    licence: str = LICENCE,
    seed: int = 0,
) -> DataSet:
    """Make a data set of all agreed samples.

    Parameters
    ----------
    name : str
        What to call it.
    created_by : user, optional
        Who makes it; whoever runs this process by default.
    reason : str
        Why.
    licence : str
        Under which terms it may be used; stands in the file.
    seed : int
        Of the lots that decide which samples of somebody who gave too many stay.

    Raises
    ------
    DataSetRefused
        If nothing is agreed, or a data set holds exactly this already, or samples were taken back meanwhile.
    """
    with site_lock(LOCK):
        samples, left_out = without_duplicates(agreed_samples())
        everything = people_data(samples)
        stays, most = within_shares(
            everything.person, everything.sample, percent=settings.DATA_SET_SHARE, seed=seed
        )
        data = everything.where(stays)
        refuse_known("statistics__content", content_hash(data))
        chosen = [sample for sample, is_in in zip(samples, stays, strict=True) if is_in]
        card = {
            "name": name,
            "made": max((sample.at.isoformat() for sample in chosen if sample.at), default=""),
            "licence": licence,
            "consent": min(sample.consent for sample in chosen),
            "seed": seed,
            "share": settings.DATA_SET_SHARE,
            "most": most,
            "left_out": {**left_out, "share": len(samples) - len(chosen)},
            "parent": None,
        }
        draft = Draft.stored(data, card, Origin.of(created_by, reason=reason))
        with transaction.atomic():
            check_still_there(chosen)
            return draft.registered({sample.contributor for sample in chosen})


def agreed_samples() -> list[Agreed]:
    """Return all samples on which reviewers agree, the first given first."""
    found = Sample.objects.filter(state=SampleState.AGREED, label__isnull=False).order_by("pk")
    count = found.count()
    if not count:
        raise DataSetRefused(
            "Nothing to make a data set of: reviewers agree on no sample yet; {waiting} are waiting.",
            waiting=Sample.objects.filter(state=SampleState.WAITING).count(),
        )
    if count > MAX_SAMPLES:
        raise DataSetRefused(
            "Reviewers agree on {found} samples; a data set may have {most}.",
            found=f"{count:,}",
            most=f"{MAX_SAMPLES:,}",
        )
    fields = ("pk", "tile", "label", "agreed_at", "claim__device", "is_random", *OF_CONTRIBUTOR)
    return [
        Agreed(
            number=pk,
            tile=bytes(tile),
            label=label,
            at=at,
            device=device,
            contributor=contributor,
            digest=digest,
            part=part,
            consent=consent,
            by_lot=by_lot,
        )
        for pk, tile, label, at, device, by_lot, contributor, digest, part, consent in found.values_list(
            *fields
        )
    ]


OF_CONTRIBUTOR = tuple(f"claim__contributor__{name}" for name in ("pk", "digest", "part", "consent"))


def without_duplicates(samples: Collection[Agreed]) -> tuple[list[Agreed], dict[str, int]]:
    """Return the samples without those whose tile came before, and how many were left out, and why.

    A tile that stands for one digit here and for another there teaches nothing: none of these stays.
    """
    labels: dict[bytes, set[int]] = {}
    for sample in samples:
        labels.setdefault(sample.tile, set()).add(sample.label)
    clear = [sample for sample in samples if len(labels[sample.tile]) == 1]
    first = {sample.tile: sample for sample in reversed(clear)}
    kept = [sample for sample in clear if first[sample.tile] is sample]
    if not kept:
        raise DataSetRefused(
            "Every tile on which reviewers agree is there with two labels: look at them again."
        )
    return kept, {"contradictory": len(samples) - len(clear), "duplicates": len(clear) - len(kept)}


def people_data(samples: Collection[Agreed]) -> PeopleData:
    """Return samples as arrays."""
    names = names_of({sample.contributor: sample.digest for sample in samples})
    people = tuple(sorted(names.values()))
    places = {contributor: people.index(name) for contributor, name in names.items()}
    return PeopleData(
        images=tiles_of(samples),
        labels=np.array([sample.label for sample in samples], dtype=np.uint8),
        people=people,
        person=np.array([places[sample.contributor] for sample in samples], dtype=np.int64),
        part=np.array([PARTS.index(Part(sample.part)) for sample in samples], dtype=np.uint8),
        device=np.array([DEVICES.index(sample.device) for sample in samples], dtype=np.uint8),
        devices=DEVICES,
        sample=np.array([sample.number for sample in samples], dtype=np.int64),
        by_lot=np.array([sample.by_lot for sample in samples], dtype=np.uint8),
    )


def tiles_of(samples: Collection[Agreed]) -> NDArray[np.uint8]:
    """Return the tiles (n, 28, 28)."""
    pixels = np.frombuffer(b"".join(sample.tile for sample in samples), dtype=np.uint8)
    return pixels.reshape(len(samples), 28, 28)


def names_of(digests: Mapping[int, str]) -> dict[int, str]:
    """Return a name for each contributor: the alias, or twice as much of the hash where two have the same."""
    aliases = Counter(digest[:ALIAS_LENGTH] for digest in digests.values())
    return {
        key: digest[:ALIAS_LENGTH] if aliases[digest[:ALIAS_LENGTH]] == 1 else digest[: 2 * ALIAS_LENGTH]
        for key, digest in digests.items()
    }


def check_still_there(samples: list[Agreed]) -> None:
    """Raise DataSetRefused if a sample has gone, or is another by now; call it in the row's transaction."""
    for start in range(0, len(samples), AT_ONCE):
        expected = {sample.number: sample.label for sample in samples[start : start + AT_ONCE]}
        rows = Sample.objects.select_for_update().filter(pk__in=list(expected), state=SampleState.AGREED)
        if dict(rows.values_list("pk", "label")) != expected:
            raise DataSetRefused("Samples were taken back or reviewed anew meanwhile. Make it once more.")
