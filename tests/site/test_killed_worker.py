"""Workers that are really killed in the middle of a training, and what becomes of it."""

import signal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from recognizer import nn
from tests.support.patience import PATIENCE_SECONDS
from tests.support.processes import Installation, install

OPTIONS = ("--sizes", "784,10", "--epochs", "4", "--seed", "3")
WORKER = ("db_worker", "--interval", "0.1", "--no-startup-delay")


@pytest.fixture(scope="module")
def installation(
    tmp_path_factory: pytest.TempPathFactory, prepared: Path, mnist_folder: Path
) -> Installation:
    return install(tmp_path_factory.mktemp("installation") / "data", prepared, mnist_folder)


@pytest.fixture(scope="module")
def uninterrupted(installation: Installation) -> dict[str, Any]:
    """What the training comes to if nobody interrupts it."""
    installation.manage("train_network", *OPTIONS, "--name", "Uninterrupted")
    return installation.version("Uninterrupted")


def weights(installation: Installation, row: dict[str, Any]) -> np.ndarray[Any, Any]:
    path = installation.data_dir / "models" / f"{row['file_sha256']}.safetensors"
    return nn.load_network(path).network.vector.values


def look(installation: Installation) -> None:
    """Do what every page of the admin does that shows trainings."""
    installation.manage(
        "shell", "-v0", "-c", "from recognizer.tasks import close_dead_trainings as look; look()"
    )


def test_a_killed_worker_leaves_a_version_that_the_next_worker_finishes_bit_for_bit(
    installation: Installation, uninterrupted: dict[str, Any]
) -> None:
    installation.manage("train_network", "--queue", *OPTIONS, "--name", "Killed")
    with installation.held_in_training(*WORKER, epoch=2, batch=2500) as worker:
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    look(installation)
    left = installation.version("Killed")
    assert left["status"] == "interrupted"
    assert left["file_sha256"] == ""
    assert f":{left['pid']}) ended without a word" in left["error"]
    entry = "SELECT status FROM django_tasks_database_dbtaskresult WHERE id = ?"
    assert installation.row(entry, left["task_id"])["status"] == "FAILED"

    # the next worker would use another number of threads, which decides how numbers are added up
    other = "1" if left["threads"] > 1 else "2"
    installation.manage(*WORKER, "--batch", OPENBLAS_NUM_THREADS=other)
    finished = installation.version("Killed")
    assert finished["status"] == "ready", finished["error"]
    assert "Goes on from epoch" in finished["log"]
    assert len(finished["epochs"]) == 4
    assert (weights(installation, finished) == weights(installation, uninterrupted)).all()
    assert list((installation.data_dir / "training").iterdir()) == []


def test_a_worker_that_is_told_to_end_loses_nothing(
    installation: Installation, uninterrupted: dict[str, Any]
) -> None:
    installation.manage("train_network", "--queue", *OPTIONS, "--name", "Left")
    with installation.held_in_training(*WORKER, epoch=1, batch=2500) as worker:
        worker.send_signal(signal.SIGTERM)
        worker.send_signal(signal.SIGCONT)
        assert worker.wait(PATIENCE_SECONDS) == 0
    left = installation.version("Left")
    assert left["status"] == "interrupted"
    assert (left["epoch"], left["batch"], left["batches_per_epoch"]) == (1, 2500, 5000)
    where = "Goes on from epoch 1, mini-batch 2500."

    installation.manage(*WORKER, "--batch")
    finished = installation.version("Left")
    assert where in finished["log"]
    assert (weights(installation, finished) == weights(installation, uninterrupted)).all()


def test_a_killed_command_is_found_but_not_taken_up_by_a_worker(installation: Installation) -> None:
    training = ("train_network", *OPTIONS, "--name", "Command")
    with installation.held_in_training(*training, epoch=1, batch=2500) as command:
        command.send_signal(signal.SIGKILL)
        command.wait()
    installation.manage(*WORKER, "--batch")
    assert installation.version("Command")["status"] == "interrupted"
