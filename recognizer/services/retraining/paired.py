"""Paired comparisons of two networks that read the same samples.

Both read every sample, so only those tell them apart that one of them reads rightly and the other does not:
``lost`` of which the version before was right alone, ``gained`` of which the challenger is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

RESAMPLINGS = 10_000
CHUNK = 2_000_000
"""Numbers of a resampling that are held at a time: 16 MB."""
LEVEL = 0.95
NORMAL_QUANTILE = 1.959964
"""Of 97.5 %: half of what is outside of `LEVEL` lies beyond it."""


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Where a difference lies, with the probability `LEVEL`."""

    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """What two networks made of the same samples."""

    n: int
    live: int
    """Samples that the version before reads rightly."""
    lost: int
    """That it alone reads rightly."""
    gained: int
    """That the challenger alone reads rightly."""

    @classmethod
    def of(cls, challenger: NDArray[np.bool_], live: NDArray[np.bool_]) -> "Pairs":
        """Return the counts, given for each sample whether it is read rightly, (n,) each."""
        return cls(
            n=len(live),
            live=int(live.sum()),
            lost=int((live & ~challenger).sum()),
            gained=int((challenger & ~live).sum()),
        )

    @property
    def challenger(self) -> int:
        """Samples that the challenger reads rightly."""
        return self.live - self.lost + self.gained

    @property
    def difference(self) -> float:
        """By how much the challenger's share is larger, from −1 to 1; 0 without samples."""
        return (self.gained - self.lost) / self.n if self.n else 0.0


def mcnemar_exact(lost: int, gained: int) -> float:
    """Return P(X ≥ lost) for X ~ Binomial(lost + gained, 1/2): the one-sided exact test of harm.

    Parameters
    ----------
    lost, gained : int
        Samples that one of the two alone reads rightly, from 0.

    Returns
    -------
    float
        The probability that at least so many would be lost if each of these samples were as likely to be
        gained. Without any it is 1 (McNemar 1947).
    """
    n = lost + gained
    return _tail(n, lost)


def mcnemar_mid_p(lost: int, gained: int) -> float:
    """Return P(X > lost) + P(X = lost) / 2 for X ~ Binomial(lost + gained, 1/2): the mid-p test of harm.

    The exact test errs on the side of whoever is tested: with few samples it finds harm at a level of 5 % in
    less than 5 % of all cases in which there is none. The mid-p value counts half of the case that came, and
    holds the level on average (Lancaster 1961; Fagerland, Lydersen and Laake 2013). Parameters as for
    `mcnemar_exact`.
    """
    n = lost + gained
    return _tail(n, lost) - share_of_ways(n, lost, lost) / 2


def _tail(n: int, least: int) -> float:
    """Return P(X ≥ least) for X ~ Binomial(n, 1/2): the shorter sum, or 1 less it."""
    return 1 - share_of_ways(n, 0, least - 1) if 2 * least <= n else share_of_ways(n, least, n)


def share_of_ways(n: int, first: int, last: int) -> float:
    """Return P(first ≤ X ≤ last) for X ~ Binomial(n, 1/2)."""
    ways, found = 1, 0  # of k samples out of n, in whole numbers: nothing is rounded, however many there are
    for k in range(last + 1):
        found += ways if k >= first else 0
        ways = ways * (n - k) // (k + 1)
    all_ways: int = 2**n
    return found / all_ways


def least_noticed(level: float) -> int:
    """Return how many samples must be lost, and none gained, for `mcnemar_mid_p` to be at most `level`."""
    lost = 1
    while mcnemar_mid_p(lost, 0) > level:
        lost += 1
    return lost


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p values adjusted for being several, in their order (Holm 1979).

    Where all of m hypotheses hold, the probability that any adjusted value is at most α is at most α. The
    smallest is multiplied by m, the next by m − 1, and so on; none falls below one before it.
    """
    adjusted = [1.0] * len(p_values)
    highest = 0.0
    for place, index in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (len(p_values) - place) * p_values[index]))
        adjusted[index] = highest
    return adjusted


def interval_of(pairs: Pairs) -> Interval:
    """Return the interval of the difference of two shares, samples being independent of one another.

    Wald's interval with half a sample added to each of the four kinds of outcome, n* = n + 2:
    d* ± z √(lost* + gained* − (gained* − lost*)² / n*) / n* (Agresti and Min 2005). Without samples it is
    from −1 to 1.
    """
    if not pairs.n:
        return Interval(low=-1.0, high=1.0)
    n, lost, gained = pairs.n + 2, pairs.lost + 0.5, pairs.gained + 0.5
    middle = (gained - lost) / n
    margin = NORMAL_QUANTILE * sqrt(lost + gained - (gained - lost) ** 2 / n) / n
    return Interval(low=max(-1.0, middle - margin), high=min(1.0, middle + margin))


def interval_by_person(
    challenger: NDArray[np.bool_],
    live: NDArray[np.bool_],
    person: NDArray[np.int64],
    *,
    seed: int = 0,
    resamplings: int = RESAMPLINGS,
) -> Interval:
    """Return the interval of the difference of two shares, with people drawn anew instead of samples.

    What one person writes is alike, so samples tell less than their number promises. Here as many people as
    there are are drawn with replacement, each with all his or her samples, again and again; the interval
    reaches from the 2.5 % quantile of the differences to the 97.5 % one (Efron 1979; the "cluster bootstrap",
    Field and Welsh 2007).

    Parameters
    ----------
    challenger, live : ndarray of bool
        (n,), which samples each of the two reads rightly.
    person : ndarray of int
        (n,), who wrote them: any whole numbers from 0.
    seed : int
        The same seed gives the same interval.
    resamplings : int
        How often people are drawn.

    Returns
    -------
    Interval
        Differences as shares of samples, from −1 to 1; −1 to 1 without samples.
    """
    if not len(person):
        return Interval(low=-1.0, high=1.0)
    _, who = np.unique(person, return_inverse=True)
    samples = np.bincount(who).astype(np.float64)
    gains = np.bincount(who, weights=challenger.astype(np.float64) - live)
    people = len(samples)
    rng = np.random.default_rng([seed, people])
    differences: list[NDArray[np.float64]] = []
    size = max(1, CHUNK // people)
    for start in range(0, resamplings, size):
        drawn = rng.integers(0, people, (min(size, resamplings - start), people))
        differences.append(gains[drawn].sum(axis=1) / samples[drawn].sum(axis=1))
    low, high = np.quantile(np.concatenate(differences), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(low=float(low), high=float(high))
