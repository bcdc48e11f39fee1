"""Training a version, whichever way it ends."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from recognizer import nn
from recognizer.datasets.mnist import Mnist
from recognizer.models import ModelVersion, Status
from recognizer.services.errors import NotPossibleNow, TrainingInterrupted
from recognizer.services.release.activation import activate
from recognizer.services.training import run as training
from recognizer.services.training.lifecycle import cancel, create_run, reopen
from recognizer.services.training.presets import training_spec
from recognizer.services.training.run import run_version, train_version
from recognizer.services.versions.file_store import path_of
from recognizer.services.versions.model_card import VersionFacts
from recognizer.services.versions.registry import load_version
from tests.support.object_store import folder_storage

pytestmark = pytest.mark.django_db

SMALL = training_spec("deck", {"sizes": [784, 10], "epochs": 2, "name": "Small"})


class InterruptAfter(nn.Callback):
    """Presses Ctrl-C after so many epochs and mini-batches."""

    def __init__(self, epochs: int, batches: int) -> None:
        self.epochs, self.batches = epochs, batches

    def on_batch_end(self, state: nn.RunState) -> None:
        if (state.epoch, state.batch) == (self.epochs, self.batches):
            raise KeyboardInterrupt


def test_a_training_ends_as_a_ready_version_with_all_that_is_known(mnist: Mnist) -> None:
    version = train_version(SMALL, mnist=mnist)
    version.refresh_from_db()
    assert version.status == Status.READY
    assert version.name == "Small"
    assert len(version.epochs) == 2
    assert version.mnist_accuracy is not None
    assert version.mnist_accuracy > 0.8
    assert sum(map(sum, version.confusion_matrix)) == 10_000
    assert version.parameters == 7850
    assert version.datasets == mnist.hashes
    assert version.command == (
        "python manage.py train_network --preset deck --sizes 784,10 --epochs 2 --seed 0"
    )
    header = nn.load_network(path_of(version.file_sha256)).metadata
    assert VersionFacts.from_metadata(header).mnist_accuracy == version.mnist_accuracy


def test_the_same_seed_gives_the_same_weights(mnist: Mnist) -> None:
    spec = training_spec("deck", {"sizes": [784, 10], "epochs": 1})
    networks = [load_version(train_version(spec, mnist=mnist)).network for _ in range(2)]
    assert all(
        (networks[0].parameters[name] == networks[1].parameters[name]).all()
        for name in networks[0].parameters
    )


def test_epochs_appear_in_the_row_while_it_trains(mnist: Mnist) -> None:
    seen: list[tuple[str, int]] = []

    class Look(nn.Callback):
        def on_epoch_end(self, state: nn.RunState, record: nn.EpochRecord) -> None:
            row = ModelVersion.objects.get(name="Small")
            seen.append((row.status, len(row.epochs)))

    train_version(SMALL, mnist=mnist, observers=(Look(),))
    assert seen == [("training", 1), ("training", 2)]


def test_ctrl_c_keeps_the_best_epoch_so_far(mnist: Mnist) -> None:
    version = train_version(SMALL, mnist=mnist, observers=(InterruptAfter(1, 100),))
    assert version.status == Status.READY
    assert len(version.epochs) == 1
    assert version.mnist_accuracy is not None
    assert version.mnist_accuracy > 0.8


def test_ctrl_c_before_the_first_epoch_keeps_nothing(mnist: Mnist) -> None:
    with pytest.raises(TrainingInterrupted, match="before the first epoch ended: nothing was kept"):
        train_version(SMALL, mnist=mnist, observers=(InterruptAfter(0, 100),))
    version = ModelVersion.objects.get(name="Small")
    assert version.status == Status.INTERRUPTED
    assert "before the first epoch ended" in version.error
    assert version.file_sha256 == ""


def test_a_training_that_was_stopped_goes_on_from_its_checkpoint(mnist: Mnist, tmp_path: Path) -> None:
    checkpoint = tmp_path / "checkpoint"
    whole = train_version(SMALL, mnist=mnist)
    train_version(SMALL, mnist=mnist, observers=(InterruptAfter(1, 100),), checkpoint=checkpoint)
    assert checkpoint.exists()
    resumed = train_version(SMALL, mnist=mnist, checkpoint=checkpoint)
    assert not checkpoint.exists()
    assert len(resumed.epochs) == 2
    one, other = (load_version(version).network.parameters for version in (whole, resumed))
    assert all((one[name] == other[name]).all() for name in one)


def test_a_checkpoint_of_another_training_is_refused(mnist: Mnist, tmp_path: Path) -> None:
    checkpoint = tmp_path / "checkpoint"
    train_version(SMALL, mnist=mnist, observers=(InterruptAfter(1, 100),), checkpoint=checkpoint)
    other = training_spec("deck", {"sizes": [784, 10], "epochs": 3, "name": "Other"})
    with pytest.raises(nn.ConfigurationError, match="epochs"):
        train_version(other, mnist=mnist, checkpoint=checkpoint)
    assert ModelVersion.objects.get(name="Other").status == Status.FAILED
    assert checkpoint.exists()


def test_a_cost_that_explodes_fails_the_version_and_says_so(mnist: Mnist) -> None:
    spec = training_spec("deck", {"sizes": [784, 30, 10], "epochs": 1})
    linear = nn.dense_architecture([784, 30, 10], hidden="relu", output="linear")
    with pytest.raises(nn.NonFiniteCost):
        train_version(
            replace(spec, name="Exploding", architecture=linear, recipe=nn.Recipe(learning_rate=1000.0)),
            mnist=mnist,
        )
    version = ModelVersion.objects.get(name="Exploding")
    assert version.status == Status.FAILED
    assert version.error.startswith("NonFiniteCost: ")


def test_a_trained_version_can_go_live(mnist: Mnist) -> None:
    version = train_version(training_spec("deck", {"epochs": 2}), mnist=mnist)
    activate(version, force=True, reason="The deck's network is no match for what ships")
    assert version.is_active


def begun_after(what: Callable[[ModelVersion], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let something happen to a version between its making and the beginning of its training."""

    def create(*arguments: Any, **options: Any) -> ModelVersion:
        version = create_run(*arguments, **options)
        what(version)
        return version

    monkeypatch.setattr(training, "create_run", create)


