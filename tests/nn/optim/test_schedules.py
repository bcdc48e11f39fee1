import pytest

from recognizer.nn import Recipe
from recognizer.nn.optim.schedules import learning_rate_at


def rates(recipe: Recipe, *steps: int) -> list[float]:
    return [learning_rate_at(step, recipe, steps_per_epoch=10) for step in steps]


def test_constant() -> None:
    assert rates(Recipe(learning_rate=0.5), 0, 99) == [0.5, 0.5]


def test_step_falls_by_a_factor_after_so_many_epochs() -> None:
    recipe = Recipe(learning_rate=8, schedule="step", step_epochs=2, step_factor=0.5)
    assert rates(recipe, 0, 19, 20, 39, 40) == [8, 8, 4, 4, 2]


def test_cosine_falls_to_zero_at_the_end_of_the_last_epoch() -> None:
    recipe = Recipe(learning_rate=2, schedule="cosine", epochs=4)
    assert rates(recipe, 0, 20, 40) == pytest.approx([2, 1, 0])
    assert rates(recipe, 39)[0] > 0


@pytest.mark.parametrize("schedule", ["constant", "step", "cosine"])
def test_warm_up_rises_evenly_to_the_full_rate(schedule: str) -> None:
    recipe = Recipe(learning_rate=2, schedule=schedule, warmup_steps=4, epochs=4)
    assert rates(recipe, 0, 1, 2, 3, 4) == pytest.approx([0.5, 1, 1.5, 2, 2])


def test_cosine_reaches_zero_with_warm_up_too() -> None:
    recipe = Recipe(learning_rate=2, schedule="cosine", warmup_steps=20, epochs=4)
    assert rates(recipe, 30, 40) == pytest.approx([1, 0])
