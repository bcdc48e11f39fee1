"""A process that trains gives signs of life, and one that was taken for dead writes nothing more."""

import socket
import threading

import pytest
from django.utils import timezone

from recognizer import nn
from recognizer.models import ModelVersion, Status, TrainingRun
from recognizer.services.errors import TrainingTakenOver
from recognizer.services.training import heartbeat as module
from recognizer.services.training import progress
from recognizer.services.training.heartbeat import heartbeat
from recognizer.services.training.lifecycle import begin, create_run, mark_ended, mark_interrupted
from recognizer.services.training.run import run_version
from tests.support.patience import wait_until
from tests.support.trainings import tiny_mnist, tiny_spec


@pytest.mark.django_db(transaction=True)
def test_signs_of_life_come_while_a_step_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BEAT_SECONDS", 0.01)
    run = begin(create_run(tiny_spec()))
    assert run is not None
    TrainingRun.objects.update(heartbeat=None)
    with heartbeat(run):
        wait_until(
            lambda: TrainingRun.objects.filter(pk=run.pk, heartbeat__isnull=False).exists(),
            lambda: "No sign of life.",
        )
    wait_until(lambda: not beating(), lambda: "It goes on.")


@pytest.mark.django_db
def test_none_comes_for_a_run_that_another_process_has(monkeypatch: pytest.MonkeyPatch) -> None:
    run = begin(create_run(tiny_spec()))
    assert run is not None
    TrainingRun.objects.update(host="another-host", heartbeat=None)
    ending = BeatsThrice()
    monkeypatch.setattr(module, "close_old_connections", lambda: None)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    module.beat(run, ending)
    assert TrainingRun.objects.get(pk=run.pk).heartbeat is None


class BeatsThrice(threading.Event):
    """Told to end after three beats."""

    beats = 0

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout == module.BEAT_SECONDS
        self.beats += 1
        return self.beats > 3


def beating() -> bool:
    return any(thread.name == "heartbeat" for thread in threading.enumerate())


class TakenOver(nn.Callback):
    """Lets another process take the version over, after so many epochs."""

    def __init__(self, version: ModelVersion, epochs: int) -> None:
        self.version, self.epochs = version, epochs

    def on_epoch_end(self, state: nn.RunState, record: nn.EpochRecord) -> None:
        if record.epoch == self.epochs:
            seen = ModelVersion.objects.select_related("run").get(pk=self.version.pk)
            assert mark_interrupted(seen)
            ModelVersion.objects.filter(pk=self.version.pk).update(status=Status.QUEUED)
            begin(self.version)
            TrainingRun.objects.filter(pk=self.version.pk).update(host="another-host", epoch=1)


@pytest.mark.django_db
@pytest.mark.parametrize("epochs", [0, 2])
def test_a_process_that_was_taken_for_dead_ends_without_a_word(
    monkeypatch: pytest.MonkeyPatch, epochs: int
) -> None:
    """It wakes in the middle of its training, or with the network at hand."""
    monkeypatch.setattr(progress, "HEARTBEAT_SECONDS", 0.0)
    version = create_run(tiny_spec())
    with pytest.raises(TrainingTakenOver):
        run_version(version, fetch=tiny_mnist, observers=[TakenOver(version, epochs)])
    version.refresh_from_db()
    run = TrainingRun.objects.get(pk=version.pk)
    assert (version.status, version.file_sha256, version.error) == (Status.TRAINING, "", "")
    assert (run.host, run.epoch) == ("another-host", 1)


@pytest.mark.django_db
def test_nor_does_it_end_the_training_of_the_other() -> None:
    version = create_run(tiny_spec())
    run = begin(version)
    assert run is not None
    TrainingRun.objects.update(host=f"not-{socket.gethostname()}", heartbeat=timezone.now())
    mark_ended(version, Status.FAILED, "It broke.", run=run)
    version.refresh_from_db()
    assert version.status == Status.TRAINING
