"""Prune old versions and their files, but none that is live, was live before, or has a label."""

import contextlib
import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from recognizer.models import Deployment, ModelVersion, Status
from recognizer.services import shared_store
from recognizer.services.data_sets.files import (
    unnamed_files,
    unnamed_shared,
    withdrawn_files,
    withdrawn_shared,
)
from recognizer.services.release.activation import rollback_target
from recognizer.services.release.leftovers import computed_leftovers, leftovers, version_files
from recognizer.services.shared_store import SharedFile
from recognizer.services.versions.file_store import (
    remove,
    size_of,
    unneeded_copies,
    unreferenced_files,
    unreferenced_shared,
)

logger = logging.getLogger(__name__)

KEEP = 10


@dataclass(frozen=True, kw_only=True)
class Pruned:
    """What was pruned, or would be."""

    versions: tuple[ModelVersion, ...]
    files: tuple[Path, ...]
    """Of these versions or of none, and then old enough not to be on their way to become one's."""
    shared: tuple[SharedFile, ...]
    """The same in the store that hosts share."""
    bytes_freed: int


def prunable(keep: int) -> list[ModelVersion]:
    """Return the versions that may go, the oldest first: all but the newest `keep` of those nothing protects.

    Protected are the active version, the one that was so before and the one that a rollback would bring
    back (after a rollback these are two), those with a label, those that ship with digitweb, and those in
    training.
    """
    last, target = Deployment.objects.first(), rollback_target()
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
    """Delete old versions, and the files that belong to no version any more.

    Raises
    ------
    StoreError
        If the store that hosts share does not answer; all else is done then.
    """
    with transaction.atomic():
        list(ModelVersion.objects.select_for_update().order_by("pk"))  # no activation comes in between
        versions = prunable(keep)
        going = [version.pk for version in versions]
        leaving = sizes_of(
            path
            for version in versions
            for path in version_files(version.number, version.file_sha256, without=going)
        )
        if not dry_run:
            ModelVersion.objects.filter(pk__in=going).delete()
    swept = sweep(without=going, dry_run=dry_run)
    shared = sweep_shared(without=going, dry_run=dry_run)
    return Pruned(
        versions=tuple(versions),
        files=tuple(sorted({**leaving, **swept})),
        shared=tuple(shared),
        bytes_freed=sum({**leaving, **swept}.values()) + sum(file.size for file in shared),
    )


def sweep(*, without: Collection[int] = (), dry_run: bool = False) -> dict[Path, int]:
    """Remove the files of no version and no data set; return them, or those that would go, with their bytes.

    Versions whose numbers are in `without` count as deleted.
    """
    versions = ModelVersion.objects.exclude(pk__in=without)
    hashes = set(versions.values_list("file_sha256", flat=True))
    numbers = set(versions.values_list("pk", flat=True))
    going = sizes_of(
        [
            *unreferenced_files(hashes),
            *unneeded_copies(hashes),
            *leftovers(numbers, hashes),
            *unnamed_files(),
        ]
    )
    if not dry_run:
        for path in going:
            remove(path)
    return going


def sweep_shared(*, without: Collection[int] = (), dry_run: bool = False) -> list[SharedFile]:
    """Do the same in the store that hosts share, if there is one."""
    hashes = set(ModelVersion.objects.exclude(pk__in=without).values_list("file_sha256", flat=True))
    going = [*unreferenced_shared(hashes), *unnamed_shared()]
    if not dry_run:
        for file in going:
            shared_store.remove(file.name)
    return going


def remove_withdrawn() -> int:
    """Remove what is left of withdrawn data sets, here and in the store that hosts share; return how much."""
    here, shared = withdrawn_files(), withdrawn_shared()
    for path in here:
        remove(path)
    for file in shared:
        shared_store.remove(file.name)
        logger.info("Removed %s, of a withdrawn data set.", file)
    return len(here) + len(shared)


def sweep_computed() -> int:
    """Remove leftovers that can be recomputed or fetched, and withdrawn data sets; return how many.

    This may be done unasked. Model files and checkpoints may be another database's, where an operator tries
    one with the same data folder: they are left to whoever prunes.
    """
    hashes = set(ModelVersion.objects.values_list("file_sha256", flat=True))
    going = [*computed_leftovers(hashes), *unneeded_copies(hashes)]
    for path in going:
        remove(path)
    return len(going) + remove_withdrawn()


def sizes_of(paths: Iterable[Path]) -> dict[Path, int]:
    """Return the size in bytes of each file and folder that still exists."""
    sizes = {}
    for path in paths:
        with contextlib.suppress(FileNotFoundError):
            sizes[path] = size_of(path)
    return sizes
