from typing import Any

import pytest

from recognizer.nn.optim.schedules import learning_rate_at

CONSTANT = {"schedule": "constant", "warmup_steps": 0, "step_epochs": 1, "step_factor": 1.0, "epochs": 4}


def rates(*steps: int, **values: Any) -> list[float]:
    return [learning_rate_at(step, steps_per_epoch=10, **{**CONSTANT, **values}) for step in steps]


def test_constant() -> None:
    assert rates(0, 99, learning_rate=0.5) == [0.5, 0.5]


def test_step_falls_by_a_factor_after_so_many_epochs() -> None:
    found = rates(0, 19, 20, 39, 40, learning_rate=8, schedule="step", step_epochs=2, step_factor=0.5)
    assert found == [8, 8, 4, 4, 2]


def test_cosine_falls_to_zero_at_the_end_of_the_last_epoch() -> None:
    found = rates(0, 20, 39, 40, learning_rate=2, schedule="cosine", epochs=4)
    assert [found[0], found[1], found[3]] == pytest.approx([2, 1, 0])
    assert found[2] > 0


@pytest.mark.parametrize("schedule", ["constant", "step", "cosine"])
def test_warm_up_rises_evenly_to_the_full_rate(schedule: str) -> None:
    found = rates(0, 1, 2, 3, 4, learning_rate=2, schedule=schedule, warmup_steps=4)
    assert found == pytest.approx([0.5, 1, 1.5, 2, 2])


def test_cosine_reaches_zero_with_warm_up_too() -> None:
    found = rates(30, 40, learning_rate=2, schedule="cosine", warmup_steps=20, epochs=4)
    assert found == pytest.approx([1, 0])
