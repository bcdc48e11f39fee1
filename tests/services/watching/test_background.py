"""What a web process does beside its requests is written when the process ends."""

import threading

import pytest

from recognizer.models import ReadingTally, Shadow
from recognizer.services.watching.background import Background
from recognizer.services.watching.load import Load
from recognizer.services.watching.shadow_reader import ShadowReader
from recognizer.services.watching.tallies import Tallies
from tests.services.watching.conftest import ReadingOf

pytestmark = pytest.mark.django_db(transaction=True)


def names() -> set[str]:
    return {thread.name for thread in threading.enumerate()}


def test_all_is_written_at_the_end(reading_of: ReadingOf) -> None:
    counted = Tallies()
    background = Background(ShadowReader(of=Load()), counted)
    background.start()
    assert {"shadow", "tallies"} <= names()
    counted.add(reading_of(), "mouse")
    background.end()
    assert not {"shadow", "tallies"} & names()
    assert ReadingTally.objects.get().readings == 1


def test_a_thread_that_fails_is_told_of_and_holds_up_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    counted = Tallies()

    def broken(*_arguments: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(counted, "flush", broken)
    monkeypatch.setattr(ShadowReader, "run", broken)
    background = Background(ShadowReader(of=Load()), counted)
    background.start()
    background.end()
    assert "Readings by day could not be written." in caplog.text
    assert "The shadow reads no more." in caplog.text
    assert not Shadow.objects.exists()
