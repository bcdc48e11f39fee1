"""Agreement of reviewers, of contributors with them, and how often readings are wrong."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from recognizer.models import CANNOT_TELL, ClaimKind, Review, Sample, SampleState
from recognizer.services.feedback.agreement import (
    agreement_of,
    confirmed_by_reviewers,
    live_errors,
    reviewer_agreement,
    wilson,
)
from tests.support.given import claim, sample


def agreed(label: int, *, version: int = 1, kind: ClaimKind = ClaimKind.CONFIRMED, **changes: Any) -> Sample:
    of = claim(version_number=version, kind=kind)
    return sample(of=of, state=SampleState.AGREED, label=label, **changes)


def test_kappa_by_hand() -> None:
    """Of 10 pairs, 7 are equal; one says 3 in 6 and 8 in 4, the other 3 in 5 and 8 in 5: chance agrees in
    0.6 · 0.5 + 0.4 · 0.5 = 0.5, so kappa is (0.7 − 0.5) / (1 − 0.5) = 0.4."""
    pairs = [(3, 3)] * 4 + [(8, 8)] * 3 + [(3, 8)] * 2 + [(8, 3)]
    found = agreement_of(pairs)
    assert found.pairs == 10
    assert found.share == pytest.approx(0.7)
    assert found.kappa == pytest.approx(0.4)


def test_kappa_at_its_ends() -> None:
    assert agreement_of([(1, 1), (2, 2), (CANNOT_TELL, CANNOT_TELL)]).kappa == pytest.approx(1)
    assert agreement_of([(1, 2), (2, 1)]).kappa == pytest.approx(-1)
    always = agreement_of([(1, 1), (1, 1)])
    assert always.share == pytest.approx(1)
    assert always.kappa is None
    nothing = agreement_of([])
    assert (nothing.pairs, nothing.share, nothing.kappa) == (0, None, None)


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 100, 0.0215, 0.1118)],
)
def test_wilsons_interval(count: int, total: int, low: float, high: float) -> None:
    """0 of n ends at z² / (n + z²): 3.8415 / 13.8415 = 0.2775."""
    assert wilson(count, total) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.django_db
def test_the_first_opinion_is_held_against_the_second() -> None:
    people = [User.objects.create_user(name) for name in "abc"]
    for answers in ([7, 7], [7, 1, 1], [3]):
        one = sample()
        for person, answer in zip(people, answers, strict=False):
            Review.objects.create(sample=one, reviewer=person, reviewer_name=person.username, answer=answer)
    found = reviewer_agreement()
    assert found.pairs == 2
    assert found.share == pytest.approx(0.5)


@pytest.mark.django_db
def test_claims_are_held_against_the_reviewers() -> None:
    agreed(7, said=7, kind=ClaimKind.CORRECTED)
    agreed(1, said=7, kind=ClaimKind.CORRECTED)
    agreed(1, said=1)
    agreed(1, said=None, kind=ClaimKind.UNSAID)
    sample(said=1)
    corrected, confirmed = (
        confirmed_by_reviewers(kind) for kind in (ClaimKind.CORRECTED, ClaimKind.CONFIRMED)
    )
    assert (corrected.count, corrected.total, corrected.share) == (1, 2, 0.5)
    assert (confirmed.count, confirmed.total) == (1, 1)


@pytest.mark.django_db
def test_errors_are_estimated_from_samples_by_lot_alone() -> None:
    agreed(7, read=7, is_random=True)
    agreed(7, read=1, is_random=True)
    agreed(7, read=1, is_random=True, version=2)
    agreed(7, read=1)  # was corrected
    sample(read=1, is_random=True, state=SampleState.UNUSABLE)
    of_all, of_first, of_third = live_errors(), live_errors(1), live_errors(3)
    assert (of_all.count, of_all.total) == (2, 3)
    assert (of_first.count, of_first.total) == (1, 2)
    assert (of_third.share, of_third.interval) == (None, (0.0, 1.0))
