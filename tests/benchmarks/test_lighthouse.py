"""What `make lighthouse` makes of the reports of Lighthouse."""

from typing import Any

from benchmarks.lighthouse import CATEGORIES, GOAL, PAGES, TIMES, costs, is_good, line, score

BLOCKED = {"title": "Total Blocking Time", "score": 0.6, "displayValue": "550 ms", "numericValue": 550.0}
PAINTED = {"title": "First Contentful Paint", "score": 0.97, "displayValue": "1.3 s", "numericValue": 1340.0}
LARGEST = {
    "title": "Largest Contentful Paint",
    "score": 0.91,
    "displayValue": "2.3 s",
    "numericValue": 2270.0,
}


def report_of(performance: float) -> dict[str, Any]:
    audits = dict(zip(TIMES, (PAINTED, LARGEST, BLOCKED), strict=True))
    parts = [{"id": name, "weight": 10} for name in TIMES]
    return {
        "categories": {
            name: {"score": performance if name == "performance" else 1, "auditRefs": parts}
            for name in CATEGORIES
        },
        "audits": audits,
    }


def test_scores_are_those_that_lighthouse_shows() -> None:
    report = report_of(0.956)
    assert [score(report, category) for category in CATEGORIES] == [96, 100, 100]


def test_a_page_has_a_line_with_medians_of_its_turns() -> None:
    reports = [report_of(share) for share in (0.84, 0.97, 0.95)]
    assert line("/inside/", reports) == "| `/inside/` | 95 | 100 | 100 | 1.34 s | 2.27 s | 0.55 s |"
    assert is_good(reports)


def test_a_page_below_the_goal_is_told_with_what_cost_it() -> None:
    reports = [report_of((GOAL - 1) / 100)]
    assert not is_good(reports)
    assert set(costs(reports[0])) == {"Total Blocking Time 550 ms"}


def test_every_lesson_is_measured() -> None:
    assert {"/", "/inside/", "/learn/backpropagation/"} <= set(PAGES)
