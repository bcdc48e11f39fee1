"""Where surfaces are level."""

import numpy as np
import pytest

from recognizer.services.course.level_places import Kind, level_places
from recognizer.services.course.surfaces import SURFACES


@pytest.mark.parametrize("name", SURFACES)
def test_the_gradient_vanishes_there_and_the_first_is_the_lowest(name: str) -> None:
    surface, places = SURFACES[name], level_places(name)
    for place in places:
        assert np.linalg.norm(surface.gradient_at(np.array(place.v))) < 1e-7
        assert place.cost == pytest.approx(surface.cost_at(np.array(place.v)), abs=1e-8)
    assert places[0].kind is Kind.LOWEST
    assert places[0].cost <= surface.grid().min() + 1e-9


def test_two_valleys_are_two_and_the_saddle_between() -> None:
    kinds = [place.kind for place in level_places("two-valleys")]
    assert kinds == [Kind.LOWEST, Kind.VALLEY, Kind.SADDLE]
    local = level_places("two-valleys")[1]
    assert local.v[0] > 0, "The local minimum lies where the ball begins."


def test_zeros_are_exact() -> None:
    assert str(level_places("bowl")[0].v) == "(0.0, 0.0)"
