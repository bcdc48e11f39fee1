"""What the worker does with the queue."""

import os
import signal
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker
from django_tasks_db.models import DBTaskResult

from recognizer import tasks
from recognizer.datasets.errors import SourceError
from recognizer.models import Deployment, ModelVersion, Status, TrainingRun
from recognizer.phrases import Phrase, from_json
from recognizer.services import housekeeping
from recognizer.services.course.training_records import State, TrainingRecord, TrainingSettings
from recognizer.services.feedback import sorting
from recognizer.services.recognition.live import live_model
from tests.support.given import sample
from tests.support.trainings import tiny_mnist, tiny_spec
from tests.support.versions import register_good_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "fetch_mnist", lambda *_args, **_options: tiny_mnist())


def entry_of(version: ModelVersion) -> DBTaskResult:  # type: ignore[type-arg]
    return tasks.entries_of(TrainingRun.objects.get(pk=version.pk)).get()


def test_a_queued_training_is_an_entry_that_trains_it() -> None:
    version = tasks.enqueue_training(tiny_spec())
    assert entry_of(version).status == TaskResultStatus.READY
    assert tasks.run_training.call(version.number) == "ready"
    assert ModelVersion.objects.get(pk=version.pk).status == Status.READY


def test_mnist_is_fetched_once_at_a_time() -> None:
    assert tasks.request_mnist()
    assert not tasks.request_mnist(), "It waits already."
    assert tasks.mnist_fetches().count() == 1
    assert tasks.fetch_mnist_set.call() == ""


def test_why_mnist_could_not_be_had_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise SourceError("there is no such folder.")

    monkeypatch.setattr(tasks, "fetch_mnist", fail)
    assert from_json(tasks.fetch_mnist_set.call()) == "there is no such folder."


def test_an_entry_of_an_earlier_release_is_queued_in_the_new_form() -> None:
    spec = tiny_spec().to_json()
    del spec["handwriting"]
    number = tasks.train_in_background.call(spec, True, None)
    version = ModelVersion.objects.get(pk=number)
    assert version.status == Status.QUEUED
    assert version.run.activate_when_done
    assert entry_of(version).status == TaskResultStatus.READY


def test_a_cancelled_training_leaves_the_queue() -> None:
    version = tasks.enqueue_training(tiny_spec())
    tasks.cancel_training(version, by="somebody")
    assert not DBTaskResult.objects.exists()


def test_a_version_that_does_not_pass_the_checks_stays_ready_and_the_log_says_why() -> None:
    version = tasks.enqueue_training(tiny_spec(), activate_when_done=True)
    assert tasks.run_training.call(version.number) == "ready"
    said = from_json(TrainingRun.objects.get(pk=version.pk).log[-1]["line"])
    assert said.startswith(f"Not activated. Version {version} knows ")
    assert isinstance(said, Phrase)
    assert isinstance(said.values["reason"], Phrase)


def test_a_worker_that_is_told_to_end_hears_it_and_so_does_whoever_listened_before() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _frame: heard.append(number))
    try:
        with tasks.shutdown_requested() as requested:
            assert not requested()
            signal.raise_signal(signal.SIGTERM)
            assert requested()
        assert heard == [signal.SIGTERM]
        signal.raise_signal(signal.SIGTERM)
        assert heard == [signal.SIGTERM] * 2
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_reason_given_when_it_was_queued_puts_it_live_against_the_checks(tmp_path: Path) -> None:
    queued = tasks.enqueue_training(tiny_spec(), activate_when_done=True, activation_reason="A lesson")
    trained = register_good_version(tmp_path)  # what an untrained one lacks no reason makes up for
    TrainingRun.objects.filter(pk=queued.pk).update(version=trained)
    ModelVersion.objects.filter(pk=trained.pk).update(mnist_accuracy=0.5)
    trained.refresh_from_db()
    tasks.activate_if_requested(trained)
    trained.refresh_from_db()
    entry = Deployment.objects.latest("pk")
    assert trained.status == Status.ACTIVE
    assert (entry.to_version, entry.reason, entry.forced) == (trained, "A lesson", True)


