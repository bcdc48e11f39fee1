"""How the learning rate varies: "in practice η varies" (deck 2.3)."""

from math import cos, pi
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recognizer.nn.training.recipe import Recipe

__all__ = ["SCHEDULES", "learning_rate_at"]

SCHEDULES = ("constant", "step", "cosine")


def learning_rate_at(step: int, recipe: "Recipe", *, steps_per_epoch: int) -> float:
    """Return η for a mini-batch.

    Parameters
    ----------
    step : int
        The mini-batches before this one, in all epochs.
    recipe : Recipe
        Of which learning_rate, schedule, warmup_steps, step_epochs, step_factor and epochs count.
    steps_per_epoch : int
        Mini-batches in one epoch.
    """
    rate = recipe.learning_rate
    if step < recipe.warmup_steps:
        return rate * (step + 1) / recipe.warmup_steps
    if recipe.schedule == "step":
        return rate * recipe.step_factor ** (step // (steps_per_epoch * recipe.step_epochs))
    if recipe.schedule == "cosine":
        after_warmup = max(1, recipe.epochs * steps_per_epoch - recipe.warmup_steps)
        return rate * (1 + cos(pi * (step - recipe.warmup_steps) / after_warmup)) / 2
    return rate
