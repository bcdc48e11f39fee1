"""The queue of readers' trainings: limits, order, processes, and the networks after each epoch.

Trainings run in processes of their own, as many as there are slots; what waits is taken in order. All that
the server's processes need to know of them lies on disk (`training_records`), so any of them may answer.
"""

import logging
import os
import secrets
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from recognizer import nn
from recognizer.phrases import Phrase
from recognizer.services.course.training_records import (
    KEPT_HOURS,
    State,
    TrainingRecord,
    TrainingSettings,
    all_records,
    read_record,
    unreadable_folders,
)
from recognizer.services.errors import NoSuchTraining, TooManyTrainings, TrainingOfAnother
from recognizer.services.locks import locked, try_lock
from recognizer.services.paths import learning_folder

SLOTS = 2
"""Trainings that run at the same time."""
MAX_WAITING = 20
MAX_OF_CLIENT = 1
MAX_OF_ADDRESS = 6
"""A class behind one address may not fill the queue alone."""
MAX_KEPT = 60
SECONDS_AFTER_CRASH = 5
"""Before a process is started in the place of one that ended without having done its work."""
SECONDS_EACH = 10
"""About how long one takes, for whoever is told to come back."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class EpochOfTraining:
    """The network of a training after so many epochs; 0 is before the first."""

    training: str
    epoch: int


def begin(wanted: TrainingSettings, *, client: str, address: str) -> TrainingRecord:
    """Queue a training for a reader and start a process for it if a slot is free.

    Raises
    ------
    TooManyTrainings
        If this reader, this address or all readers together have as many as they may.
    """
    with locked(admission_lock()):
        records = remove_ended(all_records())
        check_limits([record for record in records if not record.state.is_over], client, address)
        record = TrainingRecord(
            id=secrets.token_hex(8),
            settings=wanted,
            client=client,
            address=address,
            created_at=time.time(),
        )
        record.write()
    start_runners()
    return record


def check_limits(active: list[TrainingRecord], client: str, address: str) -> None:
    """Raise TooManyTrainings if the reader, the address or the site has reached its limit."""
    ahead = -(-len(active) // SLOTS)
    limits = (
        (MAX_OF_CLIENT, Phrase("for each reader"), sum(record.client == client for record in active)),
        (
            MAX_OF_ADDRESS,
            Phrase("for each network address"),
            sum(record.address == address for record in active),
        ),
        (SLOTS + MAX_WAITING, Phrase("for all readers together"), len(active)),
    )
    for most, whose, found in limits:
        if found >= most:
            raise TooManyTrainings(
                "Expected at most {most} training or waiting {whose}, found {found} already. Wait until "
                "one has ended, or stop yours.",
                most=most,
                whose=whose,
                found=found,
                retry_after=SECONDS_EACH * max(1, ahead),
            )


def sweep_trainings() -> int:
    """Remove trainings that ended long ago; return how many."""
    with locked(admission_lock()):
        records = all_records()
        return len(records) - len(remove_ended(records))


def remove_ended(records: list[TrainingRecord]) -> list[TrainingRecord]:
    """Remove trainings that ended long ago or are too many; return the others."""
    too_old = time.time() - KEPT_HOURS * 3600
    over = [record for record in records if record.state.is_over]
    gone = [record for record in over if record.created_at < too_old]
    gone += over[: max(0, len(records) - MAX_KEPT)]
    for record in gone:
        record.remove()
    for folder in unreadable_folders(records):
        if folder.stat().st_mtime < too_old:
            shutil.rmtree(folder, ignore_errors=True)
    return [record for record in records if record not in gone]


def training_status(training_id: str) -> tuple[TrainingRecord, int]:
    """Return a training's record and how many wait before it."""
    record = read_record(training_id)
    if record.state is not State.WAITING:
        return record, 0
    start_runners()  # the process that would have taken it may be gone
    waiting = [other.id for other in all_records() if other.state is State.WAITING]
    return record, waiting.index(training_id) if training_id in waiting else 0


