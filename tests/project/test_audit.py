"""`make audit` tells known faults from none, and none from a service that could not be asked."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from supply.audit import (
    KNOWN_FAULTS,
    NONE_KNOWN,
    NOT_ASKED,
    NPM_LOCKS,
    Report,
    asked_pip_audit,
    lock_files,
    report_of,
    told,
)
from tests.support.site import ROOT

pytestmark = pytest.mark.slow  # it starts pip-audit

HASH = "0" * 64
FAULT = {
    "id": "PYSEC-1",
    "summary": "bad",
    "affected": [
        {
            "package": {"name": "faulty", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]}],
        }
    ],
}


class Osv(BaseHTTPRequestHandler):
    """Knows one fault of one package."""

    def do_POST(self) -> None:
        """Answer a question about one release."""
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        is_faulty = asked["package"]["name"] == "faulty"
        body = json.dumps({"vulns": [FAULT]} if is_faulty else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Osv) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
        server.shutdown()
        thread.join()


def lock(folder: Path, *releases: str) -> Path:
    file = folder / "requirements.txt"
    file.write_text("".join(f"{release} --hash=sha256:{HASH}\n" for release in releases))
    return file


def asked(file: Path, service: str) -> Report:
    return asked_pip_audit([file], options=("--vulnerability-service", "osv", "--osv-url", service))


def test_a_known_fault_is_told_with_the_release_that_mends_it(tmp_path: Path, service: str) -> None:
    report = asked(lock(tmp_path, "faulty==1.0", "sound==2.0"), service)
    assert (report.releases, report.failure) == (2, "")
    assert report.faults == ["faulty 1.0: PYSEC-1, mended in 1.1"]
    code, lines = told([report])
    assert code == KNOWN_FAULTS
    assert lines[0] == "FAULT faulty 1.0: PYSEC-1, mended in 1.1"


def test_without_faults_all_is_well(tmp_path: Path, service: str) -> None:
    code, lines = told([asked(lock(tmp_path, "sound==2.0"), service)])
    assert (code, lines) == (NONE_KNOWN, ["1 lock files of Python packages: 1 releases, 0 known faults."])


def test_what_a_service_does_not_know_was_not_asked() -> None:
    skipped = [{"name": "sound", "skip_reason": "Dependency not found on PyPI"}]
    code, lines = told([report_of("lock", skipped)])
    assert (code, lines) == (NOT_ASKED, ["NOT ASKED lock: nothing is known of 1 releases, such as sound."])


def test_a_fault_counts_more_than_a_service_that_did_not_answer() -> None:
    code, _lines = told([Report(source="a", faults=["x"]), Report(source="b", failure="away")])
    assert code == KNOWN_FAULTS


def test_where_no_service_can_be_reached_it_says_so_in_a_line_each(tmp_path: Path, closed_port: int) -> None:
    nowhere = f"http://127.0.0.1:{closed_port}"
    inherited = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    result = subprocess.run(
        [sys.executable, "-m", "supply.audit"],
        cwd=ROOT,
        env={
            **inherited,
            "HOME": str(tmp_path),
            "HTTP_PROXY": nowhere,
            "HTTPS_PROXY": nowhere,
            "PIP_CACHE_DIR": str(tmp_path / "pip"),
            "npm_config_cache": str(tmp_path / "npm"),
            "npm_config_fetch_retries": "0",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == NOT_ASKED, result.stderr
    lines = result.stdout.splitlines()
    assert len(lines) == 1 + len(NPM_LOCKS)
    assert all(line.startswith("NOT ASKED ") and len(line) < 250 for line in lines)
    assert not result.stderr


def test_every_lock_file_is_asked_about() -> None:
    assert {file.name for file in lock_files()} >= {"requirements.txt", "requirements-dev.txt"}
    assert {path.parent for path in ROOT.glob("*/**/package-lock.json") if "var" not in path.parts} == set(
        NPM_LOCKS
    )
