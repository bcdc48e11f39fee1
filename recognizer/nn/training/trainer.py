"""Mini-batch stochastic gradient descent (deck 2.4, 4.1)."""

import time
from collections.abc import Sequence
from contextlib import nullcontext
from math import isfinite, nan
from typing import Any

import numpy as np

from recognizer.nn.arrays import Array
from recognizer.nn.costs import build_cost, one_hot
from recognizer.nn.data import Samples
from recognizer.nn.errors import ConfigurationError, DataError, NonFiniteCost
from recognizer.nn.network import Network
from recognizer.nn.optim.regularization import add_penalties, decay_weights
from recognizer.nn.parallel import PRODUCT_THREADS, Workers
from recognizer.nn.training.callbacks import Callback
from recognizer.nn.training.history import EpochRecord, History
from recognizer.nn.training.mini_batches import Augment, MiniBatches
from recognizer.nn.training.plain_descent import PlainDescent
from recognizer.nn.training.randomness import DROPOUT, random_source
from recognizer.nn.training.recipe import Recipe
from recognizer.nn.training.run_state import RunState
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
    sample_weight : Array, shape (n,), optional
        How much each training sample counts, finite and not below 0: C = 1/n Σ wₓ Cₓ. Weights of 1 are as
        good as none; validation samples have none.

    Attributes
    ----------
    state : RunState
        How far the run is.

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
        *,
        sample_weight: Array | None = None,
    ) -> None:
        if recipe.early_stopping and validation is None:
            raise ConfigurationError("early_stopping needs validation samples; got none")
        self.network = network
        self.recipe = recipe
        self.callbacks = callbacks
        self.training = self._checked(training, "training", sample_weight)
        self.validation = None if validation is None else self._checked(validation, "validation")
        self._mini_batches = MiniBatches(self.training, network, recipe, augment)
        self._cost = build_cost(recipe.cost, network.layers[-1].activation)
        self._workers = Workers()
        self._descent = StochasticGradient(network, self._cost, self._workers)
        self._plain = None
        if PlainDescent.suits(network, recipe):
            self._plain = PlainDescent(network, self._cost, l2_share=recipe.l2 / len(self.training))
        self.state = RunState(
            network, recipe, batches_per_epoch=self._mini_batches.per_epoch, setup=self._setup
        )

    def run(self) -> History:
        """Train to the end of the recipe, ``stop`` or early stopping, and restore the best epoch's weights.

        Raises
        ------
        NonFiniteCost
            When the cost or a weight becomes infinite or not a number; the network keeps its last weights.
        KeyboardInterrupt
            Is let through; ``restore_best`` then gives the best of the epochs that were finished.
        """
        state = self.state
        if not state.between_batches:
            why = Phrase("a trainer runs once; resume a new one from a checkpoint to go on")
            raise ConfigurationError(why)
        # where a number gets out of hand the cost shows it, and the cost is looked at
        # products of a few samples are over before other threads have joined in
        limited = nullcontext() if self._plain is None else PRODUCT_THREADS.limited_to_one()
        with self._workers, limited, np.errstate(over="ignore", invalid="ignore"):
            while not state.is_over:
                self._run_epoch()
        state.restore_best()
        return state.history

    def _run_epoch(self) -> None:
        """Go through the shuffled samples once, mini-batch by mini-batch, from where the epoch was left."""
        state = self.state
        started = time.perf_counter() - state.epoch_seconds
        for X, Y, sample_weight in self._mini_batches.of_epoch(state.epoch, first=state.batch):
            state.between_batches = False
            self._train_batch(X, Y, sample_weight)
            state.batch += 1
            state.epoch_seconds = time.perf_counter() - started
            state.between_batches = True
            for callback in self.callbacks:
                callback.on_batch_end(state)
            if state.stopping and state.batch < state.batches_per_epoch:
                return
        self._end_epoch(started)

    def _train_batch(self, X: Array, Y: Array, sample_weight: Array | None) -> None:
        """Do one step of gradient descent: w → w − η/m Σ ∂Cₓ/∂w, b → b − η/m Σ ∂Cₓ/∂b (deck 2.4)."""
        state = self.state
        learning_rate, step = state.learning_rate_of(state.steps), state.steps + 1
        if self._plain is None:
            cost = self._descent.compute(X, Y, self._dropout_source, sample_weight=sample_weight)
        else:
            cost = self._plain.step(X, Y, learning_rate, sample_weight=sample_weight)
        if not isfinite(cost):
            raise NonFiniteCost(state.epoch, state.batch, cost)
        state.epoch_cost += cost * len(X)
        if self._plain is None:
            self._descend(learning_rate, step)
        if state.average is not None:
            state.average.update(self.network.vector.values, step)

    def _descend(self, learning_rate: float, step: int) -> None:
        """Do the step that the gradient and the recipe say."""
        recipe, vector, gradient = self.recipe, self.network.vector, self._descent.gradient
        add_penalties(gradient, vector, l1=recipe.l1, l2=recipe.l2, samples=len(self.training))
        decay_weights(vector, recipe.weight_decay, learning_rate)
        self.state.optimizer.step(vector.values, gradient.values, learning_rate, step, self._workers)

    def _end_epoch(self, started: float) -> None:
        """Validate, and hand the record to the state and whoever listens."""
        state = self.state
        state.between_batches = False
        with state.averaged_weights():
            validation_cost, correct = self._evaluate()
        if validation_cost is not None and not isfinite(validation_cost):
            raise NonFiniteCost(state.epoch, state.batch - 1, validation_cost)
        record = EpochRecord(
            epoch=state.epoch,
            training_cost=state.epoch_cost / len(self.training),
            validation_cost=validation_cost,
            validation_correct=correct,
            validation_size=None if self.validation is None else len(self.validation),
            learning_rate=state.learning_rate_of(state.steps - 1),
            seconds=time.perf_counter() - started,
        )
        state.end_epoch(record)
        state.between_batches = True
        for callback in self.callbacks:
            callback.on_epoch_end(state, record)

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

    def _dropout_source(self, part: int) -> np.random.Generator:
        """Return the randomness for the dropout in a part of the current mini-batch."""
        return random_source(
            self.recipe.seed, DROPOUT, epoch=self.state.epoch, batch=self.state.batch, part=part
        )

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

    def _checked(self, data: tuple[Array, Array], name: str, sample_weight: Array | None = None) -> Samples:
        return Samples(
            *data,
            input_shape=self.network.input_shape,
            classes=self.network.output_size,
            name=name,
            sample_weight=sample_weight,
        )