def stop(training_id: str, *, client: str) -> TrainingRecord:
    """End a training after its current mini-batch, or before it began; one that is over stays as it is.

    Raises
    ------
    NoSuchTraining
        If it is no longer kept.
    TrainingOfAnother
        If another reader began it.
    """
    with locked(admission_lock()):
        record = read_record(training_id)
        if record.client != client:
            raise TrainingOfAnother("Only the reader who began a training can stop it.")
        if record.state is State.WAITING:
            record.state, record.ended_at = State.STOPPED, time.time()
            record.write()
        elif record.state is State.RUNNING:
            record.stop_file.touch()
    return record


def network_after(wanted: EpochOfTraining) -> nn.Network:
    """Return a network as a training left it after an epoch.

    Raises
    ------
    NoSuchTraining
        If the training is no longer kept or has not come that far.
    """
    record = read_record(wanted.training)
    try:
        return nn.load_network(record.weights_file(wanted.epoch)).network
    except FileNotFoundError:
        last = len(record.epochs) - 1
        if last < 0:
            raise NoSuchTraining("The training has not begun: there is no network yet.") from None
        raise NoSuchTraining(
            "The training has no network after epoch {epoch}: so far there are 0 to {last}.",
            epoch=wanted.epoch,
            last=last,
        ) from None


def answers_by_epoch(training_id: str, inputs: NDArray[np.float32], *, since: int) -> NDArray[np.float32]:
    """Return the outputs (epochs, 10) for one drawing (1, 784) of the network after each epoch.

    The first row is epoch `since`; with 0 it is the network before training.
    """
    done = len(read_record(training_id).epochs)
    rows = [
        network_after(EpochOfTraining(training=training_id, epoch=epoch)).predict(inputs)[0]
        for epoch in range(since, done)
    ]
    return np.array(rows, np.float32).reshape(-1, 10)


def longest_waiting() -> TrainingRecord | None:
    """Return the oldest waiting training; None if none waits."""
    return next((record for record in all_records() if record.state is State.WAITING), None)


def start_runners() -> None:
    """Start a process for each free slot, as long as trainings wait; it will take them in order."""
    with locked(admission_lock()):
        waiting = sum(record.state is State.WAITING for record in all_records())
        for slot in range(SLOTS):
            descriptor = try_lock(slot_file(slot)) if waiting > 0 else None
            if descriptor is None:
                continue
            try:
                if time.time() - os.fstat(descriptor).st_mtime > SECONDS_AFTER_CRASH:
                    os.utime(descriptor)
                    start_runner(descriptor)
                    waiting -= 1
            finally:
                os.close(descriptor)  # the process has its own and holds the lock by it


def release_slot(slot: int) -> None:
    """Release a slot whose process has finished, so that another may start at once."""
    os.utime(slot, (0, 0))
    os.close(slot)


def start_runner(slot: int) -> None:
    """Start a process that trains at the lowest priority, on one core, holding the slot's lock.

    It stays in the server's session, for priorities count among the processes of one session.
    """
    environment = {
        **os.environ,
        "DIGITWEB_DATA_DIR": str(settings.DIGITWEB_DATA_DIR),
        "OPENBLAS_NUM_THREADS": "1",
    }
    process = subprocess.Popen(  # noqa: S603 - nothing in it comes from outside
        ["nice", "-n", "19", sys.executable, "manage.py", "train_lessons", "--slot", str(slot)],  # noqa: S607
        cwd=settings.BASE_DIR,
        env=environment,
        pass_fds=(slot,),
        stdin=subprocess.DEVNULL,
    )
    threading.Thread(target=process.wait, name="reap-training", daemon=True).start()


def admission_lock() -> Path:
    """Return the file whose lock is held while trainings are counted, begun or taken."""
    return learning_folder() / "trainings.lock"


def slot_file(slot: int) -> Path:
    """Return the lock file of a slot."""
    return learning_folder() / f"slot-{slot}.lock"
