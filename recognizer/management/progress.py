"""Progress on the terminal: bars with the time left, and the lines that matter."""

from io import TextIOBase
from types import TracebackType
from typing import IO, Self, cast

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from recognizer import nn


class Bars:
    """Bars that are drawn on a terminal only; lines are printed everywhere. Used by `with`."""

    def __init__(self, output: TextIOBase, *columns: ProgressColumn) -> None:
        # to typing, a TextIOBase is no IO[str], though it can do all that one does
        console = Console(file=cast("IO[str]", output), markup=False, highlight=False, soft_wrap=True)
        self._bars = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def say(self, line: str) -> None:
        """Print a line above the bars."""
        self._bars.console.print(line)


class FetchProgress(Bars):
    """A bar for each file that arrives."""

    def __init__(self, output: TextIOBase) -> None:
        super().__init__(
            output, TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn()
        )
        self._tasks: dict[str, TaskID] = {}

    def show(self, name: str, done: int, total: int | None) -> None:
        """Draw how far the file `name` has come."""
        if name not in self._tasks:
            self._tasks[name] = self._bars.add_task(name, total=total)
        self._bars.update(self._tasks[name], completed=done, total=total)


class TrainingProgress(Bars, nn.Callback):
    """A bar for a training, and the deck's line an epoch."""

    def __init__(self, output: TextIOBase) -> None:
        super().__init__(
            output,
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            TextColumn("· left"),
            TimeRemainingColumn(),
        )
        self._task = self._bars.add_task("Training", total=None)

    def on_batch_end(self, state: nn.RunState) -> None:
        """Move the bar."""
        self._bars.update(
            self._task,
            total=state.recipe.epochs * state.batches_per_epoch,
            completed=state.steps,
            description=f"Epoch {state.epoch}",
        )

    def on_epoch_end(self, state: nn.RunState, record: nn.EpochRecord) -> None:
        """Print how many of the validation set are right."""
        self.say(f"Epoch {record.epoch}: {record.validation_correct} / {record.validation_size}")


class PicturesProgress(Bars):
    """A bar for many pictures, and how many of them could not be read."""

    def __init__(self, output: TextIOBase, *, total: int, done: int) -> None:
        super().__init__(
            output,
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("· left"),
            TimeRemainingColumn(),
        )
        self._task = self._bars.add_task("Reading", total=total, completed=done)
        self._failed = 0

    def advance(self, *, failed: bool) -> None:
        """Count one picture more."""
        self._failed += failed
        errors = f", {self._failed} with errors" if self._failed else ""
        self._bars.update(self._task, advance=1, description=f"Reading{errors}")
