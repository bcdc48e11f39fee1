"""What is told of the queue, and of the tasks that a worker has done."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from recognizer.management.commands import db_worker
from recognizer.management.telling import queue_figures, short, task_watch
from recognizer.tasks import run_challenge, sort_waiting_samples
from recognizer.telemetry import metrics, slots
from tests.services.monitoring.test_figures import samples
from tests.support.patience import wait_until


@task()
def fails() -> None:
    """Fail."""
    raise RuntimeError


@pytest.mark.django_db
def test_what_waits_and_what_is_being_done_is_told_by_task() -> None:
    assert samples(queue_figures()) == {
        "digitweb_queue_tasks": {},
        "digitweb_queue_oldest_waiting_seconds": {(): 0},
    }
    sort_waiting_samples.enqueue()
    running = run_challenge.enqueue(1, False)
    DBTaskResult.objects.filter(pk=running.id).update(status="RUNNING")
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(hours=1))
    found = samples(queue_figures())
    assert found["digitweb_queue_tasks"] == {
        ("sort_waiting_samples", "waiting"): 1,
        ("run_challenge", "running"): 1,
    }
    assert 3600 <= found["digitweb_queue_oldest_waiting_seconds"][()] < 7200


@pytest.mark.django_db(transaction=True)
def test_a_worker_counts_its_tasks_by_how_they_ended() -> None:
    def done(name: str, status: str) -> float:
        return float(metrics.TASKS.labels(name, status)._value.get())

    before = done("sort_waiting_samples", "successful"), done("fails", "failed")
    sort_waiting_samples.enqueue()
    fails.enqueue()
    call_command("db_worker", batch=True, startup_delay=False, interval=0, reload=False, verbosity=0)
    assert done("sort_waiting_samples", "successful") == before[0] + 1
    assert done("fails", "failed") == before[1] + 1


def test_a_task_has_a_short_name() -> None:
    assert short("recognizer.tasks.run_training") == "run_training"
    assert task_watch is not None


def test_a_worker_that_runs_by_itself_tells_of_itself(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = threading.Event()
    addresses: list[object] = []

    def start(address: object, _registry: object, _stopped: object) -> None:
        addresses.append(address)
        told.set()

    monkeypatch.setattr(db_worker, "start", start)
    db_worker.Command.tell_metrics()
    settings.METRICS_ADDRESS = ("127.0.0.1", 9101)
    with monkeypatch.context() as beside:
        beside.setenv(slots.VARIABLE, "worker 1 /nowhere")
        db_worker.Command.tell_metrics()
    db_worker.Command.tell_metrics()
    wait_until(told.is_set, lambda: "Nothing is told.")
    assert addresses == [("127.0.0.1", 9101)], "only where it is wanted, and no other process tells of it"
