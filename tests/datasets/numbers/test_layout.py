"""How a hand sets digits side by side: gaps, sizes, separators and the slope of the row."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from recognizer.datasets.numbers.layout import Layout, parted

STEM = np.array([[0.0, -0.5], [0.0, 0.5]])


def layout(**changes: float) -> Layout:
    usual: dict[str, Any] = {
        "gap": 0.2,
        "unevenness": 0.0,
        "unlifted": 0.0,
        "zeros_unlifted": 0.0,
        "size": 0.0,
        "zero": 1.0,
        "baseline": 0.0,
        "slope": 0.0,
    }
    return Layout(**{**usual, **changes})


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(2)


def test_the_first_digit_begins_at_the_edge_and_others_after_the_gap(rng: np.random.Generator) -> None:
    row = layout()
    assert row.next_left(rng) == 0
    row.strokes.append(STEM)
    row.edge = 1.0
    assert row.next_left(rng) == pytest.approx(1.2)
    assert row.next_left(rng, gap=0.7) == pytest.approx(1.7)


def test_small_zeros_stand_between_foot_and_top(rng: np.random.Generator) -> None:
    row = layout(zero=0.6)
    assert row.sized(3, rng) == pytest.approx((1.0, 0.0))
    for _ in range(20):
        size, down = row.sized(0, rng)
        assert size == pytest.approx(0.6)
        assert down - size / 2 >= -0.5, "Not above the others' top."
        assert down + size / 2 <= 0.5 + 1e-9, "Not below their foot."


def test_thousands_are_parted_by_a_mark_or_by_room(rng: np.random.Generator) -> None:
    kinds = [kind for _ in range(200) for kind in parted(4, rng).values()]
    assert any(kind is None for kind in kinds)
    for kind in kinds:
        row = layout()
        row.strokes.append(STEM)
        row.part(kind, rng)
        if kind is None:
            assert len(row.strokes) == 1
            assert row.edge > 0
        else:
            mark = np.concatenate(kind)
            assert len(row.strokes) == 2
            assert mark[:, 1].max() > 0.3, "It stands low."
            assert np.ptp(mark[:, 1]) < 0.5


@pytest.mark.parametrize(("length", "places"), [(3, []), (4, [1]), (6, [3]), (7, [1, 4]), (10, [1, 4, 7])])
def test_thousands_begin_three_digits_from_the_end(
    length: int, places: list[int], rng: np.random.Generator
) -> None:
    found = {tuple(sorted(parted(length, rng))) for _ in range(40)}
    assert found == {(), tuple(places)}


def test_dashes_and_points_open_and_close_some_numbers(rng: np.random.Generator) -> None:
    def marks(set_marks: Callable[[Layout, np.random.Generator], None]) -> set[int]:
        rows = [layout() for _ in range(300)]
        for row in rows:
            set_marks(row, rng)
        return {len(row.strokes) for row in rows}

    assert marks(Layout.open) == {0, 1, 2}
    assert marks(Layout.close) == {0, 1, 2}


def test_a_row_falls_by_its_slope() -> None:
    row = layout(slope=0.1)
    row.strokes += [STEM, STEM + np.array([5.0, 0.0])]
    first, last = (stroke[:, 1].mean() for stroke in row.fallen())
    assert last - first == pytest.approx(0.5)
