"""What the machine refuses ends in one line that says what to do, and leaves nothing half-made behind."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from digitweb.system_errors import system_error_message
from tests.project.test_environment import manage
from tests.support.site import ROOT
from tests.support.small_disks import on_a_disk_of

pytestmark = pytest.mark.slow  # it runs make, pip or linters

PYTHON = ROOT / ".venv" / "bin" / "python"
FULL = "The disk of {folder} is full. Free some space, or name another folder with DIGITWEB_DATA_DIR."


@pytest.mark.parametrize("size", ["4k", "100k"])
def test_a_full_disk_ends_make_run_in_one_line(tmp_path: Path, size: str, closed_port: int) -> None:
    disk = tmp_path / "disk"
    command = f"make --no-print-directory run PORT={closed_port}"
    result = on_a_disk_of(size, disk, command, cwd=ROOT, DIGITWEB_DATA_DIR=str(disk))
    said, of_make = result.stderr.splitlines()
    assert said == FULL.format(folder=disk)
    assert of_make.startswith("make: ***")


def test_no_room_for_the_secret_key_leaves_no_empty_one(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    script = f'dd if=/dev/zero of="$DISK/filling" bs=4k 2>/dev/null; {PYTHON} manage.py check; ls "$DISK"'
    result = on_a_disk_of("16k", disk, script, cwd=ROOT, DIGITWEB_DATA_DIR=str(disk))
    assert result.stderr == (
        f"The secret key cannot be written to {disk}/secret-key: No space left on device. "
        "See to that, or name another folder with DIGITWEB_DATA_DIR.\n"
    )
    assert result.stdout.split() == ["filling"]


def test_static_files_are_whole_after_a_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    collect = f"{PYTHON} manage.py collectstatic --noinput --verbosity 0"
    script = f'{collect} && exit 9; grow 100m; {collect} && cp -r "$DISK/static" {tmp_path}/after-all'
    result = on_a_disk_of("2m", disk, script, cwd=ROOT, DIGITWEB_DATA_DIR=str(disk))
    assert result.stderr.splitlines() == [FULL.format(folder=disk)]
    assert result.returncode == 0
    assert manage(tmp_path / "roomy", "collectstatic", "--noinput", "-v0").returncode == 0
    assert contents(tmp_path / "after-all") == contents(tmp_path / "roomy" / "static")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_data_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    script = f'mount -o remount,ro "$DISK"; {PYTHON} manage.py migrate'
    result = on_a_disk_of("1m", disk, script, cwd=ROOT, DIGITWEB_DATA_DIR=str(disk))
    assert result.stderr == f"DIGITWEB_DATA_DIR should name a folder that can be written; {disk} cannot.\n"


def test_a_file_of_the_data_folder_that_cannot_be_written_is_said_so(
    tmp_path: Path, settings: Settings
) -> None:
    settings.DIGITWEB_DATA_DIR = tmp_path
    inside, outside = tmp_path / "static" / "a.js", tmp_path.parent / "elsewhere"
    assert system_error_message(PermissionError(13, "Permission denied", str(inside))) == (
        f"{inside} cannot be written. Make it writable, or name another folder with DIGITWEB_DATA_DIR."
    )
    assert system_error_message(PermissionError(13, "Permission denied", str(outside))) is None
    assert system_error_message(ValueError("a fault of the program")) is None


def test_a_database_server_that_does_not_answer_is_said_so(tmp_path: Path, closed_port: int) -> None:
    url = f"postgres://nobody:secret@127.0.0.1:{closed_port}/digitweb"
    result = manage(tmp_path, "migrate", DATABASE_URL=url)
    (line,) = result.stderr.splitlines()
    assert line.startswith("The database does not answer: connection failed:")
    assert line.endswith("Connection refused. Start it, or correct DATABASE_URL.")
    assert "secret" not in line


def test_a_database_without_tables_is_said_so(tmp_path: Path) -> None:
    result = manage(tmp_path, "list_versions")
    assert result.stderr == "The database is not set up for this release. Type: python manage.py migrate\n"


def test_a_damaged_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "digitweb.sqlite3").write_bytes(b"no database" * 1000)
    result = manage(tmp_path, "list_versions")
    assert result.stderr == (
        f"The database in {tmp_path} is damaged. "
        "Put a copy back, or move digitweb.sqlite3 away to begin anew.\n"
    )


def test_whoever_develops_sees_the_traceback(tmp_path: Path) -> None:
    assert "Traceback" in manage(tmp_path, "list_versions", "--traceback").stderr
