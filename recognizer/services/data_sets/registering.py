"""From samples to a data set: the file first, then its row, so that no row ever lacks its file."""

import getpass
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from recognizer.models import DataSet, DataSetState
from recognizer.services.data_sets.files import content_hash, file_of, store
from recognizer.services.data_sets.people import PeopleData
from recognizer.services.data_sets.statistics import statistics_of
from recognizer.services.errors import DataSetRefused

LOCK = "data-sets"
"""Name of the lock of the site under which data sets are made and people forgotten, one at a time."""


@dataclass(frozen=True, kw_only=True)
class Origin:
    """By whom a data set is made, and why."""

    reason: str = ""
    user_id: int | None = None
    by_name: str = ""

    @classmethod
    def of(cls, user: AbstractBaseUser | AnonymousUser | None, *, reason: str = "") -> "Origin":
        """Return the origin of what a user makes; without one, of what whoever runs this process makes."""
        if user is not None:
            return cls(reason=reason, user_id=user.pk, by_name=user.get_username())
        try:
            return cls(reason=reason, by_name=getpass.getuser())
        except (OSError, KeyError):
            return cls(reason=reason)  # a container's user may have no name


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A data set whose file is stored, and that has no row yet."""

    values: Mapping[str, Any] = field(repr=False)
    """Of the row."""

    @classmethod
    def stored(cls, data: PeopleData, card: Mapping[str, Any], origin: Origin, **values: Any) -> "Draft":
        """Write the file of these samples. Without a row it is left behind, and swept as such.

        `card` is what the file says of itself; name, licence, consent and how samples were drawn are taken
        from it. `values` are the row's others.
        """
        statistics = statistics_of(data)
        counts = {name: statistics[name] for name in ("people", "parts", "labels", "devices")}
        file = store(file_of(data, {**card, "counts": {"samples": len(data), **counts}}))
        drawn = {name: card[name] for name in ("seed", "share", "most", "left_out") if name in card}
        return cls(
            values={
                "name": card["name"],
                "licence": card.get("licence", ""),
                "consent": card.get("consent", 0),
                "reason": origin.reason,
                "created_by_id": origin.user_id,
                "created_by_name": origin.by_name,
                "sha256": file.sha256,
                "file_size": file.size,
                "samples": len(data),
                "statistics": {**statistics, **drawn, "content": content_hash(data)},
                **values,
            }
        )

    def registered(self, contributors: Iterable[int] = ()) -> DataSet:
        """Make the row, with the keys of those whose samples are in it; call it in a transaction."""
        refuse_known("sha256", self.values["sha256"])
        data_set = DataSet.objects.create(**self.values)
        data_set.contributors.set(contributors)
        return data_set

    def found_or_registered(self, contributors: Iterable[int]) -> DataSet:
        """Return the ready data set of the same file, or make the row; call it in a transaction."""
        known = DataSet.objects.filter(state=DataSetState.READY, sha256=self.values["sha256"]).first()
        return known or self.registered(contributors)


def refuse_known(name: str, value: str) -> None:
    """Raise DataSetRefused if a data set has this already."""
    known = DataSet.objects.filter(state=DataSetState.READY, **{name: value}).first()
    if known is not None:
        raise DataSetRefused("Nothing new: data set {known} holds exactly this already.", known=known)
