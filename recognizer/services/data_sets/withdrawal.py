"""Somebody takes back what was given: data sets are made anew without it, who had learnt it is named."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from numpy.typing import NDArray

from recognizer.models import Claim, Contributor, DataSet, DataSetState, Departure, ModelVersion, Sample
from recognizer.services import shared_store
from recognizer.services.data_sets.files import path_of, read_data_set, shared_name
from recognizer.services.data_sets.people import PeopleData
from recognizer.services.data_sets.registering import LOCK, Draft, Origin
from recognizer.services.data_sets.shares import within_shares
from recognizer.services.errors import DataSetRefused, StoreError
from recognizer.services.locks import site_lock

logger = logging.getLogger(__name__)

WITHOUT = "Without contributor {person}."
"""The reason of a data set that was made anew."""

Gone = Callable[[PeopleData], NDArray[np.bool_]]
"""Says which samples (n,) of a data set go."""


@dataclass(frozen=True, kw_only=True)
class Remade:
    """A data set with something that goes, and what takes its place."""

    old: DataSet
    has_it: bool
    """Whether it holds anything that goes."""
    draft: Draft | None
    """None if nothing is left, or its file was not there to be made anew."""
    keeps_person: bool
    """Whether other samples of the same person stay."""


def forget(contributor: Contributor) -> Departure:
    """Forget a contributor: claims, samples, their reviews, and all that data sets have of these.

    Each ready data set with something of it is made anew without it and withdrawn, its file removed. Files
    come first, then everything in one transaction: whoever is killed leaves all as it was, or all done.
    Who is forgotten already has a departure, which is returned.
    """
    with site_lock(LOCK):
        remade = remade_sets(contributor, partial(is_of, contributor))
        with transaction.atomic():
            if not Contributor.objects.select_for_update().filter(pk=contributor.pk).exists():
                known = Departure.objects.filter(alias=contributor.alias).first()
                return known or Departure(alias=contributor.alias)
            departure = withdrawn(contributor, remade)
            departure.versions = versions_that_knew(contributor)
            departure.samples = Sample.objects.filter(claim__contributor=contributor).count()
            departure.save()
            Contributor.objects.filter(pk=contributor.pk).delete()
        return departure


def forget_claim(claim: Claim) -> Departure:
    """Forget one claim in the same way; the departure is kept only if a data set held something of it."""
    with site_lock(LOCK):
        numbers = list(claim.samples.values_list("pk", flat=True))
        remade = remade_sets(claim.contributor, lambda data: np.isin(data.sample, numbers))
        with transaction.atomic():
            departure = withdrawn(claim.contributor, remade)
            departure.versions = versions_of(map(int, departure.data_sets))
            departure.samples = len(numbers)
            if departure.data_sets:
                departure.save()
            Claim.objects.filter(pk=claim.pk).delete()
        return departure


def without(
    data_set: DataSet,
    person: Contributor | str,
    *,
    created_by: AbstractBaseUser | AnonymousUser | None = None,
    reason: str = "",
) -> DataSet:
    """Make a data set of another without one person, given as such or by the name in the file.

    The old one stays: it is what an operator decides, and nobody took anything back.

    Raises
    ------
    DataSetRefused
        If the person is not in it, or nobody else is, or such a set is there already.
    """
    with site_lock(LOCK):
        data, card = read_data_set(data_set)
        if isinstance(person, Contributor):
            goes, name = is_of(person, data), person.alias
        else:
            goes, name = np.array(data.people)[data.person] == person, person
        if not goes.any():
            raise DataSetRefused("{person} is not in data set {number}.", person=name, number=data_set.number)
        if goes.all():
            raise DataSetRefused(
                "Nobody but {person} is in data set {number}.", person=name, number=data_set.number
            )
        origin = Origin.of(created_by, reason=reason or WITHOUT.format(person=name))
        draft = drafted(data_set, data.where(~goes), card, origin)
        names = {data.people[place] for place in data.person[goes]}
        with transaction.atomic():
            return draft.registered(
                key
                for key, digest in data_set.contributors.values_list("pk", "digest")
                if not any(digest.startswith(name) for name in names)
            )


def is_of(contributor: Contributor, data: PeopleData) -> NDArray[np.bool_]:
    """Return which samples (n,) of a data set are a contributor's."""
    is_name = np.array([contributor.digest.startswith(name) for name in data.people], dtype=bool)
    return is_name[data.person]


