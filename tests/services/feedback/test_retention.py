"""What people gave is kept for as long as they were told."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from recognizer import tasks
from recognizer.models import Claim, Contributor, DataSet, Sample
from recognizer.services.feedback.retention import remove_old_gifts
from tests.support.gifts import claimed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ten_days(settings: Settings) -> None:
    settings.FEEDBACK_DAYS = 10


def old_claim(days: int) -> Claim:
    claim = claimed()
    at = timezone.now() - timedelta(days=days)
    Claim.objects.filter(pk=claim.pk).update(at=at)
    Contributor.objects.filter(pk=claim.contributor_id).update(created_at=at)
    return claim


def put_into_data_set(claim: Claim, state: str = "ready") -> None:
    claim.samples.update(state="agreed", label=7, agreed_at=timezone.now())
    made = DataSet.objects.create(name="a", sha256="a" * 64, state=state)
    made.contributors.add(claim.contributor)


def test_what_is_old_goes_with_its_contributor_and_what_is_younger_stays() -> None:
    old_claim(11)
    young = old_claim(9)
    remove_old_gifts()
    assert (Claim.objects.get(), Contributor.objects.get()) == (young, young.contributor)
    assert Sample.objects.count() == 1


def test_what_is_in_a_data_set_stays() -> None:
    claim = old_claim(11)
    put_into_data_set(claim)
    remove_old_gifts()
    assert Claim.objects.get() == claim


def test_what_is_in_a_data_set_that_was_withdrawn_goes() -> None:
    put_into_data_set(old_claim(11), state="withdrawn")
    remove_old_gifts()
    assert not Claim.objects.exists()


def test_of_somebody_in_a_data_set_goes_what_nobody_agreed_on() -> None:
    claim = old_claim(11)
    put_into_data_set(claim)
    claim.samples.update(state="waiting", label=None)
    remove_old_gifts()
    assert not Claim.objects.exists()
    assert Contributor.objects.exists()


def test_agreed_samples_that_no_data_set_took_go() -> None:
    claim = old_claim(11)
    claim.samples.update(state="agreed", label=7, agreed_at=timezone.now())
    remove_old_gifts()
    assert not Claim.objects.exists()


def test_a_worker_removes_it_when_it_starts() -> None:
    old_claim(11)
    tasks.remove_expired()
    assert not Claim.objects.exists()
