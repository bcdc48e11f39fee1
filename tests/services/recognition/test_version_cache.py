"""The versions that readers look into."""

from pathlib import Path

import pytest

from recognizer.models import ModelVersion, Status
from recognizer.services.errors import UnknownVersion
from recognizer.services.recognition import version_cache as module
from recognizer.services.recognition.live import live_model
from recognizer.services.recognition.version_cache import VersionCache, usable_version, usable_versions
from recognizer.services.versions.file_store import path_of
from recognizer.services.versions.registry import LoadedVersion, load_version
from tests.support.versions import register_good_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "version_cache", VersionCache())


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the versions that were read from their files."""
    numbers: list[int] = []

    def noted(row: ModelVersion) -> LoadedVersion:
        numbers.append(row.number)
        return load_version(row)

    monkeypatch.setattr(module, "load_version", noted)
    return numbers


def test_the_live_version_is_the_one_that_answers(loads: list[int]) -> None:
    assert usable_version(None) is live_model.current()
    assert loads == []


def test_by_its_number_the_live_version_is_not_read_once_more(loads: list[int]) -> None:
    live = live_model.current()
    assert usable_version(live.number) is live
    assert loads == []


def test_a_version_is_read_once(tmp_path: Path, loads: list[int]) -> None:
    row = register_good_version(tmp_path, "Other")
    assert usable_version(row.number).network is usable_version(row.number).network
    assert loads == [row.number]


def test_the_few_that_were_used_last_stay_in_memory(
    tmp_path: Path, loads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_LOADED", 2)
    a, b, c = (register_good_version(tmp_path, name) for name in "ABC")
    kept = VersionCache()
    for row in (a, b, a, c, a, b):
        assert kept.get(row).number == row.number
    # c pushed b out, which had not been used for longest
    assert loads == [a.number, b.number, c.number, b.number]


def test_a_renamed_version_has_its_new_name(tmp_path: Path, loads: list[int]) -> None:
    row = register_good_version(tmp_path, "Before")
    assert usable_version(row.number).name == "Before"
    ModelVersion.objects.filter(pk=row.pk).update(name="After")
    assert usable_version(row.number).name == "After"
    assert loads == [row.number]


@pytest.mark.parametrize("status", [Status.QUEUED, Status.TRAINING, Status.FAILED, Status.INTERRUPTED])
def test_what_cannot_answer_is_not_there(tmp_path: Path, status: Status) -> None:
    row = register_good_version(tmp_path, "Not yet")
    ModelVersion.objects.filter(pk=row.pk).update(status=status)
    with pytest.raises(UnknownVersion, match=f"There is no version {row.number} that could answer"):
        usable_version(row.number)
    assert row not in usable_versions()


def test_a_version_whose_file_is_broken_is_said_so(tmp_path: Path) -> None:
    row = register_good_version(tmp_path, "Broken")
    path_of(row.file_sha256).write_bytes(b"no network")
    with pytest.raises(UnknownVersion, match=f"The file of version {row.number} cannot be loaded"):
        usable_version(row.number)


def test_the_newest_of_those_that_can_answer_comes_first(tmp_path: Path) -> None:
    row = register_good_version(tmp_path, "Newest")
    numbers = [version.number for version in usable_versions()]
    assert numbers[0] == row.number
    assert numbers == sorted(numbers, reverse=True)
