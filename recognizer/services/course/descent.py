"""The ball that rolls down a surface: two dimensions, and the optimizers that train networks."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from recognizer.nn.optim.optimizers import build_optimizer
from recognizer.nn.optim.schedules import learning_rate_at
from recognizer.nn.parallel import Workers
from recognizer.services.course.surfaces import Floats, Surface

MAX_STEPS = 200
HALVED_EVERY = 10
"""Steps after which the schedule "step" halves η."""
FAR = 1e6
"""A ball further away than that is gone."""
AT_REST = 1e-3
"""A gradient shorter than that no longer moves the ball to be seen."""
STUCK = 1e-9
"""A ball that moved less from where it began has not left it."""


class DescentOutcome(StrEnum):
    """How a descent ended."""

    ARRIVED = "arrived"
    """The gradient has vanished: in a valley, or on a saddle."""
    ON_THE_WAY = "on_the_way"
    """The steps were used up; every step went down."""
    UNSTEADY = "unsteady"
    """The steps were used up, and some of them went up."""
    DIVERGED = "diverged"
    """Each step led further away, until there was nothing to be seen."""


@dataclass(frozen=True, kw_only=True)
class Descent:
    """Where the ball was, step by step; the first entry is the start."""

    v: Floats
    """(steps + 1, 2)"""
    costs: Floats
    """C(v), (steps + 1,)"""
    gradients: Floats
    """∇C(v), (steps + 1, 2)"""
    rates: Floats
    """η of each step, (steps,)"""
    promised: Floats
    """∇C · Δv, (steps,): the change of C that the linear approximation promises for each step."""
    outcome: DescentOutcome


def descend(  # noqa: PLR0913 - what a descent depends on
    surface: Surface,
    start: tuple[float, float],
    *,
    learning_rate: float,
    steps: int,
    optimizer: str = "sgd",
    momentum: float = 0.9,
    schedule: str = "constant",
) -> Descent:
    """Let the ball take so many steps v → v − η ∇C, or those of another optimizer.

    η may vary as in a training, with each step for an epoch: "step" halves it, "cosine" lets it fall to 0.

    It stops before its steps are used up where it is further away than FAR.
    """
    v = np.array(start, np.float64)
    rule = build_optimizer(optimizer, v, momentum=momentum)
    places, gradients = [v.copy()], [surface.gradient_at(v)]
    rates: list[float] = []
    with Workers() as workers:
        for t in range(1, steps + 1):
            eta = learning_rate_at(
                t - 1,
                schedule=schedule,
                learning_rate=learning_rate,
                warmup_steps=0,
                step_epochs=HALVED_EVERY,
                step_factor=0.5,
                epochs=steps,
                steps_per_epoch=1,
            )
            rates.append(eta)
            rule.step(v, gradients[-1].copy(), eta, t, workers)
            places.append(v.copy())
            gradients.append(surface.gradient_at(v))
            if np.abs(v).max() > FAR:
                break
    way = np.array(places)
    costs = np.array([surface.cost_at(place) for place in way])
    slopes = np.array(gradients)
    return Descent(
        v=way,
        costs=costs,
        gradients=slopes,
        rates=np.array(rates),
        promised=(slopes[:-1] * np.diff(way, axis=0)).sum(axis=1),
        outcome=outcome_of(way, costs, slopes),
    )


def outcome_of(way: Floats, costs: Floats, slopes: Floats) -> DescentOutcome:
    """Return how a descent ended."""
    if np.abs(way[-1]).max() > FAR or (len(way) > 1 and costs[-1] > costs[0] + STUCK):
        return DescentOutcome.DIVERGED
    if np.linalg.norm(slopes[-1]) < AT_REST:
        return DescentOutcome.ARRIVED
    return DescentOutcome.UNSTEADY if (np.diff(costs) > STUCK).any() else DescentOutcome.ON_THE_WAY
