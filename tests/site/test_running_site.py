"""The site as `make run` starts it: real server processes, real database, real worker."""

import contextlib
import sqlite3
import stat
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE_SECONDS, wait_until
from tests.support.site import BAR, ROOT, Site, running_site


@pytest.fixture(scope="module")
def fresh_site(tmp_path_factory: pytest.TempPathFactory, mnist_folder: Path) -> Iterator[Site]:
    """A site that was started on an empty data folder, as by whoever has just cloned the project."""
    with running_site(tmp_path_factory.mktemp("site")) as site:
        (site.data_dir / "mnist").symlink_to(mnist_folder)
        yield site


def test_a_fresh_site_recognises_at_once(fresh_site: Site) -> None:
    assert fresh_site.ask("recognize", BAR)["text"] == "1"


def test_the_password_is_printed_once(fresh_site: Site) -> None:
    assert len(fresh_site.admin_password) >= 16
    assert fresh_site.manage("create_first_admin").stdout == ""


def test_all_that_is_written_goes_into_the_data_folder(fresh_site: Site) -> None:
    written = {path.name for path in fresh_site.data_dir.iterdir()}
    assert {"digitweb.sqlite3", "models", "secret-key", "static"} <= written
    assert (fresh_site.data_dir / "secret-key").stat().st_mode & 0o777 == 0o600


def test_pages_are_served_with_hashed_files_and_a_strict_policy(fresh_site: Site) -> None:
    with urllib.request.urlopen(fresh_site.url, timeout=PATIENCE_SECONDS) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_worker_trains_what_was_queued(fresh_site: Site) -> None:
    said = fresh_site.manage(
        "train_network", "--queue", "--sizes", "784,10", "--epochs", "1", "--name", "Queued"
    )
    assert 'Queued "Queued"' in said.stdout
    wait_until(lambda: state_of(fresh_site, "Queued") == "ready", lambda: state_of(fresh_site, "Queued"))


def test_what_is_written_is_its_owners_alone(fresh_site: Site) -> None:
    folder = fresh_site.data_dir
    links = {path for path in folder.rglob("*") if path.is_symlink()}
    modes = {
        path: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*")) if path not in links
    }
    assert len(modes) > 100
    assert {path: oct(mode) for path, mode in modes.items() if mode & 0o077} == {}


def state_of(site: Site, name: str) -> str:
    """Return the state of the version of that name, as the site's database has it."""
    path = site.data_dir / "digitweb.sqlite3"
    with contextlib.closing(sqlite3.connect(path, timeout=PATIENCE_SECONDS)) as database:
        row = database.execute("SELECT status FROM recognizer_modelversion WHERE name = ?", [name]).fetchone()
    return row[0] if row else "none"


def test_a_port_that_is_taken_is_said_so(fresh_site: Site, tmp_path: Path) -> None:
    port = fresh_site.url.rsplit(":", 1)[1]
    result = subprocess.run(
        ["make", "--no-print-directory", "run", f"PORT={port}"],
        cwd=ROOT,
        env={**fresh_site.environment, "DIGITWEB_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert result.returncode != 0
    assert f"Cannot listen on 127.0.0.1:{port}: Address already in use." in result.stderr
