"""Stochastic gradient descent on rows of text, fresh rows coming in all the time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, TypeAlias

import numpy as np

from recognizer.nn.arrays import Array
from recognizer.nn.data import unit_range
from recognizer.nn.optim.averaging import MovingAverage
from recognizer.nn.optim.optimizers import Adam
from recognizer.nn.optim.schedules import learning_rate_at
from recognizer.nn.parallel import Workers
from recognizer.nn.row_network import RowNetwork, padded_rows, padded_width
from recognizer.nn.sequences.cost import SequenceCost, TargetTexts
from recognizer.nn.training.stochastic_gradient import StochasticGradient

__all__ = ["LabelledRow", "RowRecipe", "RowTrainer"]

LabelledRow: TypeAlias = tuple[Array, Sequence[int]]
"""A row (height, w), uint8, and its labels from left to right."""


@dataclass(frozen=True, kw_only=True)
class RowRecipe:
    """How a network that reads rows is trained."""

    steps: int
    """Mini-batches in all; the learning rate falls to 0 towards the last, along a cosine."""
    batch_size: int = 48
    learning_rate: float = 0.002
    """η of Adam at its highest."""
    warmup_steps: int = 300
    """Mini-batches in which η rises to that: a network that knows nothing first learns to say nothing."""
    weight_decay: float = 0.02
    """λ: after each step weights are multiplied by 1 − ηλ (Loshchilov and Hutter 2019)."""
    average_decay: float = 0.999
    """Of the moving average of the weights, which is what is kept."""
    longest_gradient: float = 4.0
    """A gradient that is longer is shortened to this (Pascanu et al. 2013)."""


class RowTrainer:
    """Trains a network on chunks of rows.

    Parameters
    ----------
    network : RowNetwork
        Is changed with every step.
    recipe : RowRecipe
        How.

    Attributes
    ----------
    step : int
        Mini-batches so far.
    average : MovingAverage
        Of the parameters: what to read with.
    """

    def __init__(self, network: RowNetwork, recipe: RowRecipe) -> None:
        self.network = network
        self.recipe = recipe
        self.step = 0
        self.optimizer = Adam(network.vector.values)
        self.average = MovingAverage(network.vector.values, recipe.average_decay)
        self._cost = SequenceCost()

    def train(self, rows: Sequence[LabelledRow], rng: np.random.Generator) -> float:
        """Go once through these rows, or until the last step, and return the mean cost before each step."""
        costs: list[float] = []
        with Workers() as workers, np.errstate(over="ignore", under="ignore"):
            gradients: dict[int, StochasticGradient] = {}
            for batch in mini_batches(rows, self.recipe.batch_size, rng):
                if self.step >= self.recipe.steps:
                    break
                X = padded_rows([row for row, _ in batch], self.network.height)
                network = self.network.at(X.shape[2])
                if X.shape[2] not in gradients:
                    gradients[X.shape[2]] = StochasticGradient(network, self._cost, workers)
                gradient = gradients[X.shape[2]]
                Y = TargetTexts(
                    texts=[text for _, text in batch],
                    places=np.array([self.network.places(row.shape[1]) for row, _ in batch]),
                )
                inputs = unit_range(X, network.dtype)
                costs.append(gradient.compute(inputs, Y, np.random.default_rng))  # type: ignore[arg-type]
                self._descend(gradient.gradient.values, workers)
        return float(np.mean(costs)) if costs else 0.0

    def _descend(self, gradient: Array, workers: Workers) -> None:
        """Do one step."""
        recipe, vector = self.recipe, self.network.vector
        rate = learning_rate_at(
            self.step,
            schedule="cosine",
            learning_rate=recipe.learning_rate,
            warmup_steps=recipe.warmup_steps,
            step_epochs=1,
            step_factor=1.0,
            epochs=1,
            steps_per_epoch=recipe.steps,
        )
        length = sqrt(float(gradient @ gradient))
        if length > recipe.longest_gradient:
            gradient *= recipe.longest_gradient / length
        self.step += 1
        vector.weights *= 1 - rate * recipe.weight_decay
        self.optimizer.step(vector.values, gradient, rate, self.step, workers)
        self.average.update(vector.values, self.step)

    def averaged(self) -> RowNetwork:
        """Return a network of its own with the average of the parameters."""
        network = RowNetwork(self.network.architecture, dtype=self.network.vector.values.dtype)
        network.vector.values[...] = self.average.values
        return network

    def state(self) -> dict[str, Any]:
        """Return all that ``restore`` needs to go on as if nothing had happened."""
        return {
            "step": np.array([self.step], np.float64),
            "values": self.network.vector.values.copy(),
            "average": self.average.values.copy(),
            **{f"optimizer.{name}": values.copy() for name, values in self.optimizer.state.items()},
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on where ``state`` was taken."""
        self.step = int(state["step"][0])
        self.network.vector.values[...] = state["values"]
        self.average.values[...] = state["average"]
        for name, values in self.optimizer.state.items():
            values[...] = state[f"optimizer.{name}"]


def mini_batches(
    rows: Sequence[LabelledRow], size: int, rng: np.random.Generator
) -> Iterator[list[LabelledRow]]:
    """Yield all rows in no order, those together that are padded to the same width."""
    of_width: dict[int, list[int]] = {}
    for place in rng.permutation(len(rows)):
        of_width.setdefault(padded_width(rows[place][0].shape[1]), []).append(int(place))
    batches = [
        places[start : start + size] for places in of_width.values() for start in range(0, len(places), size)
    ]
    for index in rng.permutation(len(batches)):
        yield [rows[place] for place in batches[index]]
