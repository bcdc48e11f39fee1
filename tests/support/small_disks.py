"""A disk that is soon full, for tests of what is said then."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE_SECONDS

NAMESPACE = (
    ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
)
"""What is mounted there goes with its last process; who is not root needs a namespace for users as well."""


def on_a_disk_of(
    size: str, folder: Path, script: str, *, cwd: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a shell script that alone sees a disk of that size at `folder`; `grow 300m` makes it larger."""
    if shutil.which("unshare") is None or subprocess.run([*NAMESPACE, "true"], check=False).returncode != 0:
        pytest.skip("this machine gives no namespace to mount a small disk in")
    folder.mkdir(exist_ok=True)
    mount = f'mount -t tmpfs -o size={size} tmpfs "$DISK" && grow() {{ mount -o remount,size=$1 "$DISK"; }}'
    return subprocess.run(
        [*NAMESPACE, "sh", "-c", f"{mount}\n{script}"],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "DISK": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
