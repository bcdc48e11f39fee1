"""The process that runs readers' trainings: one core, lowest priority, one after another."""

import logging
import os
import time
from dataclasses import dataclass

import numpy as np

from recognizer import nn
from recognizer.nn.costs import build_cost, one_hot
from recognizer.services.course.digits import Labelled, TrainingDigits, training_digits
from recognizer.services.course.training_records import State, TrainingRecord
from recognizer.services.course.trainings import admission_lock, longest_waiting, release_slot
from recognizer.services.locks import locked, try_lock

CPU_SECONDS = 60
WALL_SECONDS = 300
"""The longest that a training may take, of a processor and by the clock; then it stops with what it has."""
CHECK_SECONDS = 0.25
"""Seconds between checks whether to stop, and between writes of the progress."""

CLASSES = 10

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class ClaimedTraining:
    """A training that this process has claimed."""

    record: TrainingRecord
    alive: int
    """The descriptor of the lock that marks it as being trained."""


def run_trainings(slot: int) -> int:
    """Train all that wait, the oldest first; return how many.

    `slot` is the descriptor of a lock that this process holds while it works, released in the moment
    in which nothing waits, so that whoever queues the next training either finds it taken, and the training
    will be seen here, or finds it free and starts another process.
    """
    digits: TrainingDigits | None = None
    done = 0
    while (claimed := claim_next_or_release(slot)) is not None:
        try:
            digits = digits or training_digits()
            train(claimed.record, digits)
        finally:
            os.close(claimed.alive)
        done += 1
    return done


def claim_next_or_release(slot: int) -> ClaimedTraining | None:
    """Claim the next training, or release the slot and return None."""
    with locked(admission_lock()):
        record = longest_waiting()
        alive = None if record is None else try_lock(record.alive_file)
        if record is None or alive is None:
            release_slot(slot)
            return None
        record.state, record.started_at = State.RUNNING, time.time()
        record.write()
        return ClaimedTraining(record=record, alive=alive)


def train(record: TrainingRecord, digits: TrainingDigits) -> None:
    """Train as the record says, and save figures and network after every epoch."""
    wanted = record.settings
    images, labels = digits.training
    training = (images[: wanted.samples], labels[: wanted.samples])
    network = nn.Network.build(
        nn.dense_architecture([images.shape[1], *[wanted.hidden] * wanted.layers, CLASSES]),
        rng=np.random.default_rng(wanted.seed),
    )
    record.source, record.samples = digits.source, len(training[1])
    recorder = EpochRecorder(record)
    recorder.save_epoch(network, before_training(network, digits.held_back, wanted.cost))
    trainer = nn.Trainer(
        network, wanted.recipe, training=training, validation=digits.held_back, callbacks=[recorder]
    )
    try:
        trainer.run()
    except nn.NonFiniteCost:
        recorder.end = State.DIVERGED
    record.state, record.ended_at, record.progress = recorder.end, time.time(), 0.0
    record.write()
    logger.info("Training %s: %s after %s epochs.", record.id, record.state, len(record.epochs) - 1)


def before_training(network: nn.Network, held_back: Labelled, cost_name: str) -> dict[str, float | None]:
    """Return the entry of epoch 0: how good a network is that has learned nothing."""
    images, labels = held_back
    A = network.predict(images)
    cost = build_cost(cost_name, network.layers[-1].activation)
    return {
        "cost": cost.value(A, one_hot(labels, CLASSES), len(labels)),
        "training_cost": None,
        "correct": int(np.count_nonzero(A.argmax(axis=1) == labels)),
        "size": len(labels),
        "seconds": 0.0,
    }


class EpochRecorder(nn.Callback):
    """Saves the network of every epoch, writes progress, and stops a training on request or out of time."""

    def __init__(self, record: TrainingRecord) -> None:
        self.record = record
        self.end = State.FINISHED
        self._began = (time.process_time(), time.monotonic())
        self._checked = time.monotonic()

    def save_epoch(self, network: nn.Network, entry: dict[str, float | None]) -> None:
        """Save the network, then its entry: whoever reads the entry finds the weights."""
        epoch = len(self.record.epochs)
        nn.save_network(self.record.weights_file(epoch), network, {})
        self.record.epochs.append({"epoch": epoch, **entry})
        self.record.progress = 0.0
        self.record.write()

    def on_batch_end(self, state: nn.RunState) -> None:
        """Write progress and check whether to stop, a few times a second."""
        now = time.monotonic()
        if now - self._checked < CHECK_SECONDS:
            return
        self._checked = now
        if self.record.stop_file.exists():
            self._stop(state, State.STOPPED)
        elif time.process_time() - self._began[0] > CPU_SECONDS or now - self._began[1] > WALL_SECONDS:
            self._stop(state, State.OUT_OF_TIME)
        self.record.progress = round(state.batch / state.batches_per_epoch, 3)
        self.record.write()

    def on_epoch_end(self, state: nn.RunState, record: nn.EpochRecord) -> None:
        """Save the epoch."""
        entry: dict[str, float | None] = {
            "cost": record.validation_cost,
            "training_cost": record.training_cost,
            "correct": record.validation_correct,
            "size": record.validation_size,
            "seconds": round(record.seconds, 3),
        }
        self.save_epoch(state.network, entry)

    def _stop(self, state: nn.RunState, end: State) -> None:
        state.stop()
        self.end = end
