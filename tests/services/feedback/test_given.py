"""What a contributor gave is shown to nobody else."""

import pytest

from recognizer.models import Disagreement, ModelVersion, Shadow
from recognizer.services.errors import NothingGiven
from recognizer.services.feedback.given import all_claims_of, claim_of, claims_of, disagreements_of
from tests.support.gifts import claimed

pytestmark = pytest.mark.django_db


def test_a_claim_is_found_by_its_own_contributor_alone() -> None:
    claim, other = claimed(), claimed()
    assert claim_of(claim.contributor, claim.pk) == claim
    with pytest.raises(NothingGiven, match=r"You have given nothing of this number\."):
        claim_of(other.contributor, claim.pk)


def test_a_page_is_shown_without_strokes_which_may_be_many() -> None:
    claim = claimed()
    (shown,) = claims_of(claim.contributor)
    assert "strokes" in shown.get_deferred_fields()
    (whole,) = all_claims_of(claim.contributor)
    assert not whole.get_deferred_fields()


def test_disagreements_are_ones_own() -> None:
    contributor, other = claimed().contributor, claimed().contributor
    shadow = Shadow.objects.create(version=ModelVersion.objects.get(), share=10)
    kept = [
        Disagreement.objects.create(
            shadow=shadow,
            contributor=whose,
            live_number=1,
            live_text="7",
            live_confidence=0.5,
            shadow_text="1",
            shadow_confidence=0.5,
            strokes=[[[0, 0], [1, 1]]],
        )
        for whose in (contributor, other)
    ]
    assert list(disagreements_of(contributor)) == kept[:1]
