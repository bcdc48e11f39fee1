"""What a worker left behind is taken up by the others, each training by one of them."""

import os
import socket
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from recognizer import tasks
from recognizer.management.left_behind import reopen_left, requeue_trainings, take_up_left
from recognizer.models import ModelVersion, Status, TrainingRun
from recognizer.phrases import from_json
from recognizer.services.training.files import checkpoint_of, training_lock
from recognizer.services.training.lifecycle import (
    MAX_DEATHS,
    STALE,
    begin,
    create_run,
    mark_ended,
    to_be_taken_up,
)
from tests.support.trainings import tiny_mnist, tiny_spec

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "fetch_mnist", lambda *_args, **_options: tiny_mnist())


def died(version: ModelVersion) -> None:
    """Leave what a worker leaves that was killed while it trained this version."""
    entry_of(version).claim("a worker")
    begin(version)


def entry_of(version: ModelVersion) -> DBTaskResult:  # type: ignore[type-arg]
    return tasks.entries_of(TrainingRun.objects.get(pk=version.pk)).get()


def test_a_training_that_a_command_is_about_to_begin_is_left_to_it() -> None:
    create_run(tiny_spec())
    requeue_trainings()
    assert not DBTaskResult.objects.exists()


def test_what_a_dead_worker_left_is_queued_anew() -> None:
    version = tasks.enqueue_training(tiny_spec())
    died(version)
    old = entry_of(version)
    requeue_trainings()
    version.refresh_from_db()
    old.refresh_from_db()
    assert version.status == Status.QUEUED
    assert old.status == TaskResultStatus.FAILED
    assert entry_of(version).status == TaskResultStatus.READY


def test_an_entry_that_was_taken_but_never_begun_is_queued_anew() -> None:
    version = tasks.enqueue_training(tiny_spec())
    entry_of(version).claim("a worker that died at once")
    requeue_trainings()
    assert entry_of(version).status == TaskResultStatus.READY
    requeue_trainings()
    assert DBTaskResult.objects.filter(status=TaskResultStatus.READY).count() == 1


def test_a_training_that_kills_its_worker_again_and_again_is_left_alone() -> None:
    version = tasks.enqueue_training(tiny_spec())
    for _ in range(MAX_DEATHS):
        died(version)
        requeue_trainings()
    version.refresh_from_db()
    assert version.status == Status.INTERRUPTED
    tasks.resume_training(version, by="somebody")
    assert TrainingRun.objects.get(pk=version.pk).deaths == 0


def test_what_a_person_stopped_is_not_taken_up() -> None:
    version = tasks.enqueue_training(tiny_spec())
    died(version)
    TrainingRun.objects.filter(pk=version.pk).update(stop_requested=True)
    requeue_trainings()
    version.refresh_from_db()
    assert version.status == Status.INTERRUPTED


# -- while workers work ------------------------------------------------------------------------------


def of_another_process(version: ModelVersion, *, host: str = "", silent_for: timedelta | None = None) -> None:
    """Let another process have trained a version."""
    run = TrainingRun.objects.filter(pk=version.pk)
    run.update(host=host or socket.gethostname(), pid=os.getpid() + 1)
    if silent_for is not None:
        run.update(heartbeat=timezone.now() - silent_for)


def ready_entries() -> int:
    return DBTaskResult.objects.filter(status=TaskResultStatus.READY).count()


def test_a_worker_that_works_takes_up_what_a_killed_one_left() -> None:
    version = tasks.enqueue_training(tiny_spec())
    died(version)
    of_another_process(version)
    take_up_left()
    take_up_left()
    version.refresh_from_db()
    assert version.status == Status.QUEUED
    assert ready_entries() == 1
    assert tasks.run_training.call(version.number) == "ready"


def test_a_training_that_goes_on_is_left_alone() -> None:
    version = tasks.enqueue_training(tiny_spec())
    died(version)
    of_another_process(version, silent_for=2 * STALE)
    with training_lock(version.number):
        take_up_left()
    version.refresh_from_db()
    assert version.status == Status.TRAINING


@pytest.mark.parametrize(("silent_for", "status"), [(0.5, Status.TRAINING), (1.5, Status.QUEUED)])
def test_a_worker_on_another_host_is_dead_after_a_long_silence(silent_for: float, status: Status) -> None:
    version = tasks.enqueue_training(tiny_spec())
    died(version)
    of_another_process(version, host="another-host", silent_for=silent_for * STALE)
    take_up_left()
    version.refresh_from_db()
    assert version.status == status


def test_what_this_process_was_told_to_leave_it_leaves() -> None:
    version = tasks.enqueue_training(tiny_spec())
    died(version)
    mark_ended(version, Status.INTERRUPTED, "The worker was told to end.")
    take_up_left()
    version.refresh_from_db()
    assert version.status == Status.INTERRUPTED
    of_another_process(version)
    take_up_left()
    version.refresh_from_db()
    assert version.status == Status.QUEUED


def test_what_another_worker_takes_up_at_the_same_moment_is_its() -> None:
    version = tasks.enqueue_training(tiny_spec())
    died(version)
    tasks.close_dead_trainings()
    seen = list(to_be_taken_up())
    take_up_by_another = requeue_trainings
    take_up_by_another()
    assert len(seen) == 1
    reopen_left(seen)
    assert ready_entries() == 1


def test_an_entry_that_was_just_taken_is_about_to_begin() -> None:
    version = tasks.enqueue_training(tiny_spec())
    entry_of(version).claim("a worker")
    take_up_left()
    assert ready_entries() == 0
    DBTaskResult.objects.update(started_at=timezone.now() - 2 * STALE)
    take_up_left()
    assert ready_entries() == 1
    assert DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count() == 1


def test_an_entry_too_many_does_nothing() -> None:
    version = tasks.enqueue_training(tiny_spec(), activate_when_done=True)
    assert tasks.run_training.call(version.number) == "ready"
    said = len(TrainingRun.objects.get(pk=version.pk).log)
    assert tasks.run_training.call(version.number) == "ready"
    assert len(TrainingRun.objects.get(pk=version.pk).log) == said


# -- hosts with data folders of their own ------------------------------------------------------------


def test_without_the_other_hosts_checkpoint_a_training_begins_anew_and_says_so() -> None:
    version = tasks.enqueue_training(tiny_spec())
    died(version)
    of_another_process(version, host="another-host", silent_for=2 * STALE)
    TrainingRun.objects.filter(pk=version.pk).update(epoch=2, batch=3, seconds=1000.0)
    ModelVersion.objects.filter(pk=version.pk).update(epochs=[{"epoch": 0}, {"epoch": 1}])
    assert not checkpoint_of(version.number).exists()
    take_up_left()
    assert tasks.run_training.call(version.number) == "ready"
    version.refresh_from_db()
    run = TrainingRun.objects.get(pk=version.pk)
    said = [from_json(entry["line"]) for entry in run.log]
    assert f"There is no checkpoint in the data folder of {socket.gethostname()}: it begins anew." in said
    assert [epoch["epoch"] for epoch in version.epochs] == [0, 1, 2]
    assert run.seconds < 1000
