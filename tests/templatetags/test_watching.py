"""Shares of readings as people read them."""

from recognizer.services.watching.drift import wilson
from recognizer.templatetags.watching import device_name, interval, part_of, whole_percentage


def test_shares_in_words() -> None:
    assert whole_percentage(0.987) == "99 %"
    assert part_of(3, 4) == "75.00 %"
    assert part_of(0, 0) == "–"
    assert interval(wilson(8, 10)) == "49.0–94.3 %"
    assert device_name("touch") == "finger"
