"""What lies in the data folder is closed to others."""

import stat
from pathlib import Path

import pytest

from digitweb.environment import made_data_folder
from digitweb.privacy import restrict_path, restrict_to_owner


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_an_older_release_left_open_is_closed(tmp_path: Path) -> None:
    elsewhere, folder = tmp_path / "elsewhere", tmp_path / "data"
    elsewhere.write_text("")
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "file").write_text("")
    (folder / "link").symlink_to(elsewhere)
    for path, before in (
        (elsewhere, 0o644),
        (folder, 0o755),
        (folder / "inner", 0o775),
        (folder / "inner/file", 0o664),
    ):
        path.chmod(before)
    restrict_to_owner(folder)
    assert [mode(path) for path in (folder, folder / "inner", folder / "inner/file")] == [0o700, 0o700, 0o600]
    assert mode(elsewhere) == 0o644, "a link leads to what is another's"


def test_a_data_folder_is_closed_at_each_start(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    made_data_folder(str(tmp_path))
    assert mode(tmp_path) == 0o700


def test_a_folder_for_everybody_stays_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    restrict_path(tmp_path)
    assert mode(tmp_path) == 0o1777


def test_what_is_another_users_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError

    tmp_path.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", refuse)
    restrict_path(tmp_path)
