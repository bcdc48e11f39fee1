"""How many samples of one person a data set may have, and which these are: drawn by lot."""

import hashlib
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray


def most_of_one(counts: Sequence[int], percent: float) -> int:
    """Return how many samples of each person stay, so that nobody's are more than a share of what stays.

    Of people with `counts` samples each, `kept(k)`, the sum of min(count, k), stay. The most is the largest k
    with k ≤ percent/100 · kept(k). As kept(k)/k never grows with k, whoever bisects finds it. Where so few
    people cannot fill a share each (at 1 per cent fewer than a hundred), everybody has one sample.
    """
    share = Fraction(str(percent)) / 100
    ordered = np.array(sorted(counts), dtype=np.int64)
    low, high = 0, int(ordered.max(initial=0))
    while low < high:
        middle = (low + high + 1) // 2
        if middle <= share * int(np.minimum(ordered, middle).sum()):
            low = middle
        else:
            high = middle - 1
    return max(1, low)


def within_shares(
    person: NDArray[np.int64], sample: NDArray[np.int64], *, percent: float, seed: int
) -> tuple[NDArray[np.bool_], int]:
    """Return which samples (n,) stay, drawn by lot from those of each person, and the most of one person.

    Parameters
    ----------
    person : (n,) array
        Whose each sample is.
    sample : (n,) array
        Its number, which draws its lot: whoever has few enough samples loses none to others.
    percent : float
        Of the samples that stay, at most so many are one person's.
    seed : int
        Of the lots.
    """
    _, person, counts = np.unique(person, return_inverse=True, return_counts=True)
    most = most_of_one(counts.tolist(), percent)
    lots = np.array([lot(int(number), seed) for number in sample], dtype=np.uint64)
    order = np.lexsort((lots, person))
    ranks = np.empty(len(person), dtype=np.int64)
    ranks[order] = np.arange(len(person)) - np.repeat(np.cumsum(counts) - counts, counts)
    return ranks < most, most


def lot(sample: int, seed: int) -> int:
    """Return the lot of a sample, 64 bits: the same today and tomorrow, on every machine."""
    return int.from_bytes(hashlib.sha256(f"{seed} {sample}".encode()).digest()[:8], "big")
