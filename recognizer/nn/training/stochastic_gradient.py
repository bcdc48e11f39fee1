"""The gradient of a mini-batch, worked out in parts that fit into a processor's cache, side by side."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from recognizer.nn.arrays import Array
from recognizer.nn.costs import Cost
from recognizer.nn.network import Network, split
from recognizer.nn.parallel import Workers
from recognizer.nn.training.backpropagation import backpropagate

__all__ = ["StochasticGradient"]

PartRng: TypeAlias = Callable[[int], np.random.Generator]
MIN_SAMPLES_FOR_WORKER = 32  # samples that are worth a thread of their own


class StochasticGradient:
    """∇C ≈ 1/m Σⱼ ∇C_Xⱼ (deck 2.4).

    The samples of a mini-batch do not depend on each other: a large one is split into parts that are worked
    on side by side, and the parts' gradients are added in the end, in the parts' order. So a run can be
    repeated bit for bit, as long as the number of workers is the same.

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
        self._gradients = [self.gradient]  # of each part; the sum will be in the first

    def compute(self, X: Array, Y: Array, part_rng: PartRng, *, sample_weight: Array | None = None) -> float:
        """Write ∇C into ``gradient`` and return C.

        Parameters
        ----------
        X : Array, shape (m, *input_shape)
            Samples.
        Y : Array, shape (m, outputs)
            Wanted outputs.
        part_rng : callable
            From the number of a part to a generator for its dropout; called only if there is a dropout layer.
        sample_weight : Array, shape (m,), optional
            How much each sample counts.
        """
        parts = self._parts(len(X))
        if len(parts) == 1:
            return self._backpropagate(X, Y, sample_weight, len(X), part=0, worker=0, part_rng=part_rng)
        while len(self._gradients) < len(parts):
            self._gradients.append(self.network.vector.zeros_like())
        costs = [0.0] * len(parts)

        def backpropagate_part(part: int, worker: int) -> None:
            samples = parts[part]
            weight = None if sample_weight is None else sample_weight[samples]
            costs[part] = self._backpropagate(
                X[samples], Y[samples], weight, len(X), part=part, worker=worker, part_rng=part_rng
            )

        self._workers.share(backpropagate_part, len(parts))
        for other in self._gradients[1 : len(parts)]:
            self.gradient.values += other.values
        return sum(costs)

    def _backpropagate(  # noqa: PLR0913
        self,
        X: Array,
        Y: Array,
        sample_weight: Array | None,
        n: int,
        *,
        part: int,
        worker: int,
        part_rng: PartRng,
    ) -> float:
        """Write the gradient of one part, and return its part of the cost."""
        memories, gradient = self._memories[worker], self._gradients[part]
        if self.network.has_dropout:
            rng = part_rng(part)
            for memory in memories:
                memory.rng = rng
        return backpropagate(
            self.network,
            X,
            Y,
            n,
            cost=self.cost,
            memories=memories,
            gradient=gradient,
            sample_weight=sample_weight,
        )

    def _parts(self, m: int) -> tuple[slice, ...]:
        """Return the parts of m samples: small enough for a cache, enough for all workers, worth a thread.

        Each part has a gradient of its own, as large as the network, and all are added in the end. That pays
        where the samples leave more numbers behind than there are parameters, as in convolutional networks;
        elsewhere the matrix products share out their work themselves.
        """
        pays = m * self.network.values_per_sample > self.network.parameter_count
        for_workers = max(1, min(self._workers.count, m // MIN_SAMPLES_FOR_WORKER)) if pays else 1
        return split(m, min(self.network.chunk_size, -(-m // for_workers)))
