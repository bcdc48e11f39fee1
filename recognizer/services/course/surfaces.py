"""Functions C(v₁, v₂) for a ball to roll down (deck 2.3), each beside its gradient."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

GRID = 49
"""Points along each side of the picture of a surface."""


@dataclass(frozen=True, kw_only=True)
class Surface:
    """A function of two variables, and where it is worth looking at."""

    formula: str
    """C(v₁, v₂) in the notation of `recognizer.mathml`."""
    gradient_formula: str
    """∇C in the same notation."""
    reach: float
    """The picture goes from −reach to reach in both directions."""
    start: tuple[float, float]
    """Where the ball lies at first."""
    learning_rates: tuple[float, float, float]
    """An η that is too small, one that is right and one that is too large, for this surface and start."""
    cost: Callable[[Floats, Floats], Floats]
    gradient: Callable[[Floats, Floats], tuple[Floats, Floats]]

    def gradient_at(self, v: Floats) -> Floats:
        """Return ∇C at v, both of shape (2,)."""
        return np.array(self.gradient(v[0], v[1]), np.float64)

    def cost_at(self, v: Floats) -> float:
        """Return C at v (2,)."""
        return float(self.cost(v[0], v[1]))

    def grid(self) -> Floats:
        """Return C on a grid (GRID, GRID): rows are v₂, columns v₁, both from −reach to reach."""
        axis = np.linspace(-self.reach, self.reach, GRID)
        return np.asarray(self.cost(*np.meshgrid(axis, axis)))


SURFACES = {
    # The valley of the deck's picture: equally steep on all sides.
    "bowl": Surface(
        formula="C = {1}/{2} (v_1^2 + v_2^2)",
        gradient_formula="∇C = (v_1, v_2)^T",
        reach=3.0,
        start=(-2.2, 1.8),
        learning_rates=(0.02, 0.4, 2.05),
        cost=lambda x, y: (x * x + y * y) / 2,
        gradient=lambda x, y: (x, y),
    ),
    # Twenty times as steep across as along: what is right for the one is too much for the other.
    "ravine": Surface(
        formula="C = {1}/{20} (v_1^2 + 20 v_2^2)",
        gradient_formula="∇C = (0.1 v_1, 2 v_2)^T",
        reach=3.0,
        start=(-2.6, 1.2),
        learning_rates=(0.05, 0.9, 1.02),
        cost=lambda x, y: (x * x + 20 * y * y) / 20,
        gradient=lambda x, y: (0.1 * x, 2 * y),
    ),
    # A low valley and a lower one: where the ball begins decides where it ends.
    "two-valleys": Surface(
        formula="C = {1}/{4} v_1^4 − v_1^2 + {1}/{4} v_1 + {1}/{2} v_2^2 + 2",
        gradient_formula="∇C = (v_1^3 − 2 v_1 + {1}/{4}, v_2)^T",
        reach=2.4,
        start=(2.1, 1.6),
        learning_rates=(0.01, 0.15, 0.62),
        cost=lambda x, y: x**4 / 4 - x * x + x / 4 + y * y / 2 + 2,
        gradient=lambda x, y: (x**3 - 2 * x + 0.25, y),
    ),
    # Level at the origin and yet no valley: down on both sides.
    "saddle": Surface(
        formula="C = {1}/{2} v_1^2 − {1}/{2} v_2^2 + {1}/{16} v_2^4 + 1",
        gradient_formula="∇C = (v_1, −v_2 + {1}/{4} v_2^3)^T",
        reach=2.8,
        start=(-2.2, 0.02),
        learning_rates=(0.02, 0.3, 2.05),
        cost=lambda x, y: x * x / 2 - y * y / 2 + y**4 / 16 + 1,
        gradient=lambda x, y: (x, -y + y**3 / 4),
    ),
    # Rosenbrock's valley is bent: the way down is not the way to go.
    "bend": Surface(
        formula="C = {1}/{8} (1 − v_1)^2 + (v_2 − v_1^2)^2",
        gradient_formula="∇C = (−{1}/{4} (1 − v_1) − 4 v_1 (v_2 − v_1^2), 2 (v_2 − v_1^2))^T",
        reach=2.0,
        start=(-1.5, 0.2),
        learning_rates=(0.005, 0.12, 0.3),
        cost=lambda x, y: (1 - x) ** 2 / 8 + (y - x * x) ** 2,
        gradient=lambda x, y: (-(1 - x) / 4 - 4 * x * (y - x * x), 2 * (y - x * x)),
    ),
}
