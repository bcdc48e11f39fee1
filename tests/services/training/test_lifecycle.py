"""The life of a training: queued, begun, stopped, interrupted, resumed."""

import socket
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from recognizer import nn
from recognizer.models import ModelVersion, Status, TrainingRun
from recognizer.phrases import from_json
from recognizer.services.errors import AlreadyTraining, NotPossibleNow, TrainingInterrupted
from recognizer.services.training import lifecycle as runs
from recognizer.services.training import progress
from recognizer.services.training.files import checkpoint_of, is_held, training_lock
from recognizer.services.training.lifecycle import (
    add_to_log,
    begin,
    can_resume,
    cancel,
    create_run,
    interrupt_dead_runs,
    reopen,
    request_stop,
)
from recognizer.services.training.run import run_version
from recognizer.services.versions.registry import load_version
from recognizer.telemetry import metrics
from tests.support.patience import PATIENCE_SECONDS, wait_until
from tests.support.trainings import tiny_mnist, tiny_spec

pytestmark = pytest.mark.django_db


class At(nn.Callback):
    """Does something after so many epochs and mini-batches."""

    def __init__(self, epochs: int, batches: int, act: Callable[[], object]) -> None:
        self.place, self.act = (epochs, batches), act

    def on_batch_end(self, state: nn.RunState) -> None:
        if (state.epoch, state.batch) == self.place:
            self.act()


@pytest.fixture(autouse=True)
def _each_mini_batch_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "HEARTBEAT_SECONDS", 0.0)


def train(
    version: ModelVersion, *observers: nn.Callback, shutting_down: Callable[[], bool] = bool
) -> ModelVersion:
    run_version(version, fetch=tiny_mnist, observers=observers, shutting_down=shutting_down)
    version.refresh_from_db()
    return version


def weights(version: ModelVersion) -> bytes:
    return load_version(version).network.vector.values.tobytes()


def stop_in_epoch(number: int, version: ModelVersion) -> At:
    return At(number, 1, lambda: request_stop(version, by="somebody"))


def lines(version: ModelVersion) -> list[str]:
    return [from_json(entry["line"]) for entry in TrainingRun.objects.get(pk=version.pk).log]


def test_a_version_exists_from_the_queue_on() -> None:
    version = create_run(tiny_spec())
    assert version.status == Status.QUEUED
    assert version.hyperparameters["epochs"] == 3
    assert "--learning-rate 0.1" in version.command
    assert not can_resume(version)


def test_a_training_leaves_a_ready_version_and_nothing_beside_it() -> None:
    version = train(create_run(tiny_spec()))
    assert version.status == Status.READY
    assert version.datasets == tiny_mnist().hashes
    run = version.run
    assert (run.epoch, run.epochs, run.batches_per_epoch) == (3, 3, 4)
    assert run.ended_at is not None
    assert lines(version)[-1] == "Trained to the end."
    assert not checkpoint_of(version.number).exists()
    assert not is_held(version.number)
    assert not can_resume(version)


def test_only_a_queued_version_begins() -> None:
    version = create_run(tiny_spec())
    assert begin(version) is not None
    assert begin(version) is None


def test_two_processes_do_not_train_the_same_version() -> None:
    version = create_run(tiny_spec())
    with training_lock(version.number), pytest.MonkeyPatch.context() as patch:
        patch.setattr("recognizer.services.training.files.PATIENCE_SECONDS", 0.1)
        with pytest.raises(AlreadyTraining, match=f"Version {version.number} is being trained"):
            train(version)
    version.refresh_from_db()
    assert version.status == Status.QUEUED


def test_a_stop_keeps_the_best_epoch_and_a_version_that_goes_on_is_a_new_one() -> None:
    whole = train(create_run(tiny_spec()))
    version = create_run(tiny_spec())
    train(version, stop_in_epoch(1, version))
    assert version.status == Status.READY
    assert len(version.epochs) == 1
    assert "Stopped; the best epoch is kept." in lines(version)
    before = (version.file_sha256, weights(version))

    other = reopen(version, by="somebody")
    assert (other.status, len(other.epochs)) == (Status.QUEUED, 1)
    train(other)
    assert other.number != version.number
    assert len(other.epochs) == 3
    assert weights(other) == weights(whole)
    version.refresh_from_db()
    assert (version.file_sha256, weights(version)) == before


def test_a_stop_before_the_first_epoch_ended_leaves_nothing_but_a_way_to_go_on() -> None:
    whole = train(create_run(tiny_spec()))
    version = create_run(tiny_spec())
    with pytest.raises(TrainingInterrupted, match="before the first epoch ended"):
        train(version, stop_in_epoch(0, version))
    version.refresh_from_db()
    assert version.status == Status.INTERRUPTED
    assert version.file_sha256 == ""
    assert reopen(version, by="somebody") == version
    train(version)
    assert "Goes on from epoch 0, mini-batch 2." in lines(version)
    assert weights(version) == weights(whole)


