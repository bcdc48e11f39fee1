"""The life cycle of a training; each transition is a short transaction, claimed by UPDATE."""

import os
import shutil
import socket
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from recognizer import nn
from recognizer.models import ModelVersion, Status, TrainingRun
from recognizer.phrases import Phrase, as_json
from recognizer.services.errors import NotPossibleNow, TrainingTakenOver
from recognizer.services.training.files import checkpoint_of, is_held
from recognizer.services.training.people import data_set_of
from recognizer.services.training.spec import TrainingSpec
from recognizer.services.webhooks.events import tell_training_ended

LOG_LINES = 200
STALE = timedelta(seconds=120)
"""Silence after which a process on another host is dead, if it does not hold its lock either."""
MAX_DEATHS = 3
"""After so many deaths without progress in between, no worker takes a training up by itself."""


def create_run(
    spec: TrainingSpec,
    *,
    created_by_id: int | None = None,
    activate_when_done: bool = False,
    activation_reason: str = "",
) -> ModelVersion:
    """Create a queued version and its training run."""
    with transaction.atomic():
        version = ModelVersion.objects.create(
            name=spec.name,
            status=Status.QUEUED,
            architecture=spec.architecture,
            hyperparameters=spec.hyperparameters,
            seed=spec.recipe.seed,
            command=spec.command,
            people=None if spec.people is None else data_set_of(spec.people),
            created_by_id=created_by_id,
        )
        TrainingRun.objects.create(
            version=version,
            spec=spec.to_json(),
            activate_when_done=activate_when_done,
            activation_reason=activation_reason,
        )
    checkpoint_of(version.number).unlink(missing_ok=True)  # of another database with the same numbers
    return version


def begin(version: ModelVersion) -> TrainingRun | None:
    """Claim a queued version for this process; return None if it is not queued (any more)."""
    now = timezone.now()
    with transaction.atomic():
        claimed = ModelVersion.objects.filter(pk=version.pk, status=Status.QUEUED).update(
            status=Status.TRAINING, error=""
        )
        if not claimed:
            return None
        run = TrainingRun.objects.select_for_update().get(pk=version.pk)
        run.host, run.pid, run.heartbeat = socket.gethostname(), os.getpid(), now
        run.threads = run.threads or nn.thread_count()
        run.started_at, run.ended_at = run.started_at or now, None
        run.log = with_line(run.log, Phrase("Process {process} begins.", process=run.process))
        run.save()
    version.refresh_from_db()
    return run


def mark_ended(version: ModelVersion, status: Status, why: str, *, run: TrainingRun | None = None) -> None:
    """Mark a training as `interrupted` or `failed`, with the reason; with its run, if that is still ours."""
    ours = {} if run is None else {"host": run.host, "pid": run.pid}
    with transaction.atomic():
        if not is_training(version, **ours):
            return
        ModelVersion.objects.filter(pk=version.pk).update(status=status, error=why)
        add_to_log(version.pk, why, ended_at=timezone.now(), seconds_left=None)
        tell_training_ended(version.pk, status, goes_on=goes_on(version))
    version.status, version.error = status, why


def is_training(version: ModelVersion, **of_its_run: Any) -> bool:
    """Whether a version is in training, by such a run; nobody else changes that until the transaction ends.

    One UPDATE with conditions on both tables would not do: PostgreSQL looks at the run as it was before a
    change that it waited for.
    """
    locked = ModelVersion.objects.select_for_update().filter(pk=version.pk, status=Status.TRAINING).first()
    return locked is not None and TrainingRun.objects.filter(pk=version.pk, **of_its_run).exists()


def goes_on(version: ModelVersion) -> bool:
    """Whether a worker takes up a training by itself that was interrupted."""
    return to_be_taken_up().filter(pk=version.pk).exists()


def to_be_taken_up() -> QuerySet[TrainingRun]:
    """Return interrupted trainings that a worker takes up by itself."""
    return TrainingRun.objects.select_related("version").filter(
        version__status=Status.INTERRUPTED,
        stop_requested=False,
        task_id__isnull=False,
        deaths__lt=MAX_DEATHS,
    )


def still_ours(run: TrainingRun) -> bool:
    """Whether a training that this process began has not been taken for dead."""
    ours = TrainingRun.objects.filter(pk=run.pk, host=run.host, pid=run.pid)
    return ours.filter(version__status=Status.TRAINING).exists()


def check_ours(run: TrainingRun) -> None:
    """Raise TrainingTakenOver if others took this process for dead."""
    if not still_ours(run):
        raise TrainingTakenOver


def add_to_log(number: int, line: str, **changes: Any) -> None:
    """Append a line to a run's log and update some of its fields."""
    with transaction.atomic():
        run = TrainingRun.objects.select_for_update().filter(pk=number).first()
        if run is None:  # deleted in the meantime
            return
        TrainingRun.objects.filter(pk=number).update(log=with_line(run.log, line), **changes)


def with_line(log: list[dict[str, Any]], line: str) -> list[dict[str, Any]]:
    """Return a log with one more line, without the oldest beyond `LOG_LINES`."""
    return [*log, {"at": timezone.now().isoformat(timespec="seconds"), "line": as_json(line)}][-LOG_LINES:]


# -- what a person asks for --------------------------------------------------------------------------


