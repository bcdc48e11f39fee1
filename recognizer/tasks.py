"""Background tasks of the worker: they call the same services as the commands."""

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from types import FrameType
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from recognizer.datasets.errors import DatasetError
from recognizer.datasets.mnist import fetch_mnist
from recognizer.models import DeploymentSource, ModelVersion, Status, TrainingRun
from recognizer.phrases import Phrase, as_json, message_of
from recognizer.services.errors import AlreadyTraining, NoActiveVersion, TrainingInterrupted, VersionRefused
from recognizer.services.feedback.sorting import has_unsorted_samples, sort_samples
from recognizer.services.housekeeping import keep_house
from recognizer.services.paths import mnist_folder
from recognizer.services.release.activation import Actor, activate
from recognizer.services.retraining.after_training import challenge_after_training
from recognizer.services.training.lifecycle import (
    add_to_log,
    cancel,
    create_run,
    interrupt_dead_runs,
    reopen,
)
from recognizer.services.training.run import run_version
from recognizer.services.training.spec import TrainingSpec

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
            begun = run_version(version, fetch=fetch, shutting_down=shutting_down)
        except (TrainingInterrupted, AlreadyTraining) as error:
            return str(error)
    if not begun:  # an entry too many: who trains the version sees to the rest
        return str(version.status)
    challenge_after_training(version)
    activate_if_requested(version)
    return str(version.status)


@task()
def run_challenge(number: int, activate_when_passed: bool) -> str:
    """Hold the gate for a version; return whether it passed."""
    version = ModelVersion.objects.filter(pk=number).first()
    found = None if version is None else challenge_after_training(version)
    if version is None or found is None:
        return "not held"
    if activate_when_passed:
        activate_if_requested(version)
    return "passed" if found.passed else "failed"


def enqueue_challenge(version: ModelVersion, *, activate_when_passed: bool = False) -> bool:
    """Queue a version for the gate; return whether it was not waiting already."""
    if waits_for_gate(version):
        return False
    run_challenge.enqueue(version.number, activate_when_passed)
    return True


def waits_for_gate(version: ModelVersion) -> bool:
    """Whether a version waits in the queue for the gate."""
    waiting = DBTaskResult.objects.filter(task_path=run_challenge.module_path, status=TaskResultStatus.READY)
    return any(entry.args_kwargs["args"][0] == version.number for entry in waiting)


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
    entries = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, pk__in=interrupted.values("task_id")
    )
    if entries.exists():  # workers look every few seconds, and need not write each time
        entries.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())


def remove_expired() -> None:
    """Remove what has expired (`recognizer.services.housekeeping`).

    Call it when a worker starts, and each day that it works. What cannot be removed is left to the next time.
    """
    for done in keep_house():
        if done.error:
            logger.warning("%s could not all be removed: %s", done.name, done.error)


@task()
def sort_waiting_samples() -> str:
    """Sort a bounded number of samples for review, and queue the rest; return what was done."""
    try:
        done = sort_samples()
    except NoActiveVersion as error:
        return str(error)
    if done.left and done.samples:
        request_sorting()
    return f"{done.samples} sorted, {done.left} left"


def request_sorting() -> None:
    """Queue the sorting of samples if the live version has not sorted all, unless it is queued already.

    Call it when claims have come in, when somebody begins to review, and when a worker starts.
    """
    if has_unsorted_samples() and not sorting_entries().exists():
        sort_waiting_samples.enqueue()


def sorting_entries() -> "QuerySet[DBTaskResult[Any, Any]]":
    """Return the entries of the queue that wait for samples to be sorted."""
    return DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=sort_waiting_samples.module_path
    )


@task()
def fetch_mnist_set() -> Any:  # noqa: ANN401 - any JSON
    """Put MNIST into the data folder; return "" or, as JSON, why it could not be had."""
    try:
        fetch_mnist(mnist_folder())
    except DatasetError as error:
        return as_json(message_of(error))
    return ""


def request_mnist() -> bool:
    """Queue a fetch of MNIST; return whether none was queued or under way already."""
    going_on = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    if mnist_fetches().filter(status__in=going_on).exists():
        return False
    fetch_mnist_set.enqueue()
    return True


def mnist_fetches() -> "QuerySet[DBTaskResult[Any, Any]]":
    """Return the entries of the queue that fetch MNIST, the latest first."""
    return DBTaskResult.objects.filter(task_path=fetch_mnist_set.module_path).order_by("-enqueued_at")


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
