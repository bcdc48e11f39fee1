"""Facts of model versions as people read them."""

import pytest
from django.utils.translation import override

from recognizer.templatetags.versions import (
    breakable,
    duration,
    milliseconds,
    percentage,
    plain,
    shape,
    thousands,
)


def test_a_share_is_a_percentage_with_two_places() -> None:
    assert percentage(0.98126) == "98.13 %"
    assert percentage(1) == "100.00 %"
    assert percentage(None) == "–"


def test_no_share_of_ten_thousand_is_shown_as_less_than_it_is() -> None:
    """A hundred times 0.57 is a little less than 57 to a computer."""
    assert [percentage(n / 10_000) for n in range(10_001)] == [
        f"{n // 100}.{n % 100:02} %" for n in range(10_001)
    ]


def test_thousands_are_grouped() -> None:
    assert thousands(1_411_611) == "1,411,611"
    assert thousands(999) == "999"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.123, "0.12 ms"),
        (9.994, "9.99 ms"),
        (9.999, "10.0 ms"),
        (12.34, "12.3 ms"),
        (99.96, "100 ms"),
        (123.4, "123 ms"),
    ],
)
def test_a_time_has_three_figures(value: float, said: str) -> None:
    assert milliseconds(value) == said


@pytest.mark.parametrize(
    ("seconds", "said", "chinese"),
    [
        (0.4, "0 s", "0 秒"),
        (59.6, "1 min 0 s", "1 分 0 秒"),
        (754.2, "12 min 34 s", "12 分 34 秒"),
        (3995.3, "1 h 6 min", "1 小时 6 分"),
    ],
)
def test_a_duration_is_said_in_its_two_largest_units(seconds: float, said: str, chinese: str) -> None:
    assert duration(seconds) == said
    with override("zh-hans"):
        assert duration(seconds).replace(" ", "") == chinese.replace(" ", "")


def test_a_shape_is_its_lengths() -> None:
    assert shape([28, 28, 1]) == "28 × 28 × 1"
    assert shape([]) == shape(None) == "–"


def test_a_long_name_breaks_behind_its_joints_and_nowhere_else() -> None:
    assert breakable("a_b.c<d>") == "a_<wbr>b.<wbr>c&lt;d&gt;"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "–"),
        ("", "–"),
        (True, "yes"),
        (0, "0"),
        ([1, [2, None]], "1, 2, –"),
        ({"rotation": 5, "on": False}, "rotation 5, on no"),
    ],
)
def test_a_value_is_said_in_words(value: object, said: str) -> None:
    assert plain(value) == said