def test_a_worker_that_leaves_interrupts_even_with_epochs_done() -> None:
    version = create_run(tiny_spec())
    leave_now: list[bool] = []
    with pytest.raises(TrainingInterrupted, match="The worker was told to end"):
        train(version, At(1, 1, lambda: leave_now.append(True)), shutting_down=lambda: bool(leave_now))
    version.refresh_from_db()
    assert version.status == Status.INTERRUPTED
    assert checkpoint_of(version.number).exists()


def test_a_version_deleted_in_training_ends_it() -> None:
    version = create_run(tiny_spec())
    number = version.number
    with pytest.raises(TrainingInterrupted, match="deleted"):
        train(version, At(1, 1, lambda: ModelVersion.objects.filter(pk=number).delete()))
    assert not ModelVersion.objects.filter(pk=number).exists()


def test_a_damaged_checkpoint_fails_once_and_is_then_out_of_the_way() -> None:
    version = create_run(tiny_spec())
    checkpoint_of(version.number).write_bytes(b"damaged")
    with pytest.raises(nn.FileFormatError):
        train(version)
    version.refresh_from_db()
    assert version.status == Status.FAILED
    assert version.error.startswith("FileFormatError: ")
    train(reopen(version, by="somebody"))
    assert version.status == Status.READY


def test_each_end_of_a_training_is_counted_by_its_kind() -> None:
    kinds = ("finished", "stopped", "interrupted", "failed")

    def ended() -> list[float]:
        return [float(metrics.TRAININGS.labels(kind)._value.get()) for kind in kinds]

    before = ended()
    train(create_run(tiny_spec()))
    stopped = create_run(tiny_spec())
    train(stopped, stop_in_epoch(1, stopped))
    early, damaged = create_run(tiny_spec()), create_run(tiny_spec())
    with pytest.raises(TrainingInterrupted):
        train(early, stop_in_epoch(0, early))
    checkpoint_of(damaged.number).write_bytes(b"damaged")
    with pytest.raises(nn.FileFormatError):
        train(damaged)
    assert [new - old for new, old in zip(ended(), before, strict=True)] == [1, 1, 1, 1]


def test_a_cancelled_training_never_begins() -> None:
    version = create_run(tiny_spec())
    cancel(version, by="somebody")
    train(version)
    assert version.status == Status.FAILED
    assert version.error == "Cancelled by somebody while it waited."


@pytest.mark.parametrize("act", [request_stop, cancel, reopen])
def test_what_makes_no_sense_now_is_refused(act: Callable[..., object]) -> None:
    version = train(create_run(tiny_spec()))
    with pytest.raises(NotPossibleNow, match=f"Version {version.number} · Tiny"):
        act(version, by="somebody")


def test_a_run_is_dead_when_nobody_holds_its_lock() -> None:
    version = create_run(tiny_spec())
    begin(version)
    with training_lock(version.number):
        assert interrupt_dead_runs() == []
    assert interrupt_dead_runs() == [version]
    version.refresh_from_db()
    assert version.status == Status.INTERRUPTED
    assert version.run.deaths == 1


def test_a_process_on_another_host_is_dead_only_after_a_long_silence() -> None:
    version = create_run(tiny_spec())
    begin(version)
    rows = TrainingRun.objects.filter(pk=version.pk)
    rows.update(host=f"not-{socket.gethostname()}")
    assert interrupt_dead_runs() == []
    rows.update(heartbeat=timezone.now() - 2 * runs.STALE)
    assert interrupt_dead_runs() == [version]


def test_a_sign_of_life_in_the_last_moment_counts() -> None:
    version = create_run(tiny_spec())
    begin(version)
    seen = ModelVersion.objects.select_related("run").get(pk=version.pk)
    TrainingRun.objects.filter(pk=version.pk).update(heartbeat=timezone.now() + timedelta(seconds=1))
    assert not runs.mark_interrupted(seen)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_find_a_process_dead_at_once_one_says_so() -> None:
    version = create_run(tiny_spec())
    begin(version)
    first, second = (ModelVersion.objects.select_related("run").get(pk=version.pk) for _ in range(2))
    said: list[bool] = []

    def say_it_too() -> None:
        began.set()
        try:
            said.append(runs.mark_interrupted(second))
        finally:
            connection.close()

    began, other = threading.Event(), threading.Thread(target=say_it_too)
    with transaction.atomic():
        assert runs.mark_interrupted(first)
        other.start()
        assert began.wait(PATIENCE_SECONDS)
        if connection.vendor == "postgresql":
            wait_until(somebody_waits_for_a_lock, lambda: "The other did not wait.")
    other.join(PATIENCE_SECONDS)
    assert said == [False]
    assert TrainingRun.objects.get(pk=version.pk).deaths == 1


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        (waiting,) = cursor.fetchone()
    return bool(waiting)


def test_the_log_is_bounded() -> None:
    version = create_run(tiny_spec())
    for number in range(runs.LOG_LINES + 5):
        add_to_log(version.pk, str(number))
    assert (lines(version)[0], len(lines(version))) == ("5", runs.LOG_LINES)
