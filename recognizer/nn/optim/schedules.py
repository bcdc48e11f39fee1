"""How the learning rate varies: "in practice η varies" (deck 2.3)."""

from math import cos, pi

__all__ = ["SCHEDULES", "learning_rate_at"]

SCHEDULES = ("constant", "step", "cosine")


def learning_rate_at(  # noqa: PLR0913  (all that decides it)
    step: int,
    *,
    schedule: str,
    learning_rate: float,
    warmup_steps: int,
    step_epochs: int,
    step_factor: float,
    epochs: int,
    steps_per_epoch: int,
) -> float:
    """Return η for a mini-batch.

    Parameters
    ----------
    step : int
        The mini-batches before this one, in all epochs.
    schedule, learning_rate, warmup_steps, step_epochs, step_factor, epochs
        As in a recipe.
    steps_per_epoch : int
        Mini-batches in one epoch.
    """
    if step < warmup_steps:
        return learning_rate * (step + 1) / warmup_steps
    if schedule == "step":
        return learning_rate * step_factor ** (step // (steps_per_epoch * step_epochs))
    if schedule == "cosine":
        after_warmup = max(1, epochs * steps_per_epoch - warmup_steps)
        return learning_rate * (1 + cos(pi * (step - warmup_steps) / after_warmup)) / 2
    return learning_rate
