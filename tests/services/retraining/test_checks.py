"""From pairs to outcomes: large groups by the margin, small ones by the test, tiny ones not at all."""

import numpy as np
import pytest
from pytest_django import Settings

from recognizer.phrases import Phrase
from recognizer.services.retraining.checks import Comparison, Record, better, is_small, no_worse


@pytest.fixture(autouse=True)
def _margin(settings: Settings) -> None:
    settings.ACTIVATION_MARGIN = 0.2


def comparison(n: int, *, lost: int = 0, gained: int = 0, people: int | None = None) -> Comparison:
    """Return samples of which some are lost and some gained; the live version is right on the rest."""
    live = np.ones(n, bool)
    live[lost : lost + gained] = False
    challenger = np.ones(n, bool)
    challenger[:lost] = False
    person = None if people is None else np.arange(n) * people // max(1, n)
    title = Phrase("A set")
    return Comparison(name="set", title=title, group="sets", challenger=challenger, live=live, person=person)


def judged(n: int, **counts: int) -> Record:
    (record,) = no_worse([comparison(n, **counts)])
    return record


def test_a_large_group_may_fall_by_the_margin_and_no_further() -> None:
    assert judged(10_000, lost=30, gained=10).passed is True
    found = judged(10_000, lost=31, gained=10)
    assert found.passed is False
    assert found.finding == "Worse by more than 0.2 percentage points."
    assert (found.challenger, found.live) == (0.9969, 0.9990)


def test_where_the_margin_is_a_few_samples_the_test_decides() -> None:
    assert not is_small(2500)
    assert is_small(2499)
    assert judged(1000, lost=3).passed is True
    assert judged(1000, lost=9, gained=7).passed is True
    found = judged(1000, lost=12, gained=2)
    assert found.passed is False
    assert found.p < 0.05
    assert found.finding == "Worse: 12 read wrongly that were right before, 2 the other way round."


@pytest.mark.parametrize("n", [1, 3, 10, 15])
def test_a_tiny_group_does_not_pass_for_being_tiny(n: int) -> None:
    found = judged(n)
    assert found.passed is None
    assert found.finding == "Too few to tell: only a loss of 4 or more would be noticed."
    assert judged(16).passed is True


def test_harm_that_is_plain_is_found_even_there() -> None:
    assert judged(6, lost=5).passed is False


def test_nothing_is_nothing() -> None:
    found = judged(0)
    assert found.passed is None
    assert found.finding == "Nothing to compare."
    assert (found.challenger, found.live, found.low, found.high) == (None, None, -1.0, 1.0)


def test_groups_that_are_tested_together_have_the_level_together() -> None:
    lost = comparison(1000, lost=5)  # p = 1/64 alone
    assert no_worse([lost])[0].passed is False
    together = no_worse([lost, *[comparison(1000, lost=2, gained=2)] * 9])
    assert [record.passed for record in together] == [True] * 10
    assert together[0].p == pytest.approx(10 / 64)
    assert no_worse([comparison(1000, lost=9), *[comparison(1000)] * 9])[0].passed is False


def test_without_a_margin_every_group_is_tested(settings: Settings) -> None:
    settings.ACTIVATION_MARGIN = 0
    assert judged(10_000, lost=31, gained=10).passed is False
    assert judged(10_000, lost=5, gained=4).passed is True


@pytest.mark.parametrize(
    ("n", "people", "counts", "finding"),
    [
        (49, 20, {"gained": 40}, "Not enough to tell: 49 samples of 20 people; 50 of 10 are needed."),
        (400, 9, {"gained": 200}, "Not enough to tell: 400 samples of 9 people; 50 of 10 are needed."),
        (0, 0, {}, "Not enough to tell: 0 samples of 0 people; 50 of 10 are needed."),
        (400, 20, {"gained": 4, "lost": 3}, "Not shown to be better: the difference may be chance."),
        (400, 20, {}, "Not shown to be better: the difference may be chance."),
        (400, 20, {"lost": 100}, "Worse."),
    ],
)
def test_better_has_to_be_shown(n: int, people: int, counts: dict[str, int], finding: str) -> None:
    found = better(comparison(n, people=people, **counts))
    assert found.passed is False
    assert found.finding == finding


def test_and_is_where_the_whole_interval_lies_above_zero() -> None:
    found = better(comparison(400, people=20, gained=200))
    assert found.passed is True
    assert 0 < found.low < 0.5 < found.high


def test_a_record_is_kept_with_its_sentences_as_phrases() -> None:
    kept = judged(10).to_json()
    assert kept["title"] == {"template": "A set", "values": {}}
    assert kept["finding"]["values"] == {"least": 4}


def test_a_few_people_who_all_did_the_same_do_not_make_it_certain() -> None:
    nobody = comparison(10, people=10).interval
    assert nobody.low < -0.1
    assert nobody.high > 0.1
    everybody = comparison(10, people=10, gained=10).interval
    assert everybody.low < 0.9
    assert everybody.high == 1.0
