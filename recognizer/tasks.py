"""Background tasks of the worker: they call the same services as the commands."""

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from importlib import import_module
from types import FrameType
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from recognizer.datasets.mnist import fetch_mnist
from recognizer.models import DeploymentSource, ModelVersion, Status, TrainingRun
from recognizer.phrases import Phrase, message_of
from recognizer.services.course.trainings import sweep_trainings
from recognizer.services.errors import AlreadyTraining, TrainingInterrupted, VersionRefused
from recognizer.services.paths import mnist_folder
from recognizer.services.release.activation import Actor, activate
from recognizer.services.release.retention import sweep_computed
from recognizer.services.training.lifecycle import (
    MAX_DEATHS,
    add_to_log,
    cancel,
    create_run,
    interrupt_dead_runs,
    reopen,
)
from recognizer.services.training.run import run_version
from recognizer.services.training.spec import TrainingSpec

ENTRIES_KEPT = timedelta(days=30)
"""How long the queue keeps finished entries; a version keeps its own log."""
ASKED_BEFORE = Phrase("Asked for before it was trained.")

logger = logging.getLogger(__name__)


@task()
def run_training(number: int) -> str:
    """Train a queued version; return its status or the reason why it was not trained."""
    version = ModelVersion.objects.filter(pk=number).first()
    if version is None:
        return "deleted"
    fetch = partial(fetch_mnist, mnist_folder(), notice=partial(add_to_log, number))
    with shutdown_requested() as shutting_down:
        try:
            run_version(version, fetch=fetch, shutting_down=shutting_down)
        except (TrainingInterrupted, AlreadyTraining) as error:
            return str(error)
    activate_if_requested(version)
    return str(version.status)


@task()
def train_in_background(spec: dict[str, Any], activate_when_done: bool, created_by_id: int | None) -> int:
    """Queue a training; entries of earlier releases in the queue call this."""
    return enqueue_training(
        TrainingSpec.from_json(spec), activate_when_done=activate_when_done, created_by_id=created_by_id
    ).number


def enqueue_training(
    spec: TrainingSpec,
    *,
    activate_when_done: bool = False,
    activation_reason: str = "",
    created_by_id: int | None = None,
) -> ModelVersion:
    """Queue a training and return its new version.

    With a reason it goes live when it is done even against the checks, for this reason.
    """
    with transaction.atomic():
        version = create_run(
            spec,
            created_by_id=created_by_id,
            activate_when_done=activate_when_done,
            activation_reason=activation_reason,
        )
        enqueue(version.number)
    return version


def resume_training(version: ModelVersion, *, by: str, created_by_id: int | None = None) -> ModelVersion:
    """Queue a training that ended early, to resume it; return its version, which may be a new one."""
    with transaction.atomic():
        queued = reopen(version, by=by, created_by_id=created_by_id)
        TrainingRun.objects.filter(pk=queued.pk).update(deaths=0)
        enqueue(queued.number)
    return queued


def cancel_training(version: ModelVersion, *, by: str) -> None:
    """Cancel a queued training."""
    cancel(version, by=by)
    entries_of(TrainingRun.objects.get(pk=version.pk)).filter(status=TaskResultStatus.READY).delete()


def close_dead_trainings() -> None:
    """Mark trainings whose process died as interrupted, and close their entries in the queue.

    Call it when a worker starts and when somebody acts on a training; pages that only show one use
    `current_status`. Django-tasks would keep such entries as running for ever.
    """
    interrupt_dead_runs()
    interrupted = TrainingRun.objects.filter(version__status=Status.INTERRUPTED, task_id__isnull=False)
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, pk__in=interrupted.values("task_id")).update(
        status=TaskResultStatus.FAILED, finished_at=timezone.now()
    )


def requeue_trainings() -> None:
    """Queue the trainings that a stopped worker left; call it when a worker starts."""
    close_dead_trainings()
    left = TrainingRun.objects.filter(
        version__status=Status.INTERRUPTED,
        stop_requested=False,
        task_id__isnull=False,
        deaths__lt=MAX_DEATHS,
    )
    for run in left.select_related("version"):
        with transaction.atomic():
            enqueue(reopen(run.version, by=Phrase("the worker")).number)
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY).values("pk")
    # without an entry it is a command's, which is about to begin
    queued = TrainingRun.objects.filter(version__status=Status.QUEUED, task_id__isnull=False)
    for run in queued.exclude(task_id__in=waiting):
        enqueue(run.pk)  # its worker died between taking the entry and beginning


def remove_expired() -> None:
    """Remove files of deleted versions, old trainings of readers, expired sessions, logins and queue entries.

    Call it when a worker starts. What cannot be removed is left to the next time.
    """
    try:
        sweep_computed()
        sweep_trainings()
    except OSError as error:
        logger.warning("What deleted versions left behind could not all be removed: %s", error)
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    now = timezone.now()
    AccessAttempt.objects.filter(attempt_time__lt=now - settings.AXES_COOLOFF_TIME).delete()
    DBTaskResult.objects.filter(finished_at__lt=now - ENTRIES_KEPT).delete()


def enqueue(number: int) -> None:
    """Add a training to the queue; a duplicate entry does no harm, for only a queued version begins."""
    result = run_training.enqueue(number)
    TrainingRun.objects.filter(pk=number).update(task_id=result.id)


def entries_of(run: TrainingRun) -> "QuerySet[DBTaskResult[Any, Any]]":
    """Return the run's latest entry in the queue, if there is one."""
    return DBTaskResult.objects.filter(pk__in=[run.task_id] if run.task_id else [])


def activate_if_requested(version: ModelVersion) -> None:
    """Activate a version that was trained to its end, if that was requested."""
    run = TrainingRun.objects.filter(version__status=Status.READY, pk=version.pk).first()
    if run is None or not run.activate_when_done or run.stop_requested:
        return
    try:
        activate(
            version,
            actor=actor_of(version),
            reason=run.activation_reason or ASKED_BEFORE,
            force=bool(run.activation_reason),
        )
    except VersionRefused as error:
        add_to_log(version.pk, Phrase("Not activated. {reason}", reason=message_of(error)))
    else:
        add_to_log(version.pk, Phrase("Activated."))


def actor_of(version: ModelVersion) -> Actor:
    """Return the actor in whose name a training activates its version."""
    if version.created_by is None:
        return replace(Actor.from_shell(), source=DeploymentSource.TRAINING)
    return Actor.of_user(version.created_by, DeploymentSource.TRAINING)


@contextmanager
def shutdown_requested() -> Iterator[Callable[[], bool]]:
    """Yield a function that says whether a signal asked the worker to end; call earlier handlers too."""
    requested = threading.Event()
    if threading.current_thread() is not threading.main_thread():  # as with the development reloader
        yield requested.is_set
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def on_signal(number: int, frame: FrameType | None) -> None:
        requested.set()
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    for number in before:
        signal.signal(number, on_signal)
    try:
        yield requested.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
