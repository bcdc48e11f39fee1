"""Pictures that are as much work as can be."""

import numpy as np
from numpy.typing import NDArray

SIDE = 1024
"""Pixels of each side: a megapixel."""


def worst() -> dict[str, NDArray[np.uint8]]:
    """Return pictures of a megapixel that have as many pieces, rows, cuts or lines as can be."""
    rng = np.random.default_rng(4)
    y, x = np.mgrid[:SIDE, :SIDE]
    found: dict[str, NDArray[np.bool_]] = {
        f"dots {pitch}": (x % pitch < pitch / 2) & (y % pitch < pitch / 2)
        for pitch in (2, 4, 6, 8, 12, 16, 32)
    }
    found |= {f"squares {side}": (x // side + y // side) % 2 == 1 for side in (2, 8, 32)}
    found |= {f"noise {side}": rng.random((SIDE, SIDE))[y // side, x // side] < 0.4 for side in (1, 4, 16)}
    found |= {f"sparse {side}": rng.random((SIDE, SIDE))[y // side, x // side] < 0.1 for side in (4, 16)}
    found |= {f"hatching {slope}": (y + slope * x) % 12 < 3 for slope in (0.0, 0.03, 0.059, 0.5, 1.0, 9.0)}
    found |= {f"bars {high}": (x % 6 < 3) & (y % (high + 5) < high) for high in (12, 30, 80)}
    found["comb"] = (x[:40] % 4 < 2) & (y[:40] > 3) & (y[:40] < 36)
    found["diagonal"] = (x - y // 9 * 9 < 4) & (x >= y // 9 * 9)
    tangle = np.zeros((SIDE, SIDE), dtype=bool)
    for left, top in rng.integers(0, SIDE - 32, (4000, 2)):
        steps = np.arange(30)
        tangle[top + (steps * rng.random()).astype(int), left + steps] = True
    found["tangle"] = tangle | np.roll(tangle, 1, axis=0)
    return {name: np.where(ink, 20, 235).astype(np.uint8) for name, ink in found.items()}
