"""Of a folder of backups the oldest go, and nothing else."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from recognizer.services.backup.rotation import backups_in, name_at, remove_older


def folder_of(path: Path, days: int) -> list[Path]:
    made = [path / name_at(datetime(2026, 1, day, 2, 40, tzinfo=UTC)) for day in range(1, days + 1)]
    for backup in made:
        backup.touch()
    return made


@pytest.mark.parametrize("keep", [1, 3, 5, 9])
def test_the_newest_stay(tmp_path: Path, keep: int) -> None:
    made = folder_of(tmp_path, 5)
    assert remove_older(tmp_path, keep) == made[:-keep]
    assert backups_in(tmp_path) == made[-keep:]


def test_one_always_stays(tmp_path: Path) -> None:
    made = folder_of(tmp_path, 2)
    remove_older(tmp_path, 0)
    assert backups_in(tmp_path) == made[-1:]


def test_other_files_are_none_of_ours(tmp_path: Path) -> None:
    others = {
        "digitweb.tar",
        "digitweb-20260101T024000Z.tar.gpg",
        "photos.tar",
        ".digitweb-20260101T024000Z.tar.x.part",
    }
    for name in others:
        (tmp_path / name).touch()
    (tmp_path / "digitweb-20200101T000000Z.tar").mkdir()
    folder_of(tmp_path, 2)
    remove_older(tmp_path, 1)
    assert {path.name for path in tmp_path.iterdir()} > others
    assert (tmp_path / "digitweb-20200101T000000Z.tar").is_dir()
