"""Readings of the last weeks: estimated, and as people found them."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from recognizer.models import Claim, ClaimKind, Contributor, Part, ReadingTally, Sample, SampleState
from recognizer.services.watching.series import Reviewed, log_falls, series_since
from recognizer.services.watching.tallies import Kind

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 31)


def tally(
    ago: int, *, version: int = 1, device: str = "mouse", readings: int = 100, sure: float = 0.9
) -> None:
    ReadingTally.objects.create(
        day=TODAY - timedelta(days=ago),
        version_number=version,
        device=device,
        readings=readings,
        recognized=readings // 2,
        confidence_sum=readings * sure,
        variance_sum=readings * sure * (1 - sure),
    )


def reviewed(
    *digits: tuple[int, int], state: str = SampleState.AGREED, ago: int = 0, random: bool = True
) -> None:
    """Keep a reading by lot, whose digits were read and labelled so."""
    contributor, _ = Contributor.objects.get_or_create(digest="ab" * 32, part=Part.TRAINING, consent=1)
    claim = Claim.objects.create(
        reading=uuid4(),
        contributor=contributor,
        at=datetime(2026, 3, 31, 12, tzinfo=UTC) - timedelta(days=ago),
        kind=ClaimKind.UNSAID,
        device="mouse",
        confidence=0.9,
        verdict="recognized",
        version_number=1,
        strokes=[],
    )
    for position, (read, label) in enumerate(digits):
        Sample.objects.create(
            claim=claim,
            position=position,
            tile=b"",
            read=read,
            confidence=0.9,
            margin=0.5,
            is_random=random,
            state=state,
            label=label if state == SampleState.AGREED else None,
        )


def test_what_was_read_is_told_by_day_version_and_device() -> None:
    tally(1)
    tally(0, sure=0.8)
    tally(0, version=2, device="pen", readings=300, sure=1.0)
    series = series_since(TODAY - timedelta(days=1))
    yesterday, today = series.by("day")
    assert (yesterday.key, today.key) == (TODAY - timedelta(days=1), TODAY)
    assert (today.readings, today.recognized) == (400, 0.5)
    assert today.estimate.share == pytest.approx(0.95)
    assert [(found.key, found.readings) for found in series.by("version_number")] == [(1, 200), (2, 300)]
    assert [(found.key, found.readings) for found in series.by("device")] == [("mouse", 200), ("pen", 300)]
    assert [found.key for found in series.of("device", "pen").by("day")] == [TODAY]


def test_older_days_are_left_out() -> None:
    tally(2)
    assert series_since(TODAY - timedelta(days=1)).by("day") == []


def test_review_tells_which_readings_are_right_as_a_whole() -> None:
    tally(0)
    reviewed((7, 7), (1, 1))
    reviewed((7, 7), (1, 7))
    reviewed((10, 10))
    reviewed((7, 7), state=SampleState.WAITING)
    reviewed((7, 1), random=False)
    reviewed((7, 7), ago=1)
    series = series_since(TODAY)
    assert series.reviews == {Kind(TODAY, 1, "mouse"): Reviewed(right=2, readings=3)}
    (found,) = series.by("day")
    assert found.review is not None
    assert found.review.count == 3
    assert found.review.share == pytest.approx(2 / 3)


def test_a_reading_half_reviewed_does_not_count_yet() -> None:
    tally(0)
    reviewed((7, 7), (1, 1))
    Sample.objects.filter(position=1).update(state=SampleState.DISPUTED, label=None)
    assert series_since(TODAY).by("day")[0].review is None


def test_a_fall_is_logged_with_the_device_that_it_is_of(caplog: pytest.LogCaptureFixture) -> None:
    for ago in range(20):
        tally(ago, readings=5000)
        tally(ago, device="pen", readings=1000, sure=0.9 if ago >= 3 else 0.7)
    found = log_falls(TODAY)
    assert [device for device, _fall in found] == ["", "pen"]
    assert "Fewer readings seem right (pen): about 70.00 % in the last 3 days, 90.00 %" in caplog.text
    assert "Fewer readings seem right: about 86.67 %" in caplog.text


def test_without_one_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    for ago in range(20):
        tally(ago)
    assert log_falls(TODAY) == []
    assert not caplog.text
