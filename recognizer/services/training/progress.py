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
from recognizer.services.training.lifecycle import add_to_log

HEARTBEAT_SECONDS = 1.0
"""Between two signs of life, at least."""
CHECKPOINT_SECONDS = 30.0
"""Between two checkpoints of a long epoch; each epoch's end makes one as well."""

logger = logging.getLogger(__name__)


class RunRecorder(nn.Callback):
    """Writes each epoch and signs of life into the rows, keeps the checkpoint, and stops when told to.

    Attributes
    ----------
    stopped, shut_down, deleted : bool
        Whether the training was ended here: a person asked for it, the worker is to leave, or the version was
        deleted.
    """

    def __init__(self, run: TrainingRun, *, checkpoint: Path, shutting_down: Callable[[], bool]) -> None:
        self.run = run
        self.checkpoint = checkpoint
        self.shutting_down = shutting_down
        self.stopped = self.shut_down = self.deleted = False
        self._began = self._saved = time.monotonic()
        self._beat = float("-inf")
        self._first: tuple[float, int] | None = None

    @property
    def seconds(self) -> float:
        """How long the training has taken, with the stretches before it was interrupted."""
        return self.run.seconds + time.monotonic() - self._began

    def on_batch_end(self, trainer: nn.Trainer) -> None:
        """Give a sign of life if the last is a while ago, and see whether to go on."""
        if self.shutting_down():
            self.shut_down = True
            self._stop(trainer)
            return
        now = time.monotonic()
        self._first = self._first or (now, trainer.steps)
        if now - self._beat < HEARTBEAT_SECONDS:
            return
        self._beat = now
        with tolerate_database_outage():
            self._give_sign_of_life(trainer)
        if self.stopped or self.deleted:
            self._stop(trainer)
        elif now - self._saved >= CHECKPOINT_SECONDS:
            self._save_checkpoint(trainer)

    def on_epoch_end(self, trainer: nn.Trainer, record: nn.EpochRecord) -> None:
        """Put all epochs so far into the row, those before a resumption too, and keep a checkpoint."""
        epochs = [asdict(epoch) for epoch in trainer.history.epochs]
        with tolerate_database_outage(), transaction.atomic():
            ModelVersion.objects.filter(pk=self.run.pk).update(epochs=epochs)
            add_to_log(self.run.pk, epoch_line(record), deaths=0, **self._progress(trainer))
        self._save_checkpoint(trainer)

    def _give_sign_of_life(self, trainer: nn.Trainer) -> None:
        """Write how far it is, and read whether to stop."""
        rows = TrainingRun.objects.filter(pk=self.run.pk)
        rows.update(**self._progress(trainer))
        asked = rows.values_list("stop_requested", flat=True).first()
        self.deleted, self.stopped = asked is None, bool(asked)

    def _stop(self, trainer: nn.Trainer) -> None:
        """Let the training end here, so that it can go on from here."""
        if not self.deleted:
            self._save_checkpoint(trainer)
            with tolerate_database_outage():
                TrainingRun.objects.filter(pk=self.run.pk).update(**self._progress(trainer))
        trainer.stop()

    def _save_checkpoint(self, trainer: nn.Trainer) -> None:
        """Exchange the checkpoint, whole or not at all."""
        trainer.save_checkpoint(self.checkpoint)
        self._saved = time.monotonic()

    def _progress(self, trainer: nn.Trainer) -> dict[str, object]:
        """Return the fields of the run that say how far it is."""
        return {
            "heartbeat": timezone.now(),
            "epoch": trainer.epoch,
            "batch": trainer.batch,
            "batches_per_epoch": trainer.batches_per_epoch,
            "seconds": self.seconds,
            "seconds_left": self._seconds_left(trainer),
        }

    def _seconds_left(self, trainer: nn.Trainer) -> float | None:
        """Return how long the rest takes at the pace so far, validation included; None if unknown."""
        if self._first is None or trainer.steps == self._first[1]:
            return None
        at, steps = self._first
        left = trainer.recipe.epochs * trainer.batches_per_epoch - trainer.steps
        return left * (time.monotonic() - at) / (trainer.steps - steps)


@contextmanager
def tolerate_database_outage() -> Iterator[None]:
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
