"""Charts of days."""

from datetime import date, timedelta
from xml.etree import ElementTree as ET

from recognizer.admin.watching.charts import MAX_LINES, chart_of_days, chart_of_lines, day_axis
from recognizer.services.watching.drift import estimated_accuracy, wilson
from recognizer.services.watching.series import Found
from recognizer.services.watching.tallies import Sums

FIRST = date(2026, 3, 1)


def found(number: int, *, reviewed: bool = False) -> Found:
    sums = Sums(readings=100, recognized=80, confidence_sum=90.0, variance_sum=9.0)
    return Found(
        key=FIRST + timedelta(days=number),
        readings=100,
        recognized=0.8,
        estimate=estimated_accuracy(sums),
        review=wilson(9, 10) if reviewed else None,
    )


def count(svg: bytes, tag: str, look: str) -> int:
    marks = ET.fromstring(svg).iter(f"{{http://www.w3.org/2000/svg}}{tag}")  # noqa: S314 - our own
    return sum(mark.get("class") == look for mark in marks)


def test_a_day_has_its_estimate_interval_and_review() -> None:
    svg = chart_of_days([found(number, reviewed=number % 2 == 0) for number in range(6)])
    assert count(svg, "polyline", "line c0") == 1
    assert count(svg, "polygon", "band c0") == 1
    assert count(svg, "path", "line c1") == 3
    assert count(svg, "circle", "dot c1") == 3 + 1, "and one in the key"


def test_a_single_day_is_a_dot_with_its_interval() -> None:
    svg = chart_of_days([found(0)])
    assert count(svg, "circle", "dot c0") == 1
    assert count(svg, "path", "line c0") == 1 + 1, "and one in the key"


def test_each_line_has_a_look_of_its_own_as_long_as_there_are_looks() -> None:
    lines = [(str(name), [found(0), found(1)]) for name in range(MAX_LINES + 2)]
    svg = chart_of_lines(lines)
    for place in range(MAX_LINES):
        assert count(svg, "polyline", f"line c{place} dash{place}") == 1


def test_the_last_day_is_named_and_not_too_many_are() -> None:
    axis = day_axis([found(number) for number in range(31)], 4)
    assert [label for _tick, label in axis.ticks] == ["March 31", "March 23", "March 15", "March 7"]
