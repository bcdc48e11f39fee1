"""Who took something back since a backup was written: a restore does not bring it back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from recognizer.models import Claim, Contributor, Departure
from recognizer.services.backup.database.schema import Schema
from recognizer.services.data_sets.withdrawal import forget, forget_claim

CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class Withdrawals:
    """What the database knew of departures before it was replaced."""

    departures: frozenset[tuple[str, datetime]] = frozenset()
    """Alias and time of each."""
    claims: dict[str, frozenset[UUID]] = field(default_factory=dict)
    """By contributors who were still there: the readings of all claims that they had left."""


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What was forgotten once more."""

    contributors: int = 0
    claims: int = 0


def known_withdrawals(schema: Schema) -> Withdrawals:
    """Return what the present database knows; nothing where it has no such tables."""
    try:
        departure = schema.apps.get_model("recognizer", "Departure")
        claim = schema.apps.get_model("recognizer", "Claim")
        contributor = schema.apps.get_model("recognizer", "Contributor")
    except LookupError:
        return Withdrawals()
    left: dict[str, set[UUID]] = {
        digest: set() for digest in contributor._base_manager.values_list("digest", flat=True)
    }
    rows = claim._base_manager.order_by().values_list("contributor__digest", "reading")
    for digest, reading in rows.iterator(chunk_size=CHUNK):
        left[digest].add(reading)
    return Withdrawals(
        departures=frozenset(departure._base_manager.values_list("alias", "at")),
        claims={digest: frozenset(readings) for digest, readings in left.items()},
    )


def apply(known: Withdrawals) -> Applied:
    """Forget whoever left since, and claims that were taken back since; call it when all is restored.

    A contributor who is in both, with claims in the backup alone, took these back one by one, or they had
    become too old.
    """
    return Applied(
        contributors=forget_all(gone(known.departures)),
        claims=sum(forget_claims(digest, readings) for digest, readings in known.claims.items()),
    )


def gone(departures: frozenset[tuple[str, datetime]]) -> list[Contributor]:
    """Return the restored contributors who have left since."""
    new = departures - set(Departure.objects.values_list("alias", "at"))
    return [
        contributor
        for alias in sorted({alias for alias, _at in new})
        for contributor in Contributor.objects.filter(digest__startswith=alias)
    ]


def forget_all(contributors: Iterable[Contributor]) -> int:
    """Forget contributors; return how many."""
    count = 0
    for contributor in contributors:
        forget(contributor)
        count += 1
    return count


def forget_claims(digest: str, left: frozenset[UUID]) -> int:
    """Forget the restored claims of a contributor but for those that were left; return how many."""
    restored = Claim.objects.filter(contributor__digest=digest).values_list("pk", "reading")
    taken_back = [key for key, reading in restored if reading not in left]
    for claim in Claim.objects.filter(pk__in=taken_back).select_related("contributor"):
        forget_claim(claim)
    return len(taken_back)
