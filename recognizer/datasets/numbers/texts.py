"""Which numbers people write: anything, prices with their zeros, and what repeats itself."""

import numpy as np

LONGEST = 10
"""Digits of a number."""

KINDS = (0.5, 0.35, 0.15)
"""How often a number is any, an amount that ends in zeros, or has digits in a row that are alike."""

LENGTHS = (0.08, 0.14, 0.17, 0.19, 0.18, 0.1, 0.06, 0.04, 0.02, 0.02)
"""How often a number has 1, 2, 3 … digits."""


def any_text(rng: np.random.Generator) -> str:
    """Return the digits of one number."""
    length = int(rng.choice(LONGEST, p=LENGTHS)) + 1
    digits = rng.integers(0, 10, length)
    kind = rng.choice(len(KINDS), p=KINDS)
    if kind == 1 and length > 1:
        digits[int(rng.integers(1, length)) :] = 0
    elif kind == 2 and length > 1:
        first = int(rng.integers(0, length - 1))
        digits[first : first + int(rng.integers(2, 4))] = rng.integers(0, 10)
    return "".join(map(str, digits.tolist()))
