"""The versions that readers look into."""

from pathlib import Path

import pytest

from recognizer.models import ModelVersion, Status
from recognizer.services.errors import UnknownVersion
from recognizer.services.recognition import version_cache as module
from recognizer.services.recognition.live import live_model
from recognizer.services.recognition.version_cache import MAX_LOADED, VersionCache, usable_versions
from recognizer.services.versions.file_store import path_of
from recognizer.services.versions.registry import LoadedVersion, load_version
from tests.support.versions import register_good_version

pytestmark = pytest.mark.django_db


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
    assert VersionCache().get(None) is live_model.current()
    assert loads == []


def test_by_its_number_the_live_version_is_not_read_once_more(loads: list[int]) -> None:
    live = live_model.current()
    assert VersionCache().get(live.number) is live
    assert loads == []


def test_a_version_is_read_once(tmp_path: Path, loads: list[int]) -> None:
    row, version_cache = register_good_version(tmp_path, "Other"), VersionCache()
    assert version_cache.get(row.number) is version_cache.get(row.number)
    assert loads == [row.number]


def test_only_the_last_few_stay_in_memory(tmp_path: Path, loads: list[int]) -> None:
    version_cache = VersionCache()
    rows = [register_good_version(tmp_path, f"Version {n}") for n in range(MAX_LOADED + 1)]
    for row in [*rows, rows[-1], rows[0]]:
        version_cache.get(row.number)
    assert loads == [*(row.number for row in rows), rows[0].number]


@pytest.mark.parametrize("status", [Status.QUEUED, Status.TRAINING, Status.FAILED, Status.INTERRUPTED])
def test_what_cannot_answer_is_not_there(tmp_path: Path, status: Status) -> None:
    row = register_good_version(tmp_path, "Not yet")
    ModelVersion.objects.filter(pk=row.pk).update(status=status)
    with pytest.raises(UnknownVersion, match=f"There is no version {row.number} that could answer"):
        VersionCache().get(row.number)
    assert row not in usable_versions()


def test_a_version_whose_file_is_broken_is_said_so(tmp_path: Path) -> None:
    row = register_good_version(tmp_path, "Broken")
    path_of(row.file_sha256).write_bytes(b"no network")
    with pytest.raises(UnknownVersion, match=f"The file of version {row.number} cannot be loaded"):
        VersionCache().get(row.number)


def test_the_newest_of_those_that_can_answer_comes_first(tmp_path: Path) -> None:
    row = register_good_version(tmp_path, "Newest")
    numbers = [version.number for version in usable_versions()]
    assert numbers[0] == row.number
    assert numbers == sorted(numbers, reverse=True)
