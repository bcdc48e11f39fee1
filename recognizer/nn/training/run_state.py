"""How far a training run is: what its steps change, callbacks see and a checkpoint keeps."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from recognizer.nn.arrays import Array
from recognizer.nn.errors import ConfigurationError
from recognizer.nn.network import Network
from recognizer.nn.optim.averaging import MovingAverage
from recognizer.nn.optim.optimizers import build_optimizer
from recognizer.nn.optim.schedules import learning_rate_at
from recognizer.nn.training.checkpoints import Checkpoint, read_checkpoint, write_checkpoint
from recognizer.nn.training.history import EpochRecord, History
from recognizer.nn.training.recipe import Recipe
from recognizer.phrases import Phrase

__all__ = ["RunState"]


class RunState:
    """All that the next step of a run depends on, beside samples and random numbers.

    Parameters
    ----------
    network : Network
        Its parameters are a part of the state.
    recipe : Recipe
        How it is trained.
    batches_per_epoch : int
        Mini-batches in an epoch, the last of them maybe smaller.
    setup : callable
        Returns what a resumed run must have in common with the one before, as JSON can hold it.

    Attributes
    ----------
    epoch, batch : int
        Epochs that are done, and mini-batches of the current one.
    epoch_cost, epoch_seconds : float
        Sum of the costs of the samples of the current epoch so far, and how long it has taken.
    history : History
        The epochs so far.
    optimizer : Optimizer
        What changes the parameters, with what it remembers.
    average : MovingAverage or None
        The averaged parameters, if the recipe wants some.
    between_batches : bool
        Whether the weights are those to go on with.
    stopping : bool
        Whether ``stop`` was called.
    """

    def __init__(
        self, network: Network, recipe: Recipe, *, batches_per_epoch: int, setup: Callable[[], dict[str, Any]]
    ) -> None:
        self.network = network
        self.recipe = recipe
        self.batches_per_epoch = batches_per_epoch
        self.epoch = self.batch = 0
        self.epoch_cost = self.epoch_seconds = 0.0
        self.history = History()
        values = network.vector.values
        self.optimizer = build_optimizer(recipe.optimizer, values, momentum=recipe.momentum)
        self.average = MovingAverage(values, recipe.ema_decay) if recipe.ema_decay else None
        self.between_batches = True
        self.stopping = False
        self._best: Array | None = None
        self._setup = setup

    @property
    def steps(self) -> int:
        """Mini-batches done in all epochs."""
        return self.epoch * self.batches_per_epoch + self.batch

    @property
    def is_over(self) -> bool:
        """Whether all epochs are done, ``stop`` was called, or too many epochs were no better."""
        return self.stopping or self.epoch >= self.recipe.epochs or self._out_of_patience()

    def learning_rate_of(self, step: int) -> float:
        """Return η of a mini-batch, counted from 0 over all epochs."""
        recipe = self.recipe
        return learning_rate_at(
            step,
            schedule=recipe.schedule,
            learning_rate=recipe.learning_rate,
            warmup_steps=recipe.warmup_steps,
            step_epochs=recipe.step_epochs,
            step_factor=recipe.step_factor,
            epochs=recipe.epochs,
            steps_per_epoch=self.batches_per_epoch,
        )

    def stop(self) -> None:
        """End the run after the current mini-batch, its epoch not counting; safe from another thread."""
        self.stopping = True

    @contextmanager
    def averaged_weights(self) -> Iterator[None]:
        """Put the averaged weights, if there are any, in the place of the network's own for a while."""
        if self.average is None:
            yield
            return
        values = self.network.vector.values
        own = values.copy()
        np.copyto(values, self.average.values)
        try:
            yield
        finally:
            np.copyto(values, own)

    def end_epoch(self, record: EpochRecord) -> None:
        """Keep the weights (with EMA the averaged ones) if they are the best so far, and the record."""
        if record.is_better_than(self.history.best):
            kept = self.network.vector if self.average is None else self.average
            self._best = kept.values.copy()
        self.history.epochs.append(record)
        self.epoch, self.batch = self.epoch + 1, 0
        self.epoch_cost = self.epoch_seconds = 0.0

    def restore_best(self) -> None:
        """Give the network the weights of the best epoch so far, if any; the run is over then."""
        self.between_batches = False
        if self._best is not None:
            np.copyto(self.network.vector.values, self._best)

    def save_checkpoint(self, path: Path | str) -> None:
        """Save all it takes to go on from here, whole or not at all. For callbacks: only during a run.

        Raises
        ------
        ConfigurationError
            If a mini-batch was interrupted or the run is over: the weights are not those to go on with.
        """
        if not self.between_batches:
            why = Phrase("a checkpoint can be saved between mini-batches only: do it in a callback")
            raise ConfigurationError(why)
        arrays = self._arrays()
        if self._best is not None:
            arrays["best"] = self._best
        checkpoint = Checkpoint(
            setup=self._setup(),
            epoch=self.epoch,
            batch=self.batch,
            epoch_cost=self.epoch_cost,
            epoch_seconds=self.epoch_seconds,
            history=self.history,
            arrays=arrays,
        )
        write_checkpoint(path, checkpoint)

    def load_checkpoint(self, path: Path | str) -> None:
        """Take over what ``save_checkpoint`` left, for a run to go on from there: bit for bit the same run.

        Raises
        ------
        FileFormatError
            If the file is no checkpoint or damaged.
        ConfigurationError
            If its network, recipe, samples, augmentation (as far as its name tells) or number of workers,
            which decides in what order numbers are added up, are others than this run's.
        """
        arrays = self._arrays()
        checkpoint = read_checkpoint(path, setup=self._setup(), arrays=arrays)
        for name, array in arrays.items():
            np.copyto(array, checkpoint.arrays[name])
        self._best = checkpoint.arrays.get("best")
        self.epoch, self.batch = checkpoint.epoch, checkpoint.batch
        self.epoch_cost, self.epoch_seconds = checkpoint.epoch_cost, checkpoint.epoch_seconds
        self.history = checkpoint.history

    def _arrays(self) -> dict[str, Array]:
        """Return all that changes from step to step, by name."""
        arrays = {"parameters": self.network.vector.values}
        if self.average is not None:
            arrays["average"] = self.average.values
        return arrays | {f"optimizer.{name}": array for name, array in self.optimizer.state.items()}

    def _out_of_patience(self) -> bool:
        """Whether there was no better epoch for as long as the recipe allows."""
        best = self.history.best_epoch
        if not self.recipe.early_stopping or best is None:
            return False
        return self.epoch - 1 - best >= self.recipe.early_stopping
