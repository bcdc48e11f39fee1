"""What trains while a reader watches: one process, one core, lowest priority, one training after another."""

import logging
import os
import time
from dataclasses import dataclass

import numpy as np

from recognizer import nn
from recognizer.nn.costs import build_cost, one_hot
from recognizer.services.course.digits import Labelled, TrainingDigits, training_digits
from recognizer.services.course.training_records import State, TrainingRecord
from recognizer.services.course.trainings import admission_lock, leave_slot, longest_waiting
from recognizer.services.locks import locked, try_lock

CPU_SECONDS = 60
WALL_SECONDS = 300
"""The longest that a training may take, of a processor and by the clock; then it stops with what it has."""
LOOK_EVERY = 0.25
"""Seconds between looks at whether to stop, and between notes of progress."""

CLASSES = 10

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A training that this process has taken up."""

    record: TrainingRecord
    alive: int
    """The descriptor of the lock that says that somebody is at it."""


def run_trainings(slot: int) -> int:
    """Train whatever waits, the oldest first, until nothing does; return how many it were.

    `slot` is the descriptor of a lock that says that this process is at work. It is let go in the same moment
    in which nothing waits, so that whoever queues the next training either finds it taken, and the training
    will be seen here, or finds it free and starts another process.
    """
    digits: TrainingDigits | None = None
    done = 0
    while (taken := take_or_leave(slot)) is not None:
        try:
            digits = digits or training_digits()
            train(taken.record, digits)
        finally:
            os.close(taken.alive)
        done += 1
    return done


def take_or_leave(slot: int) -> Taken | None:
    """Return the next training, marked as running by this process, or let go of the slot."""
    with locked(admission_lock()):
        record = longest_waiting()
        alive = None if record is None else try_lock(record.alive_file)
        if record is None or alive is None:
            leave_slot(slot)
            return None
        record.state, record.started_at = State.RUNNING, time.time()
        record.write()
        return Taken(record=record, alive=alive)


def train(record: TrainingRecord, digits: TrainingDigits) -> None:
    """Train as the record says, and keep in it and beside it what there is after every epoch."""
    wanted = record.settings
    images, labels = digits.training
    training = (images[: wanted.samples], labels[: wanted.samples])
    network = nn.Network.build(
        nn.dense_architecture([images.shape[1], wanted.hidden, CLASSES]),
        rng=np.random.default_rng(wanted.seed),
    )
    record.source, record.samples = digits.source, len(training[1])
    watcher = Watcher(record)
    watcher.keep(network, before_training(network, digits.held_back, wanted.cost))
    trainer = nn.Trainer(
        network, wanted.recipe, training=training, validation=digits.held_back, callbacks=[watcher]
    )
    try:
        trainer.run()
    except nn.NonFiniteCost:
        watcher.end = State.DIVERGED
    record.state, record.ended_at, record.progress = watcher.end, time.time(), 0.0
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


class Watcher(nn.Callback):
    """Keeps the network of every epoch, notes progress, and stops a training that should or must end."""

    def __init__(self, record: TrainingRecord) -> None:
        self.record = record
        self.end = State.FINISHED
        self._began = (time.process_time(), time.monotonic())
        self._looked = time.monotonic()

    def keep(self, network: nn.Network, entry: dict[str, float | None]) -> None:
        """Put the network and its entry on disk, the weights first: whoever reads the entry finds them."""
        epoch = len(self.record.epochs)
        nn.save_network(self.record.weights_file(epoch), network, {})
        self.record.epochs.append({"epoch": epoch, **entry})
        self.record.progress = 0.0
        self.record.write()

    def on_batch_end(self, state: nn.RunState) -> None:
        """Look up now and then."""
        now = time.monotonic()
        if now - self._looked < LOOK_EVERY:
            return
        self._looked = now
        if self.record.stop_file.exists():
            self._stop(state, State.STOPPED)
        elif time.process_time() - self._began[0] > CPU_SECONDS or now - self._began[1] > WALL_SECONDS:
            self._stop(state, State.OUT_OF_TIME)
        self.record.progress = round(state.batch / state.batches_per_epoch, 3)
        self.record.write()

    def on_epoch_end(self, state: nn.RunState, record: nn.EpochRecord) -> None:
        """Keep the epoch."""
        entry: dict[str, float | None] = {
            "cost": record.validation_cost,
            "training_cost": record.training_cost,
            "correct": record.validation_correct,
            "size": record.validation_size,
            "seconds": round(record.seconds, 3),
        }
        self.keep(state.network, entry)

    def _stop(self, state: nn.RunState, end: State) -> None:
        state.stop()
        self.end = end
