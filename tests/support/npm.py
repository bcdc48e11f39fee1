"""What the tests take from the npm registry, installed on first use by `tests/npm/package-lock.json`."""

import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.support.processes import one_process_at_a_time
from tests.support.site import ROOT

PACKAGES = ROOT / "tests" / "npm"
"""Names the versions, and the hash that each must have."""
INSTALLED = ROOT / "var" / "npm"


@cache
def package(name: str) -> Path:
    """Return the folder of an installed package."""
    with one_process_at_a_time("npm"):
        install()
    return INSTALLED / "node_modules" / name


def install() -> None:
    """Install what the lock file names, unless that was done for this very file."""
    lock = (PACKAGES / "package-lock.json").read_text()
    done = INSTALLED / "node_modules" / "installed-by.json"
    if done.is_file() and done.read_text() == lock:
        return
    INSTALLED.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        (INSTALLED / name).write_text((PACKAGES / name).read_text())
    npm = Path(sys.executable).with_name("npm")
    subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--silent"], cwd=INSTALLED, check=True)
    done.write_text(lock)