def test_a_training_that_is_cancelled_before_it_begins_says_so(
    mnist: Mnist, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun_after(lambda version: cancel(version, by="somebody"), monkeypatch)
    with pytest.raises(NotPossibleNow, match=r"Version \d+ · Small was changed .* it is failed\."):
        train_version(SMALL, mnist=mnist)


def test_so_does_one_whose_version_is_deleted(mnist: Mnist, monkeypatch: pytest.MonkeyPatch) -> None:
    begun_after(lambda version: ModelVersion.objects.filter(pk=version.pk).delete(), monkeypatch)
    with pytest.raises(NotPossibleNow, match="was deleted before its training began"):
        train_version(SMALL, mnist=mnist)


def test_one_that_the_shared_store_did_not_take_has_no_more_to_do_than_that(
    mnist: Mnist, settings: Settings, tmp_path: Path
) -> None:
    seen: list[int] = []

    class Look(nn.Callback):
        def on_epoch_end(self, state: nn.RunState, record: nn.EpochRecord) -> None:
            seen.append(state.epoch)

    settings.STORAGES = {**django_settings.STORAGES, "models": folder_storage(tmp_path / "shared")}
    with pytest.raises(TrainingInterrupted, match="It could not be kept"):
        train_version(SMALL, mnist=mnist, observers=(Look(),))
    version = ModelVersion.objects.get(name="Small")
    assert (version.status, len(seen)) == (Status.INTERRUPTED, 2)
    (tmp_path / "shared").mkdir()
    assert run_version(reopen(version, by="a test"), fetch=lambda: mnist, observers=(Look(),))
    version.refresh_from_db()
    assert (version.status, len(seen)) == (Status.READY, 2)
    assert (tmp_path / "shared" / "models" / f"{version.file_sha256}.safetensors").is_file()
