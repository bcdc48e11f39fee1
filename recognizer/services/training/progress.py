"""What happens beside a training: its rows follow it, its checkpoint is kept, and a wish to stop is heard."""

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
from recognizer.services.training.lifecycle import note

BEAT_SECONDS = 1.0
"""Between two signs of life, at least."""
CHECKPOINT_SECONDS = 30.0
"""Between two checkpoints of a long epoch; each epoch's end makes one as well."""

logger = logging.getLogger(__name__)


class RunKeeper(nn.Callback):
    """Writes each epoch and signs of life into the rows, keeps the checkpoint, and stops when told to.

    Attributes
    ----------
    stopped, left, deleted : bool
        Whether the training was ended here: a person asked for it, the worker is to leave, or the version was
        deleted.
    """

    def __init__(self, run: TrainingRun, *, checkpoint: Path, leaving: Callable[[], bool]) -> None:
        self.run = run
        self.checkpoint = checkpoint
        self.leaving = leaving
        self.stopped = self.left = self.deleted = False
        self._began = self._saved = time.monotonic()
        self._beat = float("-inf")
        self._first: tuple[float, int] | None = None

    @property
    def seconds(self) -> float:
        """How long the training has taken, with the stretches before it was interrupted."""
        return self.run.seconds + time.monotonic() - self._began

    def on_batch_end(self, state: nn.RunState) -> None:
        """Give a sign of life if the last is a while ago, and see whether to go on."""
        if self.leaving():
            self.left = True
            self._stop(state)
            return
        now = time.monotonic()
        self._first = self._first or (now, state.steps)
        if now - self._beat < BEAT_SECONDS:
            return
        self._beat = now
        with survived_trouble():
            self._give_sign_of_life(state)
        if self.stopped or self.deleted:
            self._stop(state)
        elif now - self._saved >= CHECKPOINT_SECONDS:
            self._save_checkpoint(state)

    def on_epoch_end(self, state: nn.RunState, record: nn.EpochRecord) -> None:
        """Put all epochs so far into the row, those before a resumption too, and keep a checkpoint."""
        epochs = [asdict(epoch) for epoch in state.history.epochs]
        with survived_trouble(), transaction.atomic():
            ModelVersion.objects.filter(pk=self.run.pk).update(epochs=epochs)
            note(self.run.pk, epoch_line(record), deaths=0, **self._progress(state))
        self._save_checkpoint(state)

    def _give_sign_of_life(self, state: nn.RunState) -> None:
        """Write how far it is, and read whether to stop."""
        rows = TrainingRun.objects.filter(pk=self.run.pk)
        rows.update(**self._progress(state))
        asked = rows.values_list("stop_requested", flat=True).first()
        self.deleted, self.stopped = asked is None, bool(asked)

    def _stop(self, state: nn.RunState) -> None:
        """Let the training end here, so that it can go on from here."""
        if not self.deleted:
            self._save_checkpoint(state)
            with survived_trouble():
                TrainingRun.objects.filter(pk=self.run.pk).update(**self._progress(state))
        state.stop()

    def _save_checkpoint(self, state: nn.RunState) -> None:
        """Exchange the checkpoint, whole or not at all."""
        state.save_checkpoint(self.checkpoint)
        self._saved = time.monotonic()

    def _progress(self, state: nn.RunState) -> dict[str, object]:
        """Return the fields of the run that say how far it is."""
        return {
            "heartbeat": timezone.now(),
            "epoch": state.epoch,
            "batch": state.batch,
            "batches_per_epoch": state.batches_per_epoch,
            "seconds": self.seconds,
            "seconds_left": self._seconds_left(state),
        }

    def _seconds_left(self, state: nn.RunState) -> float | None:
        """Return how long the rest takes at the pace so far, validation included; None if unknown."""
        if self._first is None or state.steps == self._first[1]:
            return None
        at, steps = self._first
        left = state.recipe.epochs * state.batches_per_epoch - state.steps
        return left * (time.monotonic() - at) / (state.steps - steps)


@contextmanager
def survived_trouble() -> Iterator[None]:
    """Let a training go on when the database is away for a moment: the next write says all of it."""
    try:
        yield
    except OperationalError as error:
        logger.warning("The training goes on, but its row could not be written: %s", error)
        connection.close_if_unusable_or_obsolete()


def epoch_line(record: nn.EpochRecord) -> str:
    """Return the deck's line for an epoch."""
    return Phrase(
        "Epoch {epoch}: {right} / {all}",
        epoch=record.epoch,
        right=record.validation_correct,
        all=record.validation_size,
    )
