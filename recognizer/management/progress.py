"""A training on the terminal: a bar with the time left, and a line an epoch."""

from types import TracebackType
from typing import IO, Self, cast

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from recognizer import nn


class TrainingProgress(nn.Callback):
    """Draws the progress of a training; used as `with TrainingProgress(…) as observer`."""

    def __init__(self, output: OutputWrapper, *, epochs: int) -> None:
        console = Console(file=cast("IO[str]", output), highlight=False, soft_wrap=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            TextColumn("· left"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._console = console
        self._epochs = epochs
        self._task = self._bar.add_task("Training", total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._bar.stop()

    def on_batch_end(self, trainer: nn.Trainer) -> None:
        """Move the bar."""
        self._bar.update(
            self._task,
            total=self._epochs * trainer.batches_per_epoch,
            completed=trainer.epoch * trainer.batches_per_epoch + trainer.batch,
            description=f"Epoch {trainer.epoch}",
        )

    def on_epoch_end(self, trainer: nn.Trainer, record: nn.EpochRecord) -> None:
        """Print the deck's line: how many of the validation set are right."""
        self._console.print(f"Epoch {record.epoch}: {record.validation_correct} / {record.validation_size}")
