"""What comes from the npm registry: linters, checkers, types. `tests/npm` names versions and hashes.

    python -m tests.support.npm

installs them where they are not, for `make lint`; the tests do so by themselves.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.support.processes import one_process_at_a_time
from tests.support.site import ROOT

WANTED = ROOT / "tests" / "npm"
INSTALLED = ROOT / "var" / "npm"
FILES = ("package.json", "package-lock.json")
STAMP = "installed"
"""Written last: the lock file by which the packages beside it were installed to the end."""

AUTHORITIES = (
    Path("/etc/ssl/certs/ca-certificates.crt"),  # Debian and its kin
    Path("/etc/pki/tls/certs/ca-bundle.crt"),  # Fedora and its kin
    Path("/etc/ssl/cert.pem"),  # Alpine, macOS
)
"""Whom the system trusts, a company's own authority included; Node does not look there by itself."""


class InstallationError(Exception):
    """npm could not install the packages."""


@cache
def packages() -> Path:
    """Return the folder that holds the packages; install them on first use."""
    with one_process_at_a_time("npm"):
        install(WANTED, INSTALLED)
    return INSTALLED / "node_modules"


def install(wanted: Path, installed: Path) -> None:
    """Install what a lock file names, unless it is there in these very versions.

    Raises:
        InstallationError: npm failed; the next call begins again.
    """
    stamp = installed / STAMP
    lock = (wanted / "package-lock.json").read_text()
    if stamp.is_file() and stamp.read_text() == lock:
        return
    installed.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    for name in FILES:
        (installed / name).write_text((wanted / name).read_text())
    npm = Path(sys.executable).with_name("npm")
    command = [str(npm), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    result = subprocess.run(
        command, cwd=installed, env=trusting(os.environ), capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise InstallationError(reason(result.stderr))
    stamp.write_text(lock)


def trusting(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which Node trusts whom the system trusts, unless it says another thing."""
    found = [str(file) for file in AUTHORITIES if file.is_file()]
    return {"NODE_EXTRA_CA_CERTS": found[0], **environment} if found else dict(environment)


def reason(log: str) -> str:
    """Return why npm failed: the line that says so, not what npm advises."""
    lines = [line.removeprefix("npm error ") for line in log.splitlines() if line.startswith("npm error ")]
    told = [line for line in lines if not line.startswith(("code ", "errno ", "syscall "))]
    return (told or lines or log.splitlines() or ["npm said nothing"])[0]


if __name__ == "__main__":
    try:
        packages()
    except InstallationError as error:
        sys.exit(
            f"npm could not install what tests/npm/package-lock.json names: {error}\n"
            "Check the way to the npm registry, then try once more."
        )
