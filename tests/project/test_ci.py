"""Continuous integration fails when anything fails, and passes on what was printed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE_SECONDS
from tests.support.site import ROOT

pytestmark = pytest.mark.slow  # it runs make, pip or linters

SITE = "import http.server; http.server.test(http.server.SimpleHTTPRequestHandler, port=$(PORT))"
SERVES = f"python3 -c '{SITE}'"


def checks(folder: Path, *steps: str, run: str = SERVES, test: str = "echo '1 passed'") -> tuple[int, str]:
    """Run CI's checks over a Makefile of our own; return how they ended and what they printed."""
    shutil.copytree(ROOT / ".ci", folder / ".ci")
    (folder / "readyz").touch()
    (folder / "Makefile").write_text(f"run:\n\t@{run}\nlint:\n\t@echo linted\ntest:\n\t@{test}\n")
    result = subprocess.run(
        [folder / ".ci" / "checks", *steps],
        env={"PATH": os.environ["PATH"], "CI": "true"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    return result.returncode, result.stdout


def test_it_passes_when_all_of_it_passes(tmp_path: Path) -> None:
    status, printed = checks(tmp_path)
    assert status == 0, printed
    places = [
        printed.index(line) for line in ("CI: make run answers", "linted\n", "1 passed\n", "CI: passed")
    ]
    assert places == sorted(places)


def test_a_site_that_does_not_start_fails_it(tmp_path: Path) -> None:
    status, printed = checks(tmp_path, run="echo 'no site'; exit 1")
    assert status != 0
    assert "no site" in printed
    assert "CI: make run does not answer" in printed
    assert "linted" not in printed


@pytest.mark.parametrize("steps", [[], ["lint", "test"]])
def test_a_test_that_fails_fails_it(tmp_path: Path, steps: list[str]) -> None:
    status, printed = checks(tmp_path, *steps, test="echo '1 failed'; exit 1")
    assert status != 0
    assert "1 failed" in printed
    assert "CI: passed" not in printed


def test_where_no_bare_debian_can_be_laid_it_says_so_and_runs_here(tmp_path: Path) -> None:
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    (tmp_path / ".ci" / "checks").write_text("#!/bin/sh\necho '1 passed'; exit 3\n")
    environment = {"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)}
    result = subprocess.run(
        [tmp_path / ".ci" / "run"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert result.returncode == 3  # what the commands here ended with
    assert result.stderr.startswith("CI: no bare Debian: ")
    assert result.stdout.splitlines() == ["CI: running the commands on this machine instead.", "1 passed"]
