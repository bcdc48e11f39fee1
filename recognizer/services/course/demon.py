"""The demon that changes the weighted input of a neuron: what its derivative foretells, and what happens."""

from dataclasses import dataclass

import numpy as np

from recognizer.nn.analysis.finite_differences import Rest
from recognizer.nn.arrays import Array
from recognizer.services.course.one_step import Learner

REACH = 3.0
PLACES = 61


@dataclass(frozen=True, kw_only=True)
class Demon:
    """What becomes of the cost as z of one neuron is changed by Δz."""

    z: float
    """Before anything is changed."""
    cost: float
    delta: float
    """∂C/∂z, by backpropagation."""
    changes: Array
    """Δz, (PLACES,)"""
    costs: Array
    """C with z + Δz, each by feeding the rest of the network forward, (PLACES,)"""


def demon(learner: Learner, *, layer: int, neuron: int) -> Demon:
    """Change z of a neuron by amounts from −REACH to REACH, and run what follows on it each time."""
    Z = learner.traces[layer].Z
    assert Z is not None  # noqa: S101 - the layers are dense
    changes = np.round(np.linspace(-REACH, REACH, PLACES), 6)
    changed = Z + changes[:, None] * np.eye(Z.shape[1])[neuron]
    rest = Rest(learner.network, layer, learner.Y[0], learner.cost, step=0)
    return Demon(
        z=float(Z[0, neuron]),
        cost=learner.costs[-1],
        delta=float(learner.deltas()[layer][0, neuron]),
        changes=changes,
        costs=rest.costs(changed),
    )
