"""Random numbers that do not depend on what went before."""

import numpy as np

__all__ = ["AUGMENT", "DROPOUT", "ORDER", "random_source"]

# What random numbers are for.
ORDER, AUGMENT, DROPOUT = range(3)


def random_source(
    seed: int, purpose: int, *, epoch: int, batch: int = 0, part: int = 0
) -> np.random.Generator:
    """Return the generator for one purpose at one place of a training run.

    As each place has its own, a run that is resumed in the middle draws the same numbers as one that was
    never stopped, and threads draw the same numbers whichever of them comes first.
    """
    return np.random.default_rng((seed, purpose, epoch, batch, part))
