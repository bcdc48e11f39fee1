"""Pauses grow, for a bit more than a day."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.http import http_date

from recognizer.services.webhooks.retries import (
    JITTER,
    LONGEST_ASKED,
    MAX_ATTEMPTS,
    asked_pause,
    pause_after,
)


def test_pauses_grow_from_half_a_minute_to_most_of_a_day() -> None:
    pauses = [pause_after(attempts, longer=0) for attempts in range(1, MAX_ATTEMPTS)]
    assert pauses[:3] == [timedelta(seconds=30), timedelta(seconds=90), timedelta(seconds=270)]
    total = sum((pause for pause in pauses if pause), timedelta())
    assert timedelta(days=1) < total < timedelta(days=1.5)


def test_after_the_last_attempt_there_is_none() -> None:
    assert pause_after(MAX_ATTEMPTS - 1) is not None
    assert pause_after(MAX_ATTEMPTS) is None


def test_what_failed_together_does_not_come_back_together() -> None:
    pauses = {pause_after(1) for _ in range(100)}
    assert len(pauses) > 50
    least, most = timedelta(seconds=30), timedelta(seconds=30 * (1 + JITTER))
    assert all(pause is not None and least <= pause <= most for pause in pauses)


def test_a_pause_is_at_least_as_long_as_a_receiver_asks() -> None:
    assert pause_after(1, longer=0, asked=timedelta(minutes=5)) == timedelta(minutes=5)
    assert pause_after(3, longer=0, asked=timedelta(seconds=1)) == timedelta(seconds=270)
    assert pause_after(MAX_ATTEMPTS, asked=timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    ("said", "pause"),
    [
        ("120", timedelta(minutes=2)),
        (" 0 ", timedelta(0)),
        ("9" * 5000, LONGEST_ASKED),
        (http_date(0), timedelta(0)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_ASKED),
        ("soon", None),
        ("-1", None),
        ("1.5", None),
        ("\u0661", None),
        ("", None),
        (None, None),
    ],
)
def test_what_a_receiver_asks_is_a_number_of_seconds_or_a_date(
    said: str | None, pause: timedelta | None
) -> None:
    assert asked_pause(said) == pause


def test_until_a_date_is_as_long_as_it_lasts() -> None:
    in_an_hour = http_date((timezone.now() + timedelta(hours=1)).timestamp())
    pause = asked_pause(in_an_hour)
    assert pause is not None
    assert timedelta(minutes=50) < pause <= timedelta(hours=1)
