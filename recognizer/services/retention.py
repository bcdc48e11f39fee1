"""Which versions stay and which may go: none that is in use, was just before, or has a label."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from recognizer.models import Activation, ModelVersion, Status
from recognizer.services.activation import rollback_target
from recognizer.services.storage import left_behind, remove, size_of

KEEP = 10


@dataclass(frozen=True, kw_only=True)
class Pruned:
    """What was pruned, or would be."""

    versions: tuple[ModelVersion, ...]
    files: tuple[Path, ...]
    """In the store, named by no version, and old enough not to be on their way to become one."""
    bytes_freed: int


def prunable(keep: int) -> list[ModelVersion]:
    """Return the versions that may go, the oldest first: all but the newest `keep` of those nothing protects.

    Protected are the active version, the one that was so before and the one that a rollback would bring
    back (after a rollback these are two), those with a label, those that ship with digitweb, and those in
    training.
    """
    last, target = Activation.objects.first(), rollback_target()
    kept = {target.number} if target else set()
    if last and last.from_number is not None:
        kept.add(last.from_number)
    unprotected = (
        ModelVersion.objects.filter(label="", shipped=False)
        .exclude(status__in=[Status.ACTIVE, Status.TRAINING, Status.QUEUED, Status.INTERRUPTED])
        .exclude(pk__in=kept)
        .order_by("-number")
    )
    return list(unprotected[keep:])[::-1]


def prune(keep: int = KEEP, *, dry_run: bool = False) -> Pruned:
    """Delete old versions, and the files that no version names any more."""
    with transaction.atomic():
        list(ModelVersion.objects.select_for_update().order_by("pk"))  # no activation comes in between
        versions = prunable(keep)
        if not dry_run:
            ModelVersion.objects.filter(pk__in=[version.pk for version in versions]).delete()
    named = ModelVersion.objects.exclude(pk__in=[version.pk for version in versions])
    files = left_behind(set(named.values_list("file_sha256", flat=True)))
    return Pruned(
        versions=tuple(versions),
        files=tuple(files),
        bytes_freed=sum(size_of(path) if dry_run else remove(path) for path in files),
    )
