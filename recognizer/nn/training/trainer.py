"""Mini-batch stochastic gradient descent (deck 2.4, 4.1)."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import isfinite, nan
from pathlib import Path
from typing import Any

import numpy as np

from recognizer.nn.arrays import Array
from recognizer.nn.costs import build_cost, one_hot
from recognizer.nn.data import Samples
from recognizer.nn.errors import ConfigurationError, DataError, NonFiniteCost
from recognizer.nn.io.checkpoints import Checkpoint, read_checkpoint, write_checkpoint
from recognizer.nn.network import Network
from recognizer.nn.optim.averaging import MovingAverage
from recognizer.nn.optim.optimizers import build_optimizer
from recognizer.nn.optim.regularization import add_penalties, decay_weights
from recognizer.nn.optim.schedules import learning_rate_at
from recognizer.nn.parallel import Workers
from recognizer.nn.training.callbacks import Callback
from recognizer.nn.training.history import EpochRecord, History
from recognizer.nn.training.mini_batches import Augment, MiniBatches
from recognizer.nn.training.randomness import DROPOUT, random_source
from recognizer.nn.training.recipe import Recipe
from recognizer.nn.training.stochastic_gradient import StochasticGradient
from recognizer.phrases import Phrase

__all__ = ["Trainer"]


class Trainer:
    """Trains a network by a recipe, epoch by epoch, and keeps the best epoch's weights. A trainer runs once.

    Parameters
    ----------
    network : Network
        Changed in place.
    recipe : Recipe
        How to train.
    training : tuple of (X, y)
        Samples, shape (n, features) or (n, *input_shape), as floats from 0 to 1 or uint8 from 0 to 255 (ink
        is the highest), and integer labels, shape (n,).
    validation : tuple of (X, y), optional
        Samples that are not trained on, to choose the best epoch by.
    augment : callable, optional
        From a mini-batch, shaped as X was given but with values from 0 to 1, and a generator, to another
        mini-batch of that shape; it may write over its input.
    callbacks : sequence of Callback
        Told after each mini-batch and each epoch.

    Attributes
    ----------
    history : History
        The epochs so far.
    epoch, batch : int
        Epochs that are done, and mini-batches of the current one.
    batches_per_epoch : int
        Mini-batches in an epoch, the last of them maybe smaller.

    Raises
    ------
    NetworkError
        If network, recipe and samples do not fit each other or the samples are wrong.
    """

    def __init__(  # noqa: PLR0913, PLR0917  (network, recipe and samples, and who listens)
        self,
        network: Network,
        recipe: Recipe,
        training: tuple[Array, Array],
        validation: tuple[Array, Array] | None = None,
        augment: Augment | None = None,
        callbacks: Sequence[Callback] = (),
    ) -> None:
        if recipe.early_stopping and validation is None:
            raise ConfigurationError("early_stopping needs validation samples; got none")
        self.network = network
        self.recipe = recipe
        self.callbacks = callbacks
        self.training = self._checked(training, "training")
        self.validation = None if validation is None else self._checked(validation, "validation")
        self.history = History()
        self.epoch = 0
        self.batch = 0
        self._mini_batches = MiniBatches(self.training, network, recipe, augment)
        self.batches_per_epoch = self._mini_batches.per_epoch
        self._cost = build_cost(recipe.cost, network.layers[-1].activation)
        self._workers = Workers()
        self._descent = StochasticGradient(network, self._cost, self._workers)
        values = network.vector.values
        self._optimizer = build_optimizer(recipe.optimizer, values, momentum=recipe.momentum)
        self._average = MovingAverage(values, recipe.ema_decay) if recipe.ema_decay else None
        self._best: Array | None = None
        self._epoch_cost = 0.0
        self._epoch_seconds = 0.0
        self._stopping = False
        self._between_batches = True

    def run(self) -> History:
        """Train to the end of the recipe, ``stop`` or early stopping, and restore the best epoch's weights.

        Raises
        ------
        NonFiniteCost
            When the cost or a weight becomes infinite or not a number; the network keeps its last weights.
        KeyboardInterrupt
            Is let through; ``restore_best`` then gives the best of the epochs that were finished.
        """
        if not self._between_batches:
            why = Phrase("a trainer runs once; resume a new one from a checkpoint to go on")
            raise ConfigurationError(why)
        # where a number gets out of hand the cost shows it, and the cost is looked at
        with self._workers, np.errstate(over="ignore", invalid="ignore"):
            while self.epoch < self.recipe.epochs and not self._stopping and not self._out_of_patience():
                self._run_epoch()
        self.restore_best()
        return self.history

    def stop(self) -> None:
        """Let ``run`` end after the current mini-batch, its epoch not counting; safe from another thread."""
        self._stopping = True

    def restore_best(self) -> None:
        """Give the network the weights (with EMA the averaged ones) of the best epoch so far, if any."""
        self._between_batches = False
        if self._best is not None:
            np.copyto(self.network.vector.values, self._best)

    def save_checkpoint(self, path: Path | str) -> None:
        """Save all it takes to go on from here, whole or not at all. For callbacks: only during ``run``.

        Raises
        ------
        ConfigurationError
            If a mini-batch was interrupted or the run is over: the weights are not those to go on with.
        """
        if not self._between_batches:
            why = Phrase("a checkpoint can be saved between mini-batches only: do it in a callback")
            raise ConfigurationError(why)
        arrays = self._arrays()
        if self._best is not None:
            arrays["best"] = self._best
        checkpoint = Checkpoint(
            setup=self._setup(),
            epoch=self.epoch,
            batch=self.batch,
            epoch_cost=self._epoch_cost,
            epoch_seconds=self._epoch_seconds,
            history=self.history,
            arrays=arrays,
        )
        write_checkpoint(path, checkpoint)

    def resume(self, path: Path | str) -> None:
        """Take over the state that ``save_checkpoint`` left, for ``run`` to go on: bit for bit the same run.

        Raises
        ------
        FileFormatError
            If the file is no checkpoint or damaged.
        ConfigurationError
            If its network, recipe, samples, augmentation (as far as its name tells) or number of workers,
            which decides in what order numbers are added up, are others than this trainer's.
        """
        arrays = self._arrays()
        checkpoint = read_checkpoint(path, setup=self._setup(), arrays=arrays)
        for name, array in arrays.items():
            np.copyto(array, checkpoint.arrays[name])
        self._best = checkpoint.arrays.get("best")
        self.epoch, self.batch = checkpoint.epoch, checkpoint.batch
        self._epoch_cost, self._epoch_seconds = checkpoint.epoch_cost, checkpoint.epoch_seconds
        self.history = checkpoint.history

    @property
    def steps(self) -> int:
        """Mini-batches done in all epochs."""
        return self.epoch * self.batches_per_epoch + self.batch

    def _learning_rate_of(self, step: int) -> float:
        """Return η of a mini-batch, counted from 0 over all epochs."""
        return learning_rate_at(step, self.recipe, steps_per_epoch=self.batches_per_epoch)

    def _run_epoch(self) -> None:
        """Go through the shuffled samples once, mini-batch by mini-batch, from where the epoch was left."""
        started = time.perf_counter() - self._epoch_seconds
        for X, Y in self._mini_batches.of_epoch(self.epoch, first=self.batch):
            self._between_batches = False
            self._train_batch(X, Y)
            self.batch += 1
            self._epoch_seconds = time.perf_counter() - started
            self._between_batches = True
            for callback in self.callbacks:
                callback.on_batch_end(self)
            if self._stopping and self.batch < self.batches_per_epoch:
                return
        self._end_epoch(started)

    def _train_batch(self, X: Array, Y: Array) -> None:
        """Do one step of gradient descent: w → w − η/m Σ ∂Cₓ/∂w, b → b − η/m Σ ∂Cₓ/∂b (deck 2.4)."""
        vector, gradient, step = self.network.vector, self._descent.gradient, self.steps + 1
        learning_rate = self._learning_rate_of(self.steps)
        cost = self._descent.compute(X, Y, self._dropout_source)
        if not isfinite(cost):
            raise NonFiniteCost(self.epoch, self.batch, cost)
        self._epoch_cost += cost * len(X)
        add_penalties(gradient, vector, self.recipe, samples=len(self.training))
        decay_weights(vector, self.recipe, learning_rate)
        self._optimizer.step(vector.values, gradient.values, learning_rate, step, self._workers)
        if self._average is not None:
            self._average.update(vector.values, step)

    def _end_epoch(self, started: float) -> None:
        """Validate, keep the weights if they are the best so far, and write the record."""
        self._between_batches = False
        with self._averaged_weights():
            validation_cost, correct = self._evaluate()
            if validation_cost is not None and not isfinite(validation_cost):
                raise NonFiniteCost(self.epoch, self.batch - 1, validation_cost)
            record = EpochRecord(
                epoch=self.epoch,
                training_cost=self._epoch_cost / len(self.training),
                validation_cost=validation_cost,
                validation_correct=correct,
                validation_size=None if self.validation is None else len(self.validation),
                learning_rate=self._learning_rate_of(self.steps - 1),
                seconds=time.perf_counter() - started,
            )
            if record.is_better_than(self.history.best):
                self._best = self.network.vector.values.copy()
        self.history.epochs.append(record)
        self.epoch, self.batch = self.epoch + 1, 0
        self._epoch_cost = self._epoch_seconds = 0.0
        self._between_batches = True
        for callback in self.callbacks:
            callback.on_epoch_end(self, record)

    def _evaluate(self) -> tuple[float | None, int | None]:
        """Return cost and number of right answers on the validation samples; NaN if weights are no use."""
        if not np.isfinite(self.network.vector.values).all():
            return nan, 0
        if self.validation is None:
            return None, None
        try:
            A = self.network.predict(self.validation.X)
        except DataError:  # the samples were checked before: the weights are too large
            return nan, 0
        Y = one_hot(self.validation.y, self.network.output_size, dtype=self.network.dtype)
        return self._cost.value(A, Y, len(Y)), int(np.count_nonzero(A.argmax(axis=1) == self.validation.y))

    @contextmanager
    def _averaged_weights(self) -> Iterator[None]:
        """Put the averaged weights, if there are any, in the place of the network's own for a while."""
        if self._average is None:
            yield
            return
        values = self.network.vector.values
        own = values.copy()
        np.copyto(values, self._average.values)
        try:
            yield
        finally:
            np.copyto(values, own)

    def _out_of_patience(self) -> bool:
        """Whether there was no better epoch for as long as the recipe allows."""
        best = self.history.best_epoch
        if not self.recipe.early_stopping or best is None:
            return False
        return self.epoch - 1 - best >= self.recipe.early_stopping

    def _dropout_source(self, part: int) -> np.random.Generator:
        """Return the randomness for the dropout in a part of the current mini-batch."""
        return random_source(self.recipe.seed, DROPOUT, epoch=self.epoch, batch=self.batch, part=part)

    def _arrays(self) -> dict[str, Array]:
        """Return all that changes from step to step, by name."""
        arrays = {"parameters": self.network.vector.values}
        if self._average is not None:
            arrays["average"] = self._average.values
        return arrays | {f"optimizer.{name}": array for name, array in self._optimizer.state.items()}

    def _setup(self) -> dict[str, Any]:
        """Return what a resumed run must have in common with the one before."""
        return {
            "architecture": self.network.architecture,
            "dtype": str(self.network.dtype),
            "recipe": self.recipe.to_json(),
            "worker_count": self._workers.count,
            "augment": self._mini_batches.augmentation,
            "training": self.training.fingerprint,
            "validation": None if self.validation is None else self.validation.fingerprint,
        }

    def _checked(self, data: tuple[Array, Array], name: str) -> Samples:
        network = self.network
        return Samples(*data, input_shape=network.input_shape, classes=network.output_size, name=name)
