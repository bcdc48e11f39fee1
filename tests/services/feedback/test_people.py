"""Contributors whom reviewers contradict, or who flood the site."""

import pytest

from recognizer.models import SampleState
from recognizer.services.feedback import suspicion
from recognizer.services.feedback.people import conspicuous_people
from recognizer.services.feedback.suspicion import Mark
from tests.support.given import claim, contributor, sample

pytestmark = pytest.mark.django_db


def give(name: str, labels: list[int], *, said: int = 7) -> None:
    """Let a person give samples, on whose labels reviewers agree."""
    of = claim(contributor(name))
    for position, label in enumerate(labels):
        sample(of=of, position=position, said=said, state=SampleState.AGREED, label=label)


def test_who_is_mostly_contradicted_is_told() -> None:
    give("honest", [7, 7, 7, 7, 1])
    give("prankster", [1, 1, 1, 7, 7])
    give("newcomer", [1, 1])
    (found,) = conspicuous_people()
    assert found.contributor == contributor("prankster")
    assert (found.samples, found.judged, found.contradicted) == (5, 5, 3)
    assert found.marks == [Mark.CONTRADICTED]


def test_only_what_reviewers_agree_on_counts() -> None:
    of = claim(contributor("waiting"))
    for position in range(6):
        sample(of=of, position=position, said=7, read=1)
    assert conspicuous_people() == []


def test_who_floods_the_site_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suspicion, "MIN_FLOOD", 12)
    for name in ("one", "two", "three"):
        give(name, [7])
    give("flood", [7] * 12)
    (found,) = conspicuous_people()
    assert (found.contributor, found.samples) == (contributor("flood"), 12)
    assert found.marks == [Mark.FLOOD]
