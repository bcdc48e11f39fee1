"""What a contributor gave: shown to him or her, handed out, taken back."""

from collections.abc import Iterator

from django.db.models import QuerySet

from recognizer.models import Claim, Contributor, Disagreement
from recognizer.services.errors import NothingGiven

PAGE = 100
"""Claims that are shown at once."""
AT_A_TIME = 20
"""Claims that are in memory while all are handed out; one may hold 20,000 points."""


def claims_of(contributor: Contributor, *, before: int | None = None) -> list[Claim]:
    """Return a page of a contributor's claims with their samples, the newest first, strokes left out."""
    claims = _claims(contributor)
    if before is not None:
        claims = claims.filter(pk__lt=before)
    return list(claims.defer("strokes")[:PAGE])


def all_claims_of(contributor: Contributor) -> Iterator[Claim]:
    """Yield all claims of a contributor, strokes and all, the newest first."""
    return _claims(contributor).iterator(chunk_size=AT_A_TIME)


def disagreements_of(contributor: Contributor) -> Iterator[Disagreement]:
    """Yield the readings of a contributor that were kept because two versions differed on them."""
    return Disagreement.objects.filter(contributor=contributor).order_by("-pk").iterator(AT_A_TIME)


def claim_of(contributor: Contributor, number: int) -> Claim:
    """Return one claim; raise NothingGiven if it is not this contributor's."""
    claim = contributor.claims.filter(pk=number).first()
    if claim is None:
        raise NothingGiven("You have given nothing of this number.")
    return claim


def _claims(contributor: Contributor) -> QuerySet[Claim]:
    return contributor.claims.order_by("-pk").prefetch_related("samples")
