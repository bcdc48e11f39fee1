"""Housekeeping: what has expired goes, on each site by one process at a time, and as often as one likes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from recognizer.services.backup.staging import remove_abandoned
from recognizer.services.course.trainings import sweep_trainings
from recognizer.services.errors import StoreError
from recognizer.services.feedback.retention import remove_old_gifts
from recognizer.services.locks import site_lock
from recognizer.services.release.retention import sweep_computed
from recognizer.services.webhooks.outbox import remove_old_deliveries

LOCK = "housekeeping"
ENTRIES_KEPT = timedelta(days=30)
"""How long the queue keeps finished entries; a version keeps its own log."""


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a step of housekeeping did."""

    name: str
    removed: int = 0
    error: str = ""
    """Why it could not do all."""


def keep_house(*, on_wait: Callable[[], object] = lambda: None) -> list[Done]:
    """Remove what has expired; return what each step did. What a disk refuses is left to the next time."""
    with site_lock(LOCK, on_wait=on_wait):
        return [done(name, step) for name, step in STEPS.items()]


def done(name: str, step: Callable[[], int]) -> Done:
    """Do a step; an error of the disk or the shared store ends it alone."""
    try:
        return Done(name=name, removed=step())
    except (OSError, StoreError) as error:
        return Done(name=name, error=str(error))


def remove_sessions() -> int:
    """Remove expired sessions."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    before = apps.get_model("sessions", "Session")._base_manager.count()
    store.clear_expired()
    return max(0, before - apps.get_model("sessions", "Session")._base_manager.count())


def remove_logins() -> int:
    """Remove wrong passwords that count no more."""
    too_old = timezone.now() - settings.AXES_COOLOFF_TIME
    attempts = apps.get_model("axes", "AccessAttempt")._base_manager
    return int(attempts.filter(attempt_time__lt=too_old).delete()[0])


def remove_entries() -> int:
    """Remove what was done in the queue long ago."""
    entries = apps.get_model("django_tasks_database", "DBTaskResult")._base_manager
    return int(entries.filter(finished_at__lt=timezone.now() - ENTRIES_KEPT).delete()[0])


def remove_staged() -> int:
    """Remove what backups and restores left that were killed."""
    return len(remove_abandoned())


STEPS: dict[str, Callable[[], int]] = {
    "Files of deleted versions and half-written files": sweep_computed,
    "Trainings of readers": sweep_trainings,
    "What killed backups left": remove_staged,
    "What people gave, after its time": remove_old_gifts,
    "Expired sessions": remove_sessions,
    "Wrong passwords that count no more": remove_logins,
    "Old entries of the queue": remove_entries,
    "Old deliveries of webhooks": remove_old_deliveries,
}
"""In the order in which they are done."""
