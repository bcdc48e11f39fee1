"""`manage.py collectstatic`, as `make run` calls it at every start."""

import gzip
import io
import json
import os
import stat
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from pytest_django.fixtures import Settings

ALL, NONE = "2 static files copied", "0 static files copied"


@pytest.fixture
def sources(settings: Settings, tmp_path: Path) -> Path:
    """Return a folder with a page's script and what it imports."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "page.js").write_text('import { double } from "./double.js";\ndouble(2);\n')
    (folder / "double.js").write_text("export const double = (x) => 2 * x;\n" * 40)
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    hashed = {"BACKEND": "digitweb.staticfiles.HashedStaticFilesStorage"}
    settings.STORAGES = {**django_settings.STORAGES, "staticfiles": hashed}
    settings.STATIC_ROOT = tmp_path / "collected"
    return folder


def collect(*options: str) -> str:
    said = io.StringIO()
    call_command("collectstatic", "--noinput", *options, stdout=said)
    return said.getvalue()


def hashed_name(root: Path, name: str) -> str:
    manifest = json.loads((root / "staticfiles.json").read_text())
    found: str = manifest["paths"][name]
    return found


def test_files_are_hashed_compressed_and_imported_by_their_new_names(sources: Path, tmp_path: Path) -> None:
    root = tmp_path / "collected"
    assert ALL in collect()
    double = hashed_name(root, "double.js")
    assert double != "double.js"
    assert f'from "./{double}"' in (root / hashed_name(root, "page.js")).read_text()
    assert gzip.decompress((root / f"{double}.gz").read_bytes()) == (sources / "double.js").read_bytes()


def test_what_was_collected_from_the_very_same_stays(sources: Path, tmp_path: Path) -> None:
    collect()
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "collected").iterdir()}
    assert f"{NONE} to '{tmp_path / 'collected'}', 2 unmodified." in collect()
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "collected").iterdir()} == before
    assert ALL in collect("--clear")


def test_a_file_that_changed_comes_under_a_new_name(sources: Path, tmp_path: Path) -> None:
    collect()
    before = hashed_name(tmp_path / "collected", "page.js")
    time = (tmp_path / "collected" / "double.js").stat().st_mtime + 10  # after it was collected
    (sources / "double.js").write_text("export const double = (x) => x + x;\n" * 40)
    os.utime(sources / "double.js", (time, time))
    assert "1 static file copied" in collect()
    assert hashed_name(tmp_path / "collected", "page.js") != before, "it imports another file now"
    assert NONE in collect()


@pytest.mark.parametrize("name", ["double.js", "collected-from"])
def test_what_is_not_whole_is_collected_again(sources: Path, tmp_path: Path, name: str) -> None:
    collect()
    hashed = tmp_path / "collected" / hashed_name(tmp_path / "collected", "double.js")
    hashed.unlink()
    (tmp_path / "collected" / name).unlink()
    collect()
    assert hashed.is_file()
    assert NONE in collect()


def test_a_collection_that_broke_off_is_not_taken_for_whole(sources: Path) -> None:
    collect()
    (sources / "page.js").write_text('import { double } from "./nowhere.js";\n')
    with pytest.raises(ValueError, match=r"nowhere\.js"):
        collect()
    (sources / "page.js").write_text('import { double } from "./double.js";\n')
    assert "post-processed" in collect()


@pytest.mark.parametrize(("place", "mode"), [("", 0o644), ("data", 0o600)])
def test_files_outside_of_the_data_folder_can_be_read_by_a_server_of_another_user(
    sources: Path, tmp_path: Path, settings: Settings, place: str, mode: int
) -> None:
    assert sources
    settings.DIGITWEB_DATA_DIR = tmp_path / "data"
    settings.DIGITWEB_DATA_DIR.mkdir()
    settings.STATIC_ROOT = tmp_path / place / "collected"
    collect()
    found = [path for path in settings.STATIC_ROOT.iterdir() if path.suffix in {".js", ".gz", ".json"}]
    assert found
    assert {stat.S_IMODE(path.stat().st_mode) for path in found} == {mode}
