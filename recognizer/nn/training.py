"""Mini-batch stochastic gradient descent (deck 2.4, 4.1)."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import isfinite

import numpy as np

from recognizer.nn.arrays import Array, Memory
from recognizer.nn.averaging import MovingAverage
from recognizer.nn.backpropagation import backpropagate
from recognizer.nn.callbacks import Callback
from recognizer.nn.costs import build_cost, one_hot
from recognizer.nn.data import Augment, Samples, augmented
from recognizer.nn.errors import ConfigurationError, NonFiniteCost
from recognizer.nn.history import EpochRecord, History
from recognizer.nn.network import Network
from recognizer.nn.optimizers import build_optimizer
from recognizer.nn.recipe import Recipe
from recognizer.nn.regularization import add_penalties, decay_weights
from recognizer.nn.schedules import learning_rate_at

__all__ = ["Trainer"]

# What random numbers are for. They depend on (seed, purpose, epoch, mini-batch) and on nothing that went
# before, so that a resumed run draws the same ones.
ORDER, AUGMENT, DROPOUT = range(3)


class Trainer:
    """Trains a network by a recipe, epoch by epoch, and keeps the best epoch's weights.

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
        From a mini-batch as given but scaled to 0 … 1, and a generator, to another of the same shape; it may
        write over its input.
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
        self.history = History()
        self.epoch = 0
        self.batch = 0
        self.training = self._samples(training, "training")
        self.validation = None if validation is None else self._samples(validation, "validation")
        self.batches_per_epoch = -(-len(self.training) // recipe.batch_size)
        self._augment = augment
        self._cost = build_cost(recipe.cost, network.layers[-1].activation)
        self._wanted = one_hot(
            self.training.y, network.output_size, smoothing=recipe.label_smoothing, dtype=network.dtype
        )
        self._gradient = network.vector.zeros_like()
        self._memories = network.new_memories()
        self._batch_memory = Memory(network.dtype)
        self._optimizer = build_optimizer(recipe.optimizer, network.vector.values, momentum=recipe.momentum)
        self._average = MovingAverage(network.vector.values, recipe.ema_decay) if recipe.ema_decay else None
        self._best: Array | None = None
        self._epoch_cost = 0.0
        self._epoch_seconds = 0.0
        self._stopping = False

    def run(self) -> History:
        """Train to the end of the recipe, ``stop`` or early stopping, and restore the best epoch's weights.

        Raises
        ------
        NonFiniteCost
            When the cost becomes infinite or not a number; the network keeps its last weights.
        KeyboardInterrupt
            Is let through; ``restore_best`` then gives the best of the epochs that were finished.
        """
        with np.errstate(
            over="ignore", invalid="ignore"
        ):  # what goes wrong shows in the cost, which is looked at
            while self.epoch < self.recipe.epochs and not self._stopping and not self._out_of_patience():
                self._run_epoch()
        self.restore_best()
        return self.history

    def stop(self) -> None:
        """Let ``run`` end after the current mini-batch, its epoch not counting; safe from another thread."""
        self._stopping = True

    def restore_best(self) -> None:
        """Give the network the weights (with EMA the averaged ones) of the best epoch so far, if any."""
        if self._best is not None:
            np.copyto(self.network.vector.values, self._best)

    @property
    def steps(self) -> int:
        """Mini-batches done in all epochs."""
        return self.epoch * self.batches_per_epoch + self.batch

    @property
    def learning_rate(self) -> float:
        """η of the next mini-batch."""
        return learning_rate_at(self.steps, self.recipe, steps_per_epoch=self.batches_per_epoch)

    def _run_epoch(self) -> None:
        """Go through the shuffled samples once, mini-batch by mini-batch, from where the epoch was left."""
        started = time.perf_counter() - self._epoch_seconds
        order = np.random.default_rng((self.recipe.seed, ORDER, self.epoch)).permutation(len(self.training))
        size = self.recipe.batch_size
        for start in range(self.batch * size, len(order), size):
            learning_rate = self.learning_rate
            self._train_batch(order[start : start + size], learning_rate)
            self.batch += 1
            self._epoch_seconds = time.perf_counter() - started
            for callback in self.callbacks:
                callback.on_batch_end(self)
            if self._stopping and self.batch < self.batches_per_epoch:
                return
        self._end_epoch(learning_rate, started)

    def _train_batch(self, indices: Array, learning_rate: float) -> None:
        """Do one step of gradient descent: w → w − η/m Σ ∂Cₓ/∂w, b → b − η/m Σ ∂Cₓ/∂b (deck 2.4)."""
        X, Y = self._gather(indices)
        vector, gradient = self.network.vector, self._gradient
        cost = backpropagate(self.network, X, Y, cost=self._cost, memories=self._memories, gradient=gradient)
        if not isfinite(cost):
            raise NonFiniteCost(self.epoch, self.batch, cost)
        self._epoch_cost += cost * len(indices)
        add_penalties(gradient, vector, self.recipe, samples=len(self.training))
        decay_weights(vector, self.recipe, learning_rate)
        self._optimizer.step(vector.values, gradient.values, learning_rate, self.steps + 1)
        if self._average is not None:
            self._average.update(vector.values, self.steps + 1)

    def _end_epoch(self, learning_rate: float, started: float) -> None:
        """Validate, keep the weights if they are the best so far, and write the record."""
        with self._averaged_weights():
            validation_cost, correct = self._evaluate()
            record = EpochRecord(
                epoch=self.epoch,
                training_cost=self._epoch_cost / len(self.training),
                validation_cost=validation_cost,
                validation_correct=correct,
                validation_size=None if self.validation is None else len(self.validation),
                learning_rate=learning_rate,
                seconds=time.perf_counter() - started,
            )
            if record.is_better_than(self.history.best):
                self._best = self.network.vector.values.copy()
        self.history.epochs.append(record)
        self.epoch, self.batch = self.epoch + 1, 0
        self._epoch_cost = self._epoch_seconds = 0.0
        for callback in self.callbacks:
            callback.on_epoch_end(self, record)

    def _evaluate(self) -> tuple[float | None, int | None]:
        """Return cost and number of right answers on the validation samples."""
        if self.validation is None:
            return None, None
        A = self.network.predict(self.validation.X)
        Y = one_hot(self.validation.y, self.network.output_size, dtype=self.network.dtype)
        return self._cost.value(A, Y), int(np.count_nonzero(A.argmax(axis=1) == self.validation.y))

    @contextmanager
    def _averaged_weights(self) -> Iterator[None]:
        """Put the averaged weights, if there are any, in the place of the network's own for a while."""
        values = self.network.vector.values
        own = values.copy()
        if self._average is not None:
            np.copyto(values, self._average.values)
        try:
            yield
        finally:
            np.copyto(values, own)

    def _out_of_patience(self) -> bool:
        """Whether there was no better epoch for as long as the recipe allows."""
        best = self.history.best_epoch
        return (
            bool(self.recipe.early_stopping)
            and best is not None
            and (self.epoch - 1 - best >= self.recipe.early_stopping)
        )

    def _gather(self, indices: Array) -> tuple[Array, Array]:
        """Return the samples and the wanted outputs of a mini-batch."""
        memory = self._batch_memory
        X = self.training.gather(indices, memory)
        if self._augment is not None:
            X = augmented(X, self._augment, self._rng(AUGMENT))
        Y = memory.array("Y", (len(indices), self.network.output_size))
        return X.reshape(-1, *self.network.input_shape), self._wanted.take(
            indices, axis=0, out=Y, mode="clip"
        )

    def _rng(self, purpose: int) -> np.random.Generator:
        """Return the source of randomness for one purpose in the current epoch and mini-batch."""
        return np.random.default_rng((self.recipe.seed, purpose, self.epoch, self.batch))

    def _samples(self, data: tuple[Array, Array], name: str) -> Samples:
        return Samples(
            *data, input_shape=self.network.input_shape, classes=self.network.output_size, name=name
        )
