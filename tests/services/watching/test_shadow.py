"""One version reads in the shadow at a time, until it is stopped, live or gone."""

import pytest

from recognizer.models import ModelVersion, Shadow, Status
from recognizer.services.errors import NotPossibleNow
from recognizer.services.release.activation import activate
from recognizer.services.watching.shadow import running_shadow, start_shadow, stop_shadow

pytestmark = pytest.mark.django_db


def test_it_starts_and_stops(good: ModelVersion) -> None:
    assert running_shadow() is None
    start_shadow(good, share=30, by="ada")
    shadow = running_shadow()
    assert shadow is not None
    assert (shadow.version, shadow.share, shadow.started_by_name) == (good, 30, "ada")
    stop_shadow(good)
    assert running_shadow() is None
    assert Shadow.objects.get().ended_at is not None


def test_another_takes_its_place(good: ModelVersion, untrained: ModelVersion) -> None:
    start_shadow(good, share=30)
    start_shadow(untrained, share=10)
    assert [shadow.version for shadow in Shadow.objects.filter(ended_at=None)] == [untrained]


def test_a_new_share_leaves_what_was_counted(good: ModelVersion) -> None:
    start_shadow(good, share=30)
    Shadow.objects.update(readings=5)
    assert start_shadow(good, share=60).readings == 5
    assert Shadow.objects.get().share == 60


def test_one_that_had_ended_begins_anew(good: ModelVersion) -> None:
    start_shadow(good, share=30)
    Shadow.objects.update(readings=5, agreed=4)
    stop_shadow(good)
    start_shadow(good, share=30)
    shadow = Shadow.objects.get()
    assert (shadow.readings, shadow.agreed, shadow.ended_at) == (0, 0, None)


@pytest.mark.parametrize("share", [0, 101])
def test_the_share_is_one_to_a_hundred(good: ModelVersion, share: int) -> None:
    with pytest.raises(NotPossibleNow, match=f"found {share}"):
        start_shadow(good, share=share)


@pytest.mark.parametrize("status", [Status.ACTIVE, Status.TRAINING, Status.FAILED])
def test_only_what_could_be_live_and_is_not(good: ModelVersion, status: Status) -> None:
    ModelVersion.objects.filter(status=Status.ACTIVE).update(status=Status.RETIRED)
    ModelVersion.objects.filter(pk=good.pk).update(status=status)
    with pytest.raises(NotPossibleNow, match=f"is {status}: only one that could be live"):
        start_shadow(good, share=10)


def test_going_live_ends_it(good: ModelVersion) -> None:
    start_shadow(good, share=10)
    activate(good)
    assert Shadow.objects.get().ended_at is not None


def test_another_going_live_does_not(good: ModelVersion, untrained: ModelVersion) -> None:
    start_shadow(untrained, share=10)
    activate(good)
    assert running_shadow() is not None


def test_deleting_the_version_ends_it(good: ModelVersion) -> None:
    start_shadow(good, share=10)
    good.delete()
    assert running_shadow() is None
