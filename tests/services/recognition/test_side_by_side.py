"""One drawing, several versions."""

from pathlib import Path

import pytest

from recognizer.models import ModelVersion, Status
from recognizer.services.errors import VersionRefused
from recognizer.services.evaluation.smoke_digits import STROKES
from recognizer.services.recognition import side_by_side, version_cache
from recognizer.services.recognition.reading import Reading, recognize_strokes
from recognizer.services.recognition.side_by_side import MAX_READERS, read_side_by_side
from recognizer.services.recognition.version_cache import VersionCache
from recognizer.services.versions.file_store import path_of
from recognizer.services.versions.registry import LoadedVersion, load_version, register_file
from tests.support.versions import register_good_version, write_untrained_network

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "version_cache", VersionCache())


def test_each_version_reads_as_it_would_alone(tmp_path: Path) -> None:
    active = ModelVersion.objects.get(status=Status.ACTIVE)
    untrained = register_file(write_untrained_network(tmp_path / "untrained.safetensors"))
    alone = recognize_strokes(STROKES[4], mode="digit")
    first, second = read_side_by_side(STROKES[4], [active, untrained], mode="digit")
    assert isinstance(first, Reading)
    assert isinstance(second, Reading)
    assert (first.text, first.version_number) == ("4", active.number)
    assert first.digits[0].probabilities == pytest.approx(alone.digits[0].probabilities)
    assert second.version_number == untrained.number
    assert second.digits[0].probabilities != pytest.approx(first.digits[0].probabilities)


def test_one_that_cannot_be_loaded_says_why_and_the_others_answer(tmp_path: Path) -> None:
    active = ModelVersion.objects.get(status=Status.ACTIVE)
    gone = register_file(write_untrained_network(tmp_path / "untrained.safetensors"))
    path_of(gone.file_sha256).unlink()
    refused, read = read_side_by_side(STROKES[7], [gone, active], mode="digit")
    assert isinstance(refused, VersionRefused)
    assert "missing" in str(refused)
    assert isinstance(read, Reading)
    assert read.text == "7"


def test_as_many_as_are_compared_stay_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[int] = []

    def counted(version: ModelVersion) -> LoadedVersion:
        loads.append(version.number)
        return load_version(version)

    monkeypatch.setattr(version_cache, "load_version", counted)
    rows = [register_good_version(tmp_path, str(number)) for number in range(MAX_READERS)]
    for _drawing in range(2):
        read_side_by_side(STROKES[1], rows, mode="digit")
    assert loads == [row.number for row in rows]
