"""Where a surface is level: ∇C = 0, solved by Newton's method (deck 2.3)."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np

from recognizer.services.course.surfaces import SURFACES, Floats, Surface

STARTS = 9
"""Along each side of the picture, from which a solution is looked for."""
ROUNDS = 40
NEAR = 1e-4
"""Places nearer to one another are the same."""
LEVEL = 1e-9
"""‖∇C‖ of a place that is level."""
PLACES = 9
"""Decimals of a solution that are sure."""
H = 1e-5
"""Step of the central differences that give the second derivatives."""


class Kind(StrEnum):
    """What a level place is."""

    LOWEST = "lowest"
    """No other is lower: the global minimum."""
    VALLEY = "valley"
    """All around it is higher, but another valley is deeper: a local minimum."""
    SADDLE = "saddle"
    TOP = "top"


@dataclass(frozen=True, kw_only=True)
class LevelPlace:
    """A place where the gradient vanishes."""

    v: tuple[float, float]
    cost: float
    kind: Kind


def second_derivatives(surface: Surface, v: Floats) -> Floats:
    """Return the Hessian (2, 2) at v, by central differences of the gradient."""
    steps = H * np.eye(2)
    apart = [surface.gradient_at(v + step) - surface.gradient_at(v - step) for step in steps]
    matrix = np.stack(apart) / (2 * H)
    symmetric: Floats = (matrix + matrix.T) / 2
    return symmetric


def solve_from(surface: Surface, start: Floats) -> Floats | None:
    """Return the solution of ∇C = 0 that Newton's method finds from a start; None where it finds none."""
    v = start.copy()
    for _ in range(ROUNDS):
        gradient = surface.gradient_at(v)
        if float(np.linalg.norm(gradient)) < LEVEL:
            return v
        matrix = second_derivatives(surface, v)
        if abs(np.linalg.det(matrix)) < LEVEL or np.abs(v).max() > 10 * surface.reach:
            return None
        v = v - np.linalg.solve(matrix, gradient)
    return None


@cache
def level_places(name: str) -> tuple[LevelPlace, ...]:
    """Return all places of a surface, within its picture, where ∇C = 0, the lowest first."""
    surface = SURFACES[name]
    axis = np.linspace(-surface.reach, surface.reach, STARTS)
    found: list[Floats] = []
    for start in np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2):
        v = solve_from(surface, start)
        if v is None or np.abs(v).max() > surface.reach:
            continue
        if all(np.linalg.norm(v - other) > NEAR for other in found):
            found.append(v)
    found.sort(key=lambda v: (round(surface.cost_at(v), 6), v[0], v[1]))
    lowest = surface.cost_at(found[0])
    return tuple(
        LevelPlace(
            v=(exact(v[0]), exact(v[1])),
            cost=exact(surface.cost_at(v)),
            kind=kind_of(surface, v, lowest=lowest),
        )
        for v in found
    )


def exact(value: float) -> float:
    """Return a number without what Newton's method leaves of its way; no −0."""
    return round(float(value), PLACES) + 0.0


def kind_of(surface: Surface, v: Floats, *, lowest: float) -> Kind:
    """Return what a level place is, by the signs of its second derivatives."""
    curvatures = np.linalg.eigvalsh(second_derivatives(surface, v))
    if curvatures[0] > 0:
        return Kind.LOWEST if surface.cost_at(v) < lowest + NEAR else Kind.VALLEY
    return Kind.SADDLE if curvatures[1] > 0 else Kind.TOP
