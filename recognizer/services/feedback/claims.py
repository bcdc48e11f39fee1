"""Claims: what a contributor gives is checked and kept, wholly or not at all."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from recognizer.ink import Stroke
from recognizer.models import Claim, Contributor, Sample
from recognizer.phrases import Phrase
from recognizer.services.errors import AlreadyClaimed, ClaimRefused, TooManyClaims, UnknownVersion
from recognizer.services.feedback.contributors import CONSENT_EDITION, digest_of, locked_contributor
from recognizer.services.feedback.gifts import Gift
from recognizer.services.feedback.receipts import Receipt, opened_receipt
from recognizer.services.feedback.samples import SeenDigit, seen_digits
from recognizer.services.recognition.version_cache import usable_version
from recognizer.telemetry.metrics import CLAIMS

A_DAY = timedelta(days=1)
DOUBT_OF_MARGIN = 1 / 3
"""The most that a low margin alone makes doubtful, until a version sorts the sample (`doubt.doubt_of`)."""
FINENESS = 4
"""Decimals of a drawing's larger side that its points keep."""
FINEST, COARSEST = 12, -9
"""Decimals of a point, whatever the unit; coordinates are at most a thousand million."""
TWICE = Phrase("This reading was given before.")
GONE = Phrase("The version that read this is gone. Have the drawing read again.")


@dataclass(frozen=True, kw_only=True)
class KeptClaim:
    """What was kept."""

    id: int
    kept_until: date
    samples: int


def keep(gift: Gift) -> KeptClaim:
    """Keep what somebody gives; raise a ServiceError, with nothing kept, if it cannot be."""
    receipt = opened_receipt(gift.receipt)
    _check(gift, receipt)
    # asked before any work is done, and once more when nobody else can add to it
    check_limits(Contributor.objects.filter(digest=digest_of(gift.contributor)).first())
    if Claim.objects.filter(reading=receipt.reading).exists():
        raise AlreadyClaimed(TWICE)
    try:
        version = usable_version(receipt.version)
    except UnknownVersion:
        raise ClaimRefused(GONE) from None
    seen = seen_digits(gift, version)
    if gift.strokes is None and not seen:
        raise ClaimRefused("There is no ink in any of the pictures.")
    try:
        with transaction.atomic():
            claim = _kept(gift, receipt, seen)
    except IntegrityError:  # the version was deleted meanwhile: databases notice it at the end
        raise ClaimRefused(GONE) from None
    CLAIMS.labels(claim.kind).inc()
    return KeptClaim(id=claim.pk, kept_until=kept_until(claim.at), samples=len(seen))


def kept_until(at: datetime) -> date:
    """Return the day until which a claim is kept at least; one in a data set is kept as long as that."""
    return (at + timedelta(days=settings.FEEDBACK_DAYS)).date()


def check_limits(contributor: Contributor | None) -> None:
    """Raise a ServiceError if a contributor has given as much as is taken from one."""
    if contributor is None:
        return
    claims = contributor.claims.order_by("-at")
    if settings.FEEDBACK_TOTAL and claims.count() >= settings.FEEDBACK_TOTAL:
        raise ClaimRefused(
            "You have given {most} readings, which is as many as are taken from one person.",
            most=settings.FEEDBACK_TOTAL,
        )
    if not settings.FEEDBACK_LIMIT:
        return
    now = timezone.now()
    times = list(claims.filter(at__gt=now - A_DAY).values_list("at", flat=True)[: settings.FEEDBACK_LIMIT])
    if len(times) >= settings.FEEDBACK_LIMIT:
        raise TooManyClaims(
            "You have given {most} readings within a day, which is as many as are taken. Thank you.",
            most=settings.FEEDBACK_LIMIT,
            retry_after=max(1, math.ceil((times[-1] + A_DAY - now).total_seconds())),
        )


def rounded(strokes: Sequence[Stroke]) -> list[list[list[float]]]:
    """Return points as exactly as anybody could draw them, and no more."""
    points = np.concatenate(strokes)
    size = float(np.ptp(points, axis=0).max())
    decimals = FINENESS - math.floor(math.log10(size)) if size > 0 else FINENESS
    if decimals > FINEST:
        return [stroke.tolist() for stroke in strokes]
    return [np.round(stroke, max(decimals, COARSEST)).tolist() for stroke in strokes]


def _check(gift: Gift, receipt: Receipt) -> None:
    if gift.consent != CONSENT_EDITION:
        raise ClaimRefused(
            "Expected the consent of edition {expected}, found {found}.",
            expected=CONSENT_EDITION,
            found=gift.consent,
        )
    if gift.is_unsaid and not receipt.wanted:
        raise ClaimRefused("Nothing is said of any digit, and the lot did not fall on this reading.")


def _kept(gift: Gift, receipt: Receipt, seen: Sequence[SeenDigit]) -> Claim:
    """Write all of a claim; call it in a transaction."""
    contributor = locked_contributor(gift.contributor, consent=gift.consent)
    check_limits(contributor)
    try:
        with transaction.atomic():  # PostgreSQL allows nothing more after an error but to take it back
            claim = Claim.objects.create(
                reading=receipt.reading,
                contributor=contributor,
                kind=gift.kind(receipt.text),
                device=gift.device,
                shown=receipt.text,
                said=gift.said,
                confidence=receipt.confidence,
                verdict=receipt.verdict,
                version_id=receipt.version,
                version_number=receipt.version,
                strokes=None if gift.strokes is None else rounded(gift.strokes),
            )
    except IntegrityError:
        raise AlreadyClaimed(TWICE) from None
    Sample.objects.bulk_create(_sample(claim, digit, is_random=receipt.wanted) for digit in seen)
    return claim


def _sample(claim: Claim, digit: SeenDigit, *, is_random: bool) -> Sample:
    return Sample(
        claim=claim,
        position=digit.position,
        tile=digit.tile.tobytes(),
        cut_out=digit.cut_out,
        stroke_numbers=digit.strokes,
        said=digit.said,
        read=digit.read,
        confidence=digit.confidence,
        margin=digit.margin,
        doubt=(1 - digit.margin) * DOUBT_OF_MARGIN,
        is_random=is_random,
    )
