"""`sort_samples` says what it has done, and why it cannot."""

import io

import pytest
from django.core.management import CommandError, call_command

from recognizer.models import ModelVersion, Status
from recognizer.services.feedback import sorting
from recognizer.services.recognition.live import live_model
from tests.support.given import sample

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "known_digits", lambda _version: [])


def test_it_says_how_many_are_left() -> None:
    for _ in range(3):
        sample()
    said = io.StringIO()
    call_command("sort_samples", most=2, stdout=said)
    assert said.getvalue() == "Samples sorted: 2, marked: 0, left: 1.\n"


def test_a_number_below_one_is_refused() -> None:
    with pytest.raises(CommandError, match=r"^--most: expected 1 or more, found 0\.$"):
        call_command("sort_samples", most=0)


def test_without_a_live_version_it_says_so() -> None:
    ModelVersion.objects.filter(status=Status.ACTIVE).update(status=Status.RETIRED)
    live_model.forget()
    with pytest.raises(CommandError, match="No model version is active"):
        call_command("sort_samples")