def test_the_command_hands_its_reason_to_the_worker() -> None:
    call_command("train_network", "--queue", "--activate", "--force", "A lesson")
    assert TrainingRun.objects.latest("pk").activation_reason == "A lesson"


def reader_training(*, created_at: float) -> TrainingRecord:
    """Return a reader's training that is over."""
    record = TrainingRecord(
        id="ab" * 8,
        settings=TrainingSettings(),
        client="",
        address="",
        created_at=created_at,
        state=State.FINISHED,
    )
    record.write()
    return record


def long_ago(path: Path) -> Path:
    """Write a file that belongs to no version of this database."""
    path.parent.mkdir(exist_ok=True)
    path.touch()
    os.utime(path, (1, 1))
    return path


def test_a_worker_that_starts_tidies_up(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DatabaseWorker, "handle", lambda _self, **_options: None)
    gone = "e" * 64
    names = (f"learning/mnist-{gone}.npy", "training/987654.checkpoint", f"models/{gone}.safetensors")
    computed, checkpoint, model = (long_ago(data_folder / name) for name in names)
    training = reader_training(created_at=1)
    expired = Session.objects.create(session_key="a", expire_date=timezone.now() - timedelta(seconds=1))
    valid = Session.objects.create(session_key="b", expire_date=timezone.now() + timedelta(days=1))
    done, recent = (tasks.run_training.enqueue(10**6).id for _ in range(2))
    DBTaskResult.objects.filter(pk=done).update(finished_at=timezone.now() - timedelta(days=31))
    DBTaskResult.objects.filter(pk=recent).update(finished_at=timezone.now())
    old, counts = (
        AccessAttempt.objects.create(username=name, failures_since_start=1) for name in ("old", "counts")
    )
    AccessAttempt.objects.filter(pk=old.pk).update(attempt_time=timezone.now() - timedelta(hours=1))
    call_command("db_worker", batch=True)
    assert list(AccessAttempt.objects.all()) == [counts]
    assert not computed.exists()
    for of_another_database in (checkpoint, model):
        assert of_another_database.exists()
        of_another_database.unlink()
    assert not training.folder.exists()
    assert list(Session.objects.filter(pk__in=[expired.pk, valid.pk])) == [valid]
    assert not DBTaskResult.objects.filter(pk=done).exists()
    assert DBTaskResult.objects.filter(pk=recent).exists()


@pytest.fixture
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "known_digits", lambda _version: [])


def test_sorting_is_queued_once_and_only_where_there_is_anything_to_sort() -> None:
    tasks.request_sorting()
    assert not tasks.sorting_entries().exists()
    sample()
    for _ in range(2):
        tasks.request_sorting()
    assert tasks.sorting_entries().count() == 1


@pytest.mark.usefixtures("_nothing_known")
def test_sorting_goes_on_until_all_is_sorted(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        sample()
    monkeypatch.setattr(tasks, "sort_samples", partial(sorting.sort_samples, 2))
    assert tasks.sort_waiting_samples.call() == "2 sorted, 1 left"
    assert tasks.sorting_entries().count() == 1
    tasks.sorting_entries().delete()
    assert tasks.sort_waiting_samples.call() == "2 sorted, 0 left"
    assert not tasks.sorting_entries().exists()


def test_sorting_without_a_live_version_is_no_failure() -> None:
    ModelVersion.objects.filter(status=Status.ACTIVE).update(status=Status.RETIRED)
    live_model.forget()
    assert "No model version is active" in tasks.sort_waiting_samples.call()


def test_a_disk_that_refuses_does_not_stop_a_worker(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> None:
        raise PermissionError(13, "Permission denied", "/data/training")

    monkeypatch.setitem(housekeeping.STEPS, "Files of versions", refuse)
    tasks.remove_expired()
    assert "could not all be removed: [Errno 13] Permission denied" in caplog.text
