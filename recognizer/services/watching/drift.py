"""How often readings are right, estimated without labels, and whether that has fallen.

Confidence-based performance estimation (CBPE): where confidence is calibrated, its mean over readings is the
share of them that is right. Garg, Balakrishnan, Lipton, Neyshabur and Sedghi (2022, arXiv:2201.04234) call it
average confidence and compare it with other ways to do without labels; it holds as far as the
calibration does, so what people find of readings drawn by lot is told beside it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from recognizer.services.watching.tallies import Sums

Z_95 = 1.959963984540054
"""Of a 95 % interval: so many standard deviations to either side."""

RECENT_DAYS = 3
"""The latest days, which are compared with those before."""
BASE_DAYS = 28
"""The days before them."""
MIN_BASE_DAYS = 14
"""Of those, days with readings, lest the chance of a few days pass for a trend."""
MIN_READINGS = 100
"""Of the latest days."""
MIN_DROP = 0.005
"""A smaller fall is nobody's business, however certain it is."""
LIMIT = 4.0
"""How many standard errors a fall has to be: it is looked at daily, for all readings and for each device."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """A share of readings, with its 95 % interval; all from 0 to 1."""

    count: int
    """Readings that it is a share of."""
    share: float
    low: float
    high: float


def estimated_accuracy(sums: Sums) -> Share:
    """
    Estimate how many readings are right, by their confidence alone.

    The estimate is the mean confidence, Σ c / n. Given the confidences, the number of right readings is a sum
    of independent Bernoulli variables, whose variance is Σ c (1 − c).

    Parameters
    ----------
    sums
        Of at least one reading.

    Returns
    -------
    Share
        The estimate, and an interval in which the true share lies in 95 % of cases, if confidence is
        calibrated.
    """
    mean = sums.confidence_sum / sums.readings
    half = Z_95 * math.sqrt(max(sums.variance_sum, 0.0)) / sums.readings
    return Share(count=sums.readings, share=mean, low=max(mean - half, 0.0), high=min(mean + half, 1.0))


def wilson(right: int, count: int) -> Share:
    """
    Return a share that was counted, with Wilson's interval.

    Wilson, "Probable inference, the law of succession, and statistical inference" (1927): unlike the usual
    one it is not empty where all are right.

    Parameters
    ----------
    right, count
        So many of so many; ``count`` is at least 1.
    """
    share, z2 = right / count, Z_95**2
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = Z_95 / (1 + z2 / count) * math.sqrt(share * (1 - share) / count + z2 / (4 * count**2))
    return Share(count=count, share=share, low=max(middle - half, 0.0), high=min(middle + half, 1.0))


@dataclass(frozen=True, kw_only=True)
class Fall:
    """The estimate of the latest days lies significantly below that of the weeks before."""

    before: float
    """Mean confidence of the weeks before, from 0 to 1."""
    now: float
    """Mean confidence of the latest days."""
    errors: float
    """The fall in standard errors."""
    readings: int
    """Of the latest days."""


def fall_of(days: Mapping[date, Sums], today: date) -> Fall | None:
    """
    Compare the latest days with the weeks before.

    With n readings whose confidences have the variance s², a mean has the variance s² / n, if readings were
    independent. Those of one day are not: the same people draw on it. So the variance is multiplied by how
    much more the days before differ among themselves than it says, φ = Σ n_d (m_d − m)² / (s² (D − 1)), at
    least 1 (Pearson's estimate of overdispersion; McCullagh and Nelder 1989,
    section 4.5).

    Parameters
    ----------
    days
        The sums of each day with readings; others are left out.
    today
        The last of the latest `RECENT_DAYS` days.

    Returns
    -------
    Fall or None
        None where nothing has fallen by `LIMIT` standard errors and `MIN_DROP`, or too little was read.
    """
    since = today - timedelta(days=RECENT_DAYS - 1)
    recent = [sums for day, sums in days.items() if since <= day <= today and sums.readings]
    base = [
        sums
        for day, sums in days.items()
        if since - timedelta(days=BASE_DAYS) <= day < since and sums.readings
    ]
    if len(base) < MIN_BASE_DAYS or sum(sums.readings for sums in recent) < MIN_READINGS:
        return None
    now, before = sum(recent, Sums()), sum(base, Sums())
    mean_now, mean_before = mean_of(now), mean_of(before)
    drop = mean_before - mean_now
    variance = variance_of(before)
    spread = sum(sums.readings * (mean_of(sums) - mean_before) ** 2 for sums in base) / (len(base) - 1)
    error = math.sqrt(max(variance, spread) * (1 / now.readings + 1 / before.readings))
    if drop < MIN_DROP or drop <= LIMIT * error:
        return None
    errors = drop / error if error else math.inf
    return Fall(before=mean_before, now=mean_now, errors=errors, readings=now.readings)


def mean_of(sums: Sums) -> float:
    """Return the mean confidence m = Σ c / n."""
    return sums.confidence_sum / sums.readings


def variance_of(sums: Sums) -> float:
    """Return the variance of confidence, Σ c² / n − m², where Σ c² = Σ c − Σ c (1 − c)."""
    squares = (sums.confidence_sum - sums.variance_sum) / sums.readings
    return max(squares - mean_of(sums) ** 2, 0.0)
