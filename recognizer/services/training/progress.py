"""Record a training's progress in the database, save its checkpoints, and stop it on request."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from recognizer import nn
from recognizer.models import ModelVersion, TrainingRun
from recognizer.phrases import Phrase
from recognizer.services.training.lifecycle import add_to_log, still_ours

HEARTBEAT_SECONDS = 1.0
"""Least time between two heartbeats."""
CHECKPOINT_SECONDS = 30.0
"""Between two checkpoints of a long epoch; each epoch's end makes one as well."""

logger = logging.getLogger(__name__)


class RunRecorder(nn.Callback):
    """Writes epochs and heartbeats to the database, saves checkpoints, and stops the training on request.

    Attributes
    ----------
    stopped, shut_down, deleted, taken_over : bool
        Why it stopped the training: a person asked for it, the worker shuts down, the version was
        deleted, or others took this process for dead.
    """

    def __init__(self, run: TrainingRun, *, checkpoint: Path, shutting_down: Callable[[], bool]) -> None:
        self.run = run
        self.checkpoint = checkpoint
        self.shutting_down = shutting_down
        self.stopped = self.shut_down = self.deleted = self.taken_over = False
        self._began = self._saved = time.monotonic()
        self._beat = float("-inf")
        self._first: tuple[float, int] | None = None

    @property
    def is_lost(self) -> bool:
        """Whether there is no training any more that is this process's."""
        return self.deleted or self.taken_over

    @property
    def seconds(self) -> float:
        """How long the training has taken, with the stretches before it was interrupted."""
        return self.run.seconds + time.monotonic() - self._began

    def on_batch_end(self, state: nn.RunState) -> None:
        """Write a heartbeat if one is due, and stop if that was requested."""
        if self.shutting_down():
            self.shut_down = True
            self._stop(state)
            return
        now = time.monotonic()
        self._first = self._first or (now, state.steps)
        if now - self._beat < HEARTBEAT_SECONDS:
            return
        self._beat = now
        with tolerate_database_outage():
            self._write_heartbeat(state)
        if self.stopped or self.is_lost:
            self._stop(state)
        elif now - self._saved >= CHECKPOINT_SECONDS:
            self._save_checkpoint(state)

    def on_epoch_end(self, state: nn.RunState, record: nn.EpochRecord) -> None:
        """Write all epochs so far, those before a resumption too, and save a checkpoint."""
        epochs = [asdict(epoch) for epoch in state.history.epochs]
        with tolerate_database_outage():
            self._look_whose_it_is()
        if self.is_lost:
            return
        with tolerate_database_outage(), transaction.atomic():
            ModelVersion.objects.filter(pk=self.run.pk).update(epochs=epochs)
            add_to_log(self.run.pk, epoch_line(record), deaths=0, **self._progress(state))
        self._save_checkpoint(state)

    def _write_heartbeat(self, state: nn.RunState) -> None:
        """Write the progress and read whether a stop was requested."""
        self._look_whose_it_is()
        if not self.is_lost:
            rows = TrainingRun.objects.filter(pk=self.run.pk, host=self.run.host, pid=self.run.pid)
            rows.update(**self._progress(state))
            self.stopped = bool(rows.values_list("stop_requested", flat=True).first())

    def _look_whose_it_is(self) -> None:
        """Find out whether the version is still there, and still trained by this process."""
        is_ours = still_ours(self.run)
        self.deleted = not is_ours and not TrainingRun.objects.filter(pk=self.run.pk).exists()
        self.taken_over = not is_ours and not self.deleted

    def _stop(self, state: nn.RunState) -> None:
        """Save a checkpoint and stop the training."""
        if not self.is_lost:
            self._save_checkpoint(state)
            with tolerate_database_outage():
                TrainingRun.objects.filter(pk=self.run.pk).update(**self._progress(state))
        state.stop()

    def _save_checkpoint(self, state: nn.RunState) -> None:
        """Replace the checkpoint atomically."""
        state.save_checkpoint(self.checkpoint)
        self._saved = time.monotonic()

    def _progress(self, state: nn.RunState) -> dict[str, object]:
        """Return the run's fields for its progress."""
        return {
            "heartbeat": timezone.now(),
            "epoch": state.epoch,
            "batch": state.batch,
            "batches_per_epoch": state.batches_per_epoch,
            "seconds": self.seconds,
            "seconds_left": self._seconds_left(state),
        }

    def _seconds_left(self, state: nn.RunState) -> float | None:
        """Estimate the seconds that are left, validation included; None if unknown."""
        if self._first is None or state.steps == self._first[1]:
            return None
        at, steps = self._first
        left = state.recipe.epochs * state.batches_per_epoch - state.steps
        return left * (time.monotonic() - at) / (state.steps - steps)


@contextmanager
def tolerate_database_outage() -> Iterator[None]:
    """Log a failed write to the database and go on: the next write has all of it."""
    try:
        yield
    except OperationalError as error:
        logger.warning("The training goes on, but its row could not be written: %s", error)
        connection.close_if_unusable_or_obsolete()


def epoch_line(record: nn.EpochRecord) -> str:
    """Format an epoch as the deck does."""
    return Phrase(
        "Epoch {epoch}: {right} / {all}",
        epoch=record.epoch,
        right=record.validation_correct,
        all=record.validation_size,
    )
