"""How far reviewers, contributors and readings agree, and how often readings are wrong."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import F, QuerySet

from recognizer.models import CANNOT_TELL, ClaimKind, Review, Sample, SampleState

CATEGORIES = CANNOT_TELL + 1
"""Answers that there are."""
Z_95 = 1.959964
"""Standard deviations on either side that hold 95 % of a normal distribution."""

Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How far two people agree over the same samples."""

    pairs: int
    share: float | None
    """Of equal answers; None without any pair."""
    kappa: float | None
    """Cohen's: 1 is perfect, 0 what chance would do; None where chance alone agrees always."""


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A share with its 95 % interval."""

    count: int
    total: int

    @property
    def share(self) -> float | None:
        """The share; None of nothing."""
        return self.count / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval of 95 %."""
        return wilson(self.count, self.total)


def agreement_of(pairs: Pairs) -> Agreement:
    """Return the share of equal pairs, and Cohen's kappa: (p − e) / (1 − e).

    "A Coefficient of Agreement for Nominal Scales", Cohen 1960; p is the share of equal pairs, and e what it
    would be if both answered at random, each as often so as he or she did.
    """
    if not pairs:
        return Agreement(pairs=0, share=None, kappa=None)
    table = np.zeros((CATEGORIES, CATEGORIES))
    np.add.at(table, tuple(np.array(pairs).T), 1 / len(pairs))
    share, chance = float(np.trace(table)), float(table.sum(axis=1) @ table.sum(axis=0))
    kappa = None if math.isclose(chance, 1) else (share - chance) / (1 - chance)
    return Agreement(pairs=len(pairs), share=share, kappa=kappa)


def wilson(count: int, total: int, z: float = Z_95) -> tuple[float, float]:
    """Return Wilson's interval of a share (1927): where the true one lies, also for few or none; (0, 1) of 0.

    Parameters
    ----------
    count, total : int
        So many out of so many.
    z : float
        Standard deviations of a normal distribution; 1.96 for 95 %.
    """
    if not total:
        return 0.0, 1.0
    share = count / total
    middle = share + z**2 / (2 * total)
    reach = z * math.sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
    scale = 1 + z**2 / total
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


def reviewer_agreement() -> Agreement:
    """Return how far the first and the second reviewer of each sample agree."""
    first: dict[int, int] = {}
    second: dict[int, int] = {}
    for sample, answer in Review.objects.order_by("pk").values_list("sample", "answer").iterator():
        if sample not in first:
            first[sample] = answer
        else:
            second.setdefault(sample, answer)
    return agreement_of([(first[sample], answer) for sample, answer in second.items()])


def confirmed_by_reviewers(kind: ClaimKind) -> Rate:
    """Return of how many claims of a kind reviewers say the same as the contributor."""
    judged = agreed_samples().filter(claim__kind=kind, said__isnull=False)
    return Rate(count=judged.filter(label=F("said")).count(), total=judged.count())


def live_errors(version_number: int | None = None) -> Rate:
    """Return how often readings are wrong, of one version or of all.

    It is estimated from samples by lot alone, chosen before anything was said: what people correct is wrong
    far more often, and what they confirm far less. Samples on which reviewers do not agree do not count.
    """
    judged = agreed_samples().filter(is_random=True)
    if version_number is not None:
        judged = judged.filter(claim__version_number=version_number)
    return Rate(count=judged.exclude(label=F("read")).count(), total=judged.count())


def agreed_samples() -> QuerySet[Sample]:
    """Return the samples on which reviewers agree."""
    return Sample.objects.filter(state=SampleState.AGREED)
