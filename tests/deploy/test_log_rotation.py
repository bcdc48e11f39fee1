"""`LOG_FILE`: several processes write one file, which is rotated while they do; no line is lost or torn."""

import getpass
import grp
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.patience import wait_until
from tests.support.processes import Installation
from tests.support.site import ROOT

pytestmark = pytest.mark.slow  # it starts a process for each log

PROCESSES, LINES, ROTATIONS = 3, 3000, 4
LOG = """
import logging, time
from pathlib import Path

logger = logging.getLogger("recognizer.rotation")
for number in range({lines}):
    rotations = number * ({rotations} + 1) // {lines}
    while not Path({folder!r}, f"rotated-{{rotations}}").exists():
        time.sleep(0.01)
    logger.info("line %d of {name} %s", number, "." * (number % 400))
"""
"""Writes as many lines before each rotation and after the last one: each file has some."""
LINE = re.compile(r"\S+ \S+ \d+ INFO    recognizer\.rotation: line (\d+) of (\d) (\.*)")


def rotate(log: Path, place: int) -> None:
    """Do what logrotate does first: give the file another name."""
    log.rename(log.with_name(f"site.log-{place}"))


def logrotate(log: Path, folder: Path) -> None:
    """Let logrotate itself rotate the file, by our configuration for this user and folder."""
    text = (ROOT / "deploy" / "logrotate" / "digitweb").read_text()
    user, group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
    text = text.replace("/var/log/digitweb/*.log", f"{log}").replace("digitweb digitweb", f"{user} {group}")
    configuration = folder / "logrotate.conf"
    configuration.write_text(text)
    configuration.chmod(0o600)
    command = ["logrotate", "--force", "--state", str(folder / "state"), str(configuration)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("by", ["renaming", "logrotate"])
def test_nothing_is_lost_when_the_log_is_rotated(by: str, tmp_path: Path) -> None:
    if by == "logrotate" and not shutil.which("logrotate"):
        pytest.skip("no logrotate here")
    site, folder = Installation(data_dir=tmp_path / "data"), tmp_path / "log"
    folder.mkdir(mode=0o700)
    log = folder / "site.log"
    rotations = ROTATIONS if by == "renaming" else 1
    (tmp_path / "rotated-0").touch()
    writes = {"lines": LINES, "rotations": rotations, "folder": str(tmp_path)}
    running = [
        subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v0", "-c", LOG.format(**writes, name=name)],
            cwd=ROOT,
            env={**site.environment, "LOG_FILE": str(log)},
        )
        for name in range(PROCESSES)
    ]
    for place in range(rotations):
        wait_until(
            lambda: (log.exists() and log.stat().st_size > 0) or not any(p.poll() is None for p in running),
            lambda: "nobody logs",
        )
        rotate(log, place) if by == "renaming" else logrotate(log, tmp_path)
        (tmp_path / f"rotated-{place + 1}").touch()
    assert [process.wait() for process in running] == [0] * PROCESSES

    files = sorted(path for path in folder.iterdir() if path.name.startswith("site.log"))
    lines = [line for path in files for line in path.read_text().splitlines()]
    found = [LINE.fullmatch(line) for line in lines]
    assert all(found), "a line is torn"
    seen = sorted((int(match[2]), int(match[1]), len(match[3])) for match in found if match)
    assert seen == [(name, number, number % 400) for name in range(PROCESSES) for number in range(LINES)]
    assert len(files) == rotations + 1, files
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
