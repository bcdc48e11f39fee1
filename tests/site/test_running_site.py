"""The site as `make run` starts it: real server processes, real database, real worker."""

import json
import sqlite3
import subprocess
import time
import urllib.request
from pathlib import Path

from tests.support.site import ROOT, Site

BAR = json.dumps({"strokes": [[[40, 10], [40, 90]]], "mode": "digit"}).encode()
SWITCH_SECONDS = 1.0


def recognize(site: Site) -> dict[str, object]:
    """Ask over a connection of its own, so that any of the server's processes may answer."""
    request = urllib.request.Request(
        f"{site.url}/api/v1/recognize", BAR, {"Content-Type": "application/json", "Connection": "close"}
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        answer: dict[str, object] = json.load(response)
        return answer


def test_a_fresh_site_recognises_at_once(site_server: Site) -> None:
    assert recognize(site_server)["text"] == "1"


def test_the_password_is_printed_once(site_server: Site) -> None:
    assert len(site_server.admin_password) >= 16
    assert site_server.manage("create_first_admin").stdout == ""


def test_all_that_is_written_goes_into_the_data_folder(site_server: Site) -> None:
    written = {path.name for path in site_server.data_dir.iterdir()}
    assert {"digitweb.sqlite3", "models", "secret-key", "static"} <= written
    assert (site_server.data_dir / "secret-key").stat().st_mode & 0o777 == 0o600


def test_pages_are_served_with_hashed_files_and_a_strict_policy(site_server: Site) -> None:
    with urllib.request.urlopen(site_server.url, timeout=10) as response:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_switch_reaches_every_process_within_a_second(site_server: Site) -> None:
    before = recognize(site_server)["model"]
    site_server.manage("shell", "-v0", "-c", SWITCH)
    deadline = time.monotonic() + SWITCH_SECONDS
    while time.monotonic() < deadline:
        recognize(site_server)
    after = [recognize(site_server)["model"] for _ in range(20)]
    site_server.manage("shell", "-v0", "-c", SWITCH_BACK)
    assert all(model != before for model in after)


SWITCH = """
import tempfile, pathlib
from recognizer.services.activation import activate
from tests.support.versions import register_good_version
activate(register_good_version(pathlib.Path(tempfile.mkdtemp()), "Switched"))
"""
SWITCH_BACK = """
from recognizer.models import ModelVersion
from recognizer.services.activation import activate
activate(ModelVersion.objects.get(shipped=True))
"""


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


def test_a_port_that_is_taken_is_said_so(site_server: Site, tmp_path: Path) -> None:
    port = site_server.url.rsplit(":", 1)[1]
    result = subprocess.run(
        ["make", "--no-print-directory", "run", f"PORT={port}"],
        cwd=ROOT,
        env={**site_server.environment, "DIGITWEB_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode != 0
    assert f"Cannot listen on 127.0.0.1:{port}: Address already in use." in result.stderr
