"""How the site stands, for the admin's first page: what answers, how well and how fast, and what waits."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from recognizer.admin.feedback.review_standing import REVIEW
from recognizer.models import ModelVersion, ReadingTally, Sample, Status
from recognizer.services.feedback.review import waiting_for
from recognizer.services.release.activation import active_version, rollback_target
from recognizer.services.training.lifecycle import current_status
from recognizer.telemetry.latency import Latency, latency_of

RECOGNIZE = "api-v1:recognize"
WEEK = timedelta(days=7)
LATEST = 5
"""Trainings that are shown."""
VIEWS = {"recognizer.view_modelversion", "recognizer.change_modelversion"}


@dataclass(frozen=True, kw_only=True)
class Readings:
    """How many readings there were, and how many of them were not sure."""

    count: int
    uncertain: int

    @property
    def share(self) -> float | None:
        """The share that was not sure, from 0 to 1; None where nothing was read."""
        return self.uncertain / self.count if self.count else None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the first page tells of versions, to whoever may see them."""

    live: ModelVersion | None
    back_to: ModelVersion | None
    """To whoever may roll back."""
    today: Readings
    week: Readings
    latency: Latency | None
    trainings: list[ModelVersion]
    """Those that run, wait, or ended without a network within a week; the newest first."""


def standing(user: Any) -> Standing | None:  # noqa: ANN401 - a user, or nobody
    """Return how the site stands; None for those who may not see versions."""
    if not any(user.has_perm(name) for name in VIEWS):
        return None
    today = timezone.now().date()
    may_activate = user.has_perm("recognizer.activate_modelversion")
    return Standing(
        live=active_version(),
        back_to=rollback_target() if may_activate else None,
        today=readings_since(today),
        week=readings_since(today - WEEK + timedelta(days=1)),
        latency=latency_of(RECOGNIZE),
        trainings=open_trainings(),
    )


def readings_since(day: Any) -> Readings:  # noqa: ANN401 - a date
    """Return the readings from a day on, in UTC."""
    sums = ReadingTally.objects.filter(day__gte=day).aggregate(all=Sum("readings"), sure=Sum("recognized"))
    count = sums["all"] or 0
    return Readings(count=count, uncertain=count - (sums["sure"] or 0))


def open_trainings() -> list[ModelVersion]:
    """Return the trainings that somebody may want to look at."""
    going = ModelVersion.objects.filter(status__in=[Status.QUEUED, Status.TRAINING])
    broken = ModelVersion.objects.filter(
        status__in=[Status.INTERRUPTED, Status.FAILED], created_at__gte=timezone.now() - WEEK
    )
    found = (going | broken).select_related("run").order_by("-number")[:LATEST]
    for version in found:
        version.status = current_status(version)
    return list(found)


def waiting_for_review(user: Any) -> int | None:  # noqa: ANN401
    """Return how many drawings wait for this person's review; None for whoever does not review."""
    if not user.has_perm(REVIEW):
        return None
    return waiting_for(user).count() if Sample.objects.exists() else 0
