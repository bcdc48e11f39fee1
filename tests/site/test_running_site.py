"""The site as `make run` starts it: real server processes, real database, real worker."""

import sqlite3
import subprocess
import time
import urllib.request
from pathlib import Path

from tests.support.site import BAR, ROOT, Site


def test_a_fresh_site_recognises_at_once(training_site: Site) -> None:
    assert training_site.ask("recognize", BAR)["text"] == "1"


def test_the_password_is_printed_once(training_site: Site) -> None:
    assert len(training_site.admin_password) >= 16
    assert training_site.manage("create_first_admin").stdout == ""


def test_all_that_is_written_goes_into_the_data_folder(training_site: Site) -> None:
    written = {path.name for path in training_site.data_dir.iterdir()}
    assert {"digitweb.sqlite3", "models", "secret-key", "static"} <= written
    assert (training_site.data_dir / "secret-key").stat().st_mode & 0o777 == 0o600


def test_pages_are_served_with_hashed_files_and_a_strict_policy(training_site: Site) -> None:
    with urllib.request.urlopen(training_site.url, timeout=10) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_worker_trains_what_was_queued(training_site: Site) -> None:
    said = training_site.manage(
        "train_network", "--queue", "--sizes", "784,10", "--epochs", "1", "--name", "Queued"
    )
    assert 'Queued "Queued"' in said.stdout
    deadline = time.monotonic() + 60
    while (state := state_of(training_site, "Queued")) != "ready" and time.monotonic() < deadline:
        time.sleep(0.5)
    assert state == "ready"


def state_of(site: Site, name: str) -> str:
    """Return the state of the version of that name, as the site's database has it."""
    with sqlite3.connect(site.data_dir / "digitweb.sqlite3") as database:
        row = database.execute("SELECT status FROM recognizer_modelversion WHERE name = ?", [name]).fetchone()
    return row[0] if row else "none"


def test_a_port_that_is_taken_is_said_so(training_site: Site, tmp_path: Path) -> None:
    port = training_site.url.rsplit(":", 1)[1]
    result = subprocess.run(
        ["make", "--no-print-directory", "run", f"PORT={port}"],
        cwd=ROOT,
        env={**training_site.environment, "DIGITWEB_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode != 0
    assert f"Cannot listen on 127.0.0.1:{port}: Address already in use." in result.stderr
