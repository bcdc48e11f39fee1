"""Readings of the last weeks from the database, beside what review finds of them."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from recognizer.models import Claim, ReadingTally, SampleState
from recognizer.services.watching.drift import (
    BASE_DAYS,
    RECENT_DAYS,
    Fall,
    Share,
    estimated_accuracy,
    fall_of,
    wilson,
)
from recognizer.services.watching.tallies import Kind, Sums
from recognizer.services.webhooks.events import tell_readings_drifting

SHOWN_DAYS = 60

logger = logging.getLogger(__name__)


class Reviewed(NamedTuple):
    """What people found of readings that were drawn by lot."""

    right: int
    readings: int


@dataclass(frozen=True, kw_only=True)
class Found:
    """What is known of some readings: estimated, and found by review."""

    key: Any
    """The day, version or device that they have in common."""
    readings: int
    recognized: float
    """Share that was sure enough, from 0 to 1."""
    estimate: Share
    review: Share | None


class FallOf(NamedTuple):
    """A fall, and of what: all readings (""), or those of a device."""

    device: str
    fall: Fall


@dataclass(frozen=True)
class Series:
    """All that was read since a day, and what review found of it."""

    tallies: Mapping[Kind, Sums]
    reviews: Mapping[Kind, Reviewed]

    def by(self, name: str) -> list[Found]:
        """Return what is known, by "day", "version_number" or "device", in their order."""
        sums: dict[Any, Sums] = defaultdict(Sums)
        right: Counter[Any] = Counter()
        count: Counter[Any] = Counter()
        for kind, more in self.tallies.items():
            sums[getattr(kind, name)] += more
        for kind, found in self.reviews.items():
            right[getattr(kind, name)] += found.right
            count[getattr(kind, name)] += found.readings
        return [
            Found(
                key=key,
                readings=sums[key].readings,
                recognized=sums[key].recognized / sums[key].readings,
                estimate=estimated_accuracy(sums[key]),
                review=wilson(right[key], count[key]) if count[key] else None,
            )
            for key in sorted(sums)
            if sums[key].readings
        ]

    def of(self, name: str, value: object) -> "Series":
        """Return the part of one version or device."""
        return Series(
            {kind: sums for kind, sums in self.tallies.items() if getattr(kind, name) == value},
            {kind: found for kind, found in self.reviews.items() if getattr(kind, name) == value},
        )

    def days(self) -> dict[date, Sums]:
        """Return the sums of each day."""
        days: dict[date, Sums] = defaultdict(Sums)
        for kind, more in self.tallies.items():
            days[kind.day] += more
        return dict(days)

    def falls(self, today: date) -> list[FallOf]:
        """Return where the estimate has fallen: of all readings, and of each device."""
        devices = sorted({kind.device for kind in self.tallies})
        parts = [("", self), *((device, self.of("device", device)) for device in devices)]
        found = [(device, fall_of(part.days(), today)) for device, part in parts]
        return [FallOf(device, fall) for device, fall in found if fall is not None]


def series_since(first: date) -> Series:
    """Return what was read from that day on."""
    rows = ReadingTally.objects.filter(day__gte=first)
    return Series(
        {
            Kind(row.day, row.version_number, row.device): Sums(
                readings=row.readings,
                recognized=row.recognized,
                confidence_sum=row.confidence_sum,
                variance_sum=row.variance_sum,
            )
            for row in rows
        },
        summed(reviewed_since(first)),
    )


def reviewed_since(first: date) -> Iterable[tuple[Kind, bool]]:
    """Yield readings drawn by lot of which all digits are reviewed, and whether all were read rightly."""
    agreed = Q(samples__state=SampleState.AGREED)
    claims = (
        Claim.objects
        .filter(at__gte=datetime(first.year, first.month, first.day, tzinfo=UTC), samples__is_random=True)
        .annotate(
            digits=Count("samples"),
            agreed=Count("samples", filter=agreed),
            right=Count("samples", filter=agreed & Q(samples__label=F("samples__read"))),
        )
        .filter(digits=F("agreed"))
    )  # fmt: skip
    for at, version, device, digits, right in claims.values_list(
        "at", "version_number", "device", "digits", "right"
    ):
        yield Kind(at.astimezone(UTC).date(), version, device), right == digits


def summed(reviewed: Iterable[tuple[Kind, bool]]) -> dict[Kind, Reviewed]:
    """Count readings of each kind, and those that were right."""
    right: Counter[Kind] = Counter()
    count: Counter[Kind] = Counter()
    for kind, is_right in reviewed:
        count[kind] += 1
        right[kind] += is_right
    return {kind: Reviewed(right[kind], count[kind]) for kind in count}


def log_falls(today: date | None = None) -> list[FallOf]:
    """Write a warning into the log for each fall of these days, and tell the webhooks; return the falls."""
    today = today or timezone.now().date()
    falls = series_since(today - timedelta(days=BASE_DAYS + RECENT_DAYS)).falls(today)
    for device, fall in falls:
        logger.warning(
            "Fewer readings seem right%s: about %.2f %% in the last %d days, %.2f %% in the weeks before.",
            f" ({device})" if device else "",
            100 * fall.now,
            RECENT_DAYS,
            100 * fall.before,
        )
        tell_fall(today, device, fall)
    return falls


def tell_fall(today: date, device: str, fall: Fall) -> None:
    """Tell the webhooks of a fall; the second time on a day nothing happens."""
    with transaction.atomic():
        tell_readings_drifting(
            today=today,
            device=device,
            before=fall.before,
            now=fall.now,
            readings=fall.readings,
            days=RECENT_DAYS,
        )
