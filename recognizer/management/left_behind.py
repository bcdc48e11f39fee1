"""What workers left behind: trainings and gates whose process died, or was told to end."""

import os
import socket
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from recognizer.models import Status, TrainingRun
from recognizer.phrases import Phrase
from recognizer.services.errors import NotPossibleNow
from recognizer.services.training.lifecycle import MAX_DEATHS, STALE, is_dead, reopen, to_be_taken_up
from recognizer.tasks import close_dead_trainings, enqueue, enqueue_challenge, entries_of

NO_TIME = timedelta(0)


def requeue_trainings() -> None:
    """Queue the trainings that a stopped worker left; call it when a worker starts."""
    close_dead_trainings()
    reopen_left(to_be_taken_up())
    enqueue_unattended()


def take_up_left() -> None:
    """Queue what another worker left; call it every few seconds while this one works.

    Nobody may start a worker for long after one was killed, and others have time. What this process itself
    was told to leave it leaves.
    """
    close_dead_trainings()
    reopen_left(to_be_taken_up().exclude(host=socket.gethostname(), pid=os.getpid()))
    enqueue_unattended(taken_for=STALE)
    requeue_challenges(silent_for=STALE)


def requeue_challenges(*, silent_for: timedelta = NO_TIME) -> None:
    """Queue for the gate what a worker trained and left there; call it when a worker starts.

    While workers work, only what has been silent for a while was left.
    """
    left = TrainingRun.objects.filter(
        version__status=Status.READY,
        version__people__isnull=False,
        version__challenge__isnull=True,
        task_id__isnull=False,
        deaths__lt=MAX_DEATHS,
    )
    since = timezone.now() - silent_for
    for run in left.select_related("version"):
        is_silent = run.heartbeat is None or run.heartbeat <= since
        if is_silent and is_dead(run) and enqueue_challenge(run.version, activate_when_passed=True):
            TrainingRun.objects.filter(pk=run.pk).update(deaths=F("deaths") + 1)


def reopen_left(left: Iterable[TrainingRun]) -> None:
    """Queue interrupted trainings, but for those that another worker queues at the same moment."""
    for run in left:
        with suppress(NotPossibleNow), transaction.atomic():
            enqueue(reopen(run.version, by=Phrase("the worker")).number)


def enqueue_unattended(*, taken_for: timedelta = NO_TIME) -> None:
    """Queue trainings that wait for a worker and have no entry any more that would bring one.

    A worker that dies between taking an entry and beginning leaves such a training. While workers work, one
    that has just taken an entry is about to begin.
    """
    # without an entry it is a command's, which is about to begin
    queued = TrainingRun.objects.filter(version__status=Status.QUEUED, task_id__isnull=False)
    about_to_begin = Q(status=TaskResultStatus.RUNNING, started_at__gt=timezone.now() - taken_for)
    attended = DBTaskResult.objects.filter(Q(status=TaskResultStatus.READY) | about_to_begin)
    for run in queued.exclude(task_id__in=attended.values("pk")):
        with transaction.atomic():
            left = queued.select_for_update(of=("self",)).filter(pk=run.pk, task_id=run.task_id)
            if left.first() is not None:  # no other worker has seen to it
                entries_of(run).filter(status=TaskResultStatus.RUNNING).update(
                    status=TaskResultStatus.FAILED, finished_at=timezone.now()
                )
                enqueue(run.pk)