def remade_sets(contributor: Contributor, gone: Gone) -> list[Remade]:
    """Store the files of what takes the place of each ready data set with something that goes."""
    ready = DataSet.objects.filter(state=DataSetState.READY, contributors=contributor).order_by("pk")
    return [remade_set(data_set, contributor, gone) for data_set in ready]


def remade_set(data_set: DataSet, contributor: Contributor, gone: Gone) -> Remade:
    """Store the file of what takes the place of a data set."""
    try:
        data, card = read_data_set(data_set)
        goes = gone(data)
        left = data.where(~goes)
        origin = Origin(reason=WITHOUT.format(person=contributor.alias))
        draft = drafted(data_set, left, card, origin) if len(left) and goes.any() else None
    except DataSetRefused as error:  # nobody's departure waits for that
        logger.warning("Data set %d is withdrawn and not made anew: %s", data_set.number, error)
        return Remade(old=data_set, has_it=True, draft=None, keeps_person=False)
    return Remade(
        old=data_set,
        has_it=bool(goes.any()),
        draft=draft,
        keeps_person=len(left) > 0 and bool(is_of(contributor, left).any()),
    )


def drafted(parent: DataSet, data: PeopleData, card: dict[str, Any], origin: Origin) -> Draft:
    """Store the file of what is left of a data set: nobody's share may have grown too large by it."""
    left_out = dict(card.get("left_out", {}))
    if "share" in card:
        stays, most = within_shares(data.person, data.sample, percent=card["share"], seed=card["seed"])
        left_out["share"] = left_out.get("share", 0) + int(len(data) - stays.sum())
        data, card = data.where(stays), {**card, "most": most, "left_out": left_out}
    return Draft.stored(
        data, {**card, "parent": parent.sha256}, origin, parent=parent, imported=parent.imported
    )


def withdrawn(contributor: Contributor, remade: list[Remade]) -> Departure:
    """Put new data sets in the place of old ones; return the departure, not saved yet.

    Call it in a transaction, while the contributor's data sets still name him or her.
    """
    affected = [each for each in remade if each.has_it]
    numbers: dict[str, int | None] = {}
    for each in affected:
        others = list(each.old.contributors.values_list("pk", flat=True))
        if not each.keeps_person:
            others = [key for key in others if key != contributor.pk]
        new = each.draft.found_or_registered(others) if each.draft else None
        DataSet.objects.filter(pk=each.old.pk).update(state=DataSetState.WITHDRAWN)
        transaction.on_commit(partial(remove_file, each.old.sha256))
        numbers[str(each.old.number)] = new.number if new else None
    return Departure(alias=contributor.alias, data_sets=numbers)


def versions_of(data_sets: Iterable[int]) -> list[int]:
    """Return the numbers of the versions that learnt from data sets, or from those that these were before."""
    found, left = set[int](), set(data_sets)
    while left:
        found |= left
        parents = DataSet.objects.filter(pk__in=left, parent__isnull=False).values_list(
            "parent_id", flat=True
        )
        left = set(parents) - found
    return list(ModelVersion.objects.filter(people__in=found).order_by("pk").values_list("pk", flat=True))


def versions_that_knew(contributor: Contributor) -> list[int]:
    """Return the numbers of the versions that learnt from data sets with a contributor, be they withdrawn."""
    knew = ModelVersion.objects.filter(people__contributors=contributor)
    return list(knew.order_by("pk").values_list("pk", flat=True).distinct())


def remove_file(sha256: str) -> None:
    """Remove the file of a withdrawn data set, unless a ready one has the same."""
    if not DataSet.objects.filter(sha256=sha256, state=DataSetState.READY).exists():
        path_of(sha256).unlink(missing_ok=True)
        if shared_store.is_shared():
            try:
                shared_store.remove(shared_name(sha256))
            except StoreError as error:
                logger.warning("The worker will remove the file of a withdrawn data set. %s", error)
