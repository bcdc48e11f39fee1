"""Start and stop the shadow: a version that reads some of what the live one has answered."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from recognizer.models import Deployment, ModelVersion, Shadow, Status
from recognizer.services.errors import NotPossibleNow

IN_THE_SHADOW = (Status.READY, Status.RETIRED)
"""States of a version that could be live, and is not."""


def running_shadows() -> "QuerySet[Shadow]":
    """Return the shadow that runs, if there is one; more only where two were started at the same moment."""
    return (
        Shadow.objects
        .filter(ended_at=None, version__status__in=IN_THE_SHADOW)
        .select_related("version")
        .order_by("-started_at")
    )  # fmt: skip


def running_shadow() -> Shadow | None:
    """Return the shadow that runs, if there is one."""
    return running_shadows().first()


def start_shadow(version: ModelVersion, *, share: int, by: str = "") -> Shadow:
    """Let a version read a share of live requests, per cent; it takes the place of any other.

    Of one that runs only the share changes. One that had ended begins anew, with nothing counted.

    Raises
    ------
    NotPossibleNow
        If the version is live, not trained, or the share is none.
    """
    if not 1 <= share <= 100:
        raise NotPossibleNow("Expected a share from 1 to 100 per cent, found {share}.", share=share)
    with transaction.atomic():
        row = ModelVersion.objects.select_for_update().filter(pk=version.pk).first()
        if row is None or row.status not in IN_THE_SHADOW:
            raise NotPossibleNow(
                "Version {version} is {state}: only one that could be live, and is not, reads in the shadow.",
                version=version,
                state=version.state if row is None else row.state,
            )
        _end(Shadow.objects.exclude(pk=version.pk))
        if Shadow.objects.filter(pk=version.pk, ended_at=None).update(share=share):
            return Shadow.objects.get(pk=version.pk)
        Shadow.objects.filter(pk=version.pk).delete()
        return Shadow.objects.create(version=row, share=share, started_by_name=by)


def stop_shadow(version: ModelVersion) -> None:
    """End a version's shadow; what it read stays to be seen."""
    _end(Shadow.objects.filter(pk=version.pk))


@receiver(post_save, sender=Deployment)
def end_with_activation(instance: Deployment, **_signal: Any) -> None:
    """End the shadow of a version that goes live, in the same transaction."""
    _end(Shadow.objects.filter(pk=instance.to_number))


def _end(shadows: "QuerySet[Shadow]") -> None:
    shadows.filter(ended_at=None).update(ended_at=timezone.now())
