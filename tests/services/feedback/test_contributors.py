"""Contributors are known by a hash, and drawn for a part that they cannot choose."""

from collections import Counter

import pytest
from pytest_django.fixtures import Settings

from recognizer.models import Contributor, Part
from recognizer.services.errors import NothingGiven
from recognizer.services.feedback.contributors import (
    contributor_of,
    digest_of,
    locked_contributor,
    part_of,
)
from tests.support.gifts import new_name


def test_of_a_thousand_people_about_sixty_per_cent_are_for_training() -> None:
    counts = Counter(part_of(digest_of(f"person {number}")) for number in range(4_000))
    assert counts[Part.TRAINING] / 4_000 == pytest.approx(0.60, abs=0.03)
    assert counts[Part.VALIDATION] / 4_000 == pytest.approx(0.15, abs=0.03)
    assert counts[Part.HOLDOUT] / 4_000 == pytest.approx(0.25, abs=0.03)


def test_who_does_not_know_the_sites_key_cannot_tell_the_part(settings: Settings) -> None:
    digests = [digest_of(f"person {number}") for number in range(200)]
    here = [part_of(digest) for digest in digests]
    settings.SECRET_KEY = "another"
    assert [part_of(digest) for digest in digests] != here


@pytest.mark.django_db
def test_a_contributor_stays_the_same_person() -> None:
    name = new_name()
    first = locked_contributor(name, consent=1)
    assert locked_contributor(name, consent=1) == first == contributor_of(name)
    assert first.part == part_of(digest_of(name))


@pytest.mark.django_db
def test_whoever_comes_back_is_not_drawn_anew() -> None:
    names = [new_name() for _ in range(30)]
    before = [locked_contributor(name, consent=1).part for name in names]
    Contributor.objects.all().delete()
    assert [locked_contributor(name, consent=1).part for name in names] == before


@pytest.mark.django_db
def test_the_name_itself_is_not_kept() -> None:
    name = new_name()
    locked_contributor(name, consent=1)
    kept = Contributor.objects.values().get()
    assert kept["digest"] == digest_of(name)
    assert name not in str(kept)


@pytest.mark.django_db
def test_a_name_by_which_nothing_was_given_is_unknown() -> None:
    with pytest.raises(NothingGiven, match=r"Nobody of this name has given anything\."):
        contributor_of(new_name())