def request_stop(version: ModelVersion, *, by: str) -> None:
    """Request that a training stops after its mini-batch and keeps its best epoch."""
    asked = TrainingRun.objects.filter(pk=version.pk, version__status=Status.TRAINING)
    if not asked.update(stop_requested=True):
        raise NotPossibleNow(
            "Version {version} is not being trained; there is nothing to stop.", version=version
        )
    add_to_log(version.pk, Phrase("{name} asked to stop.", name=by))


def cancel(version: ModelVersion, *, by: str) -> None:
    """Cancel a queued version; its checkpoint stays resumable."""
    why = Phrase("Cancelled by {name} while it waited.", name=by)
    status = Status.INTERRUPTED if checkpoint_of(version.number).exists() else Status.FAILED
    with transaction.atomic():
        if not ModelVersion.objects.filter(pk=version.pk, status=Status.QUEUED).update(
            status=status, error=why
        ):
            raise NotPossibleNow("Version {version} does not wait in the queue (any more).", version=version)
        add_to_log(version.pk, why, stop_requested=True, ended_at=timezone.now())
        tell_training_ended(version.pk, status)


def can_resume(version: ModelVersion) -> bool:
    """Whether a training can be resumed: it was interrupted, failed, or was stopped before its last epoch."""
    run = TrainingRun.objects.filter(pk=version.pk).first()
    if run is None or current_status(version) in {Status.INTERRUPTED, Status.FAILED}:
        return run is not None
    return version.file_sha256 != "" and run.epoch < run.epochs and checkpoint_of(version.number).exists()


def reopen(version: ModelVersion, *, by: str, created_by_id: int | None = None) -> ModelVersion:
    """Queue a training that ended early again and return its version.

    A version that has a network already never changes: the training goes on as a new version.
    """
    if not can_resume(version):
        raise NotPossibleNow(
            "Version {version} is {state}; its training cannot go on.", version=version, state=version.state
        )
    with transaction.atomic():
        if version.file_sha256:
            return continue_as_new_version(version, by=by, created_by_id=created_by_id)
        ended = ModelVersion.objects.filter(pk=version.pk, status__in=[Status.INTERRUPTED, Status.FAILED])
        if not ended.update(status=Status.QUEUED, error=""):
            raise NotPossibleNow("Version {version} goes on already.", version=version)
        add_to_log(
            version.pk,
            Phrase("Queued again by {name}.", name=by),
            stop_requested=False,
            queued_at=timezone.now(),
            ended_at=None,
        )
    version.refresh_from_db()
    return version


def continue_as_new_version(version: ModelVersion, *, by: str, created_by_id: int | None) -> ModelVersion:
    """Create a version that resumes from the checkpoint of a stopped one."""
    run = version.run
    other = create_run(
        TrainingSpec.from_json(run.spec),
        created_by_id=created_by_id,
        activate_when_done=run.activate_when_done,
        activation_reason=run.activation_reason,
    )
    other.name, other.epochs, other.datasets = version.name, version.epochs, version.datasets
    other.save(update_fields=["name", "epochs", "datasets"])
    shutil.copyfile(checkpoint_of(version.number), checkpoint_of(other.number))
    add_to_log(
        other.pk,
        Phrase(
            "Goes on from where version {version} was stopped, queued by {name}.", version=version, name=by
        ),
        threads=run.threads,
        epoch=run.epoch,
        batch=run.batch,
        batches_per_epoch=run.batches_per_epoch,
        seconds=run.seconds,
    )
    return other


# -- processes that died -----------------------------------------------------------------------------


def interrupt_dead_runs() -> list[ModelVersion]:
    """Mark versions in training whose process has died as interrupted, and return them."""
    training = ModelVersion.objects.filter(status=Status.TRAINING, run__isnull=False).select_related("run")
    return [version for version in training if is_dead(version.run) and mark_interrupted(version)]


def is_dead(run: TrainingRun) -> bool:
    """Whether the run's lock is free on this host, or its heartbeat is stale on another."""
    if is_held(run.pk):
        return False
    silent = run.heartbeat is None or timezone.now() - run.heartbeat > STALE
    return silent or run.host == socket.gethostname()


def current_status(version: ModelVersion) -> Status:
    """Return a version's status, `interrupted` if its process has died unnoticed."""
    status = Status(version.status)
    run = getattr(version, "run", None)
    return Status.INTERRUPTED if status == Status.TRAINING and run is not None and is_dead(run) else status


def death_message(run: TrainingRun) -> str:
    """Return the message for a training whose process died."""
    return Phrase(
        "Its process ({process}) ended without a word; the training can go on from its checkpoint.",
        process=run.process,
    )


def mark_interrupted(version: ModelVersion) -> bool:
    """Mark a version as interrupted unless its heartbeat has moved since it was loaded."""
    run = version.run
    why = death_message(run)
    with transaction.atomic():
        if not is_training(version, heartbeat=run.heartbeat):
            return False
        ModelVersion.objects.filter(pk=version.pk).update(status=Status.INTERRUPTED, error=why)
        add_to_log(version.pk, why, deaths=F("deaths") + 1, ended_at=timezone.now(), seconds_left=None)
        tell_training_ended(version.pk, Status.INTERRUPTED, goes_on=goes_on(version))
    return True
