import numpy as np
import pytest

from recognizer.services.course.descent import DescentOutcome, descend
from recognizer.services.course.surfaces import GRID, SURFACES, Surface
from tests.nn.helpers import central_differences


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_each_gradient_is_that_of_its_surface(surface: Surface) -> None:
    for place in np.random.default_rng(0).uniform(-surface.reach, surface.reach, (20, 2)):
        v = place.copy()
        numeric = central_differences(lambda v=v: surface.cost_at(v), v)  # type: ignore[misc]
        np.testing.assert_allclose(surface.gradient_at(place), numeric, atol=1e-7)


def test_a_grid_has_rows_of_v2_and_columns_of_v1() -> None:
    ravine = SURFACES["ravine"]
    grid = ravine.grid()
    assert grid.shape == (GRID, GRID)
    assert grid[0, GRID // 2] == pytest.approx(ravine.cost_at(np.array([0.0, -3.0])))
    assert grid[GRID // 2, 0] == pytest.approx(ravine.cost_at(np.array([-3.0, 0.0])))


def test_a_step_is_minus_eta_times_the_gradient() -> None:
    descent = descend(SURFACES["ravine"], (1.0, 0.5), learning_rate=0.1, steps=1)
    np.testing.assert_allclose(descent.v[1], [1.0 - 0.1 * 0.1, 0.5 - 0.1 * 1.0])
    assert descent.promised[0] == pytest.approx(-0.1 * (0.1**2 + 1.0**2))


def test_momentum_is_that_of_the_library() -> None:
    descent = descend(SURFACES["bowl"], (1.0, 0.0), learning_rate=0.1, steps=2, optimizer="momentum")
    np.testing.assert_allclose(descent.v[:, 0], [1.0, 0.9, 0.9 - 0.9 * 0.1 - 0.1 * 0.9])


@pytest.mark.parametrize("name", SURFACES)
def test_the_named_learning_rates_are_too_small_right_and_too_large(name: str) -> None:
    surface = SURFACES[name]
    small, right, large = (
        descend(surface, surface.start, learning_rate=rate, steps=60) for rate in surface.learning_rates
    )
    assert small.outcome is DescentOutcome.ON_THE_WAY
    assert right.costs[-1] < small.costs[-1]
    assert (np.diff(right.costs) <= 1e-12).all()
    assert large.outcome in {DescentOutcome.DIVERGED, DescentOutcome.UNSTEADY}


def test_a_ball_that_is_gone_stops() -> None:
    descent = descend(SURFACES["bend"], (-1.5, 0.2), learning_rate=5, steps=200)
    assert descent.outcome is DescentOutcome.DIVERGED
    assert len(descent.v) < 20
    assert np.isfinite(descent.costs).all()


def test_where_it_begins_decides_which_valley_it_finds() -> None:
    left, right = (
        descend(SURFACES["two-valleys"], (v1, 1.0), learning_rate=0.15, steps=200) for v1 in (-1.0, 1.0)
    )
    assert left.costs[-1] < right.costs[-1] - 0.3
    assert left.outcome is right.outcome is DescentOutcome.ARRIVED
