"""The gradient of a mini-batch, worked out in parts that fit into a processor's cache, side by side."""

from collections.abc import Callable

import numpy as np

from recognizer.nn.arrays import Array
from recognizer.nn.backpropagation import backpropagate
from recognizer.nn.costs import Cost
from recognizer.nn.network import Network, split
from recognizer.nn.parallel import Workers
from recognizer.nn.parameters import ParameterVector

__all__ = ["StochasticGradient"]


class StochasticGradient:
    """∇C ≈ 1/m Σⱼ ∇C_Xⱼ (deck 2.4).

    The samples of a mini-batch do not depend on each other: a large one is split into parts, and the parts'
    gradients are added in the end, in the parts' order. So the result does not depend on how many threads do
    the work.

    Parameters
    ----------
    network : Network
        Its parameters are read only.
    cost : Cost
        What is minimised.
    workers : Workers
        The threads.

    Attributes
    ----------
    gradient : ParameterVector
        The result of the latest ``compute``.
    """

    def __init__(self, network: Network, cost: Cost, workers: Workers) -> None:
        self.network = network
        self.cost = cost
        self.gradient = network.vector.zeros_like()
        self._workers = workers
        self._memories = [network.new_memories() for _ in range(workers.count)]
        self._other_gradients: list[ParameterVector] = []

    def compute(self, X: Array, Y: Array, part_rng: Callable[[int], np.random.Generator]) -> float:
        """Write ∇C into ``gradient`` and return C.

        Parameters
        ----------
        X : Array, shape (m, *input_shape)
            Samples.
        Y : Array, shape (m, outputs)
            Wanted outputs.
        part_rng : callable
            From the number of a part to a generator for its dropout; called only if there is a dropout layer.
        """
        parts = split(len(X), self.network.chunk_size)
        gradients = self._gradients(len(parts))
        costs = [0.0] * len(parts)

        def compute_part(index: int, worker: int) -> None:
            part = parts[index]
            memories = self._memories[worker]
            if self.network.has_dropout:
                rng = part_rng(index)
                for memory in memories:
                    memory.rng = rng
            costs[index] = backpropagate(
                self.network,
                X[part],
                Y[part],
                len(X),
                cost=self.cost,
                memories=memories,
                gradient=gradients[index],
            )

        self._workers.share(compute_part, len(parts))
        for other in gradients[1:]:
            self.gradient.values += other.values
        return sum(costs)

    def _gradients(self, parts: int) -> list[ParameterVector]:
        """Return a place for each part's gradient; the first is where the sum will be."""
        while len(self._other_gradients) < parts - 1:
            self._other_gradients.append(self.network.vector.zeros_like())
        return [self.gradient, *self._other_gradients[: parts - 1]]
