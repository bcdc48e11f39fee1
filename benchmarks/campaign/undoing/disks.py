"""A disk that is full, and a folder that takes nothing any more."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.campaign.undoing.fault import Watched, watch
from tests.support.prepared import prepare
from tests.support.site import running_site

SIZE = "96m"
STEP = 64 * 1024


@contextlib.contextmanager
def small_disk() -> Iterator[Path]:
    """Yield a folder on a small disk of its own; raise PermissionError where none can be mounted."""
    with tempfile.TemporaryDirectory(prefix="campaign-disk-") as name:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", name]
        if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
            raise PermissionError
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", "--lazy", name], check=True)


@contextlib.contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Fill the disk of a folder to its last byte, and free it in the end."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(STEP))
    with filler.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x")
    try:
        yield
    finally:
        filler.unlink()


def full(seconds: float) -> Watched:
    """Fill the disk on which a site's data lie."""
    try:
        with small_disk() as folder:
            prepare(folder / "prepared")
            with running_site(folder, prepared=folder / "prepared", FEEDBACK_RATE="0") as site:
                site.wait_for_version(1)
                return watch(site, filled(folder), seconds)
    except PermissionError:
        return Watched(skipped="only root may mount a small disk")


@contextlib.contextmanager
def immutable(folder: Path) -> Iterator[None]:
    """Let nothing in a folder be written, made or removed, not even by root.

    SQLite's index of its log is left out: it is memory that processes share, and the kernel kills who writes
    to it on such a disk.
    """
    within = (path for path in (folder, *folder.rglob("*")) if "static" not in path.parts)
    paths = [str(path) for path in within if not path.is_symlink() and not path.name.endswith("-shm")]
    subprocess.run(["chattr", "+i", *paths], check=True)
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", *paths], check=True)


def read_only(seconds: float) -> Watched:
    """Let a site's data folder be read-only."""
    if shutil.which("chattr") is None or os.geteuid() != 0:
        return Watched(skipped="needs root and chattr")
    with tempfile.TemporaryDirectory(prefix="campaign-disk-") as name:
        folder = Path(name)
        probe = folder / "probe"
        probe.touch()
        if subprocess.run(["chattr", "+i", str(probe)], check=False, capture_output=True).returncode:
            return Watched(skipped=f"chattr does not work in {tempfile.gettempdir()}")
        subprocess.run(["chattr", "-i", str(probe)], check=True)
        prepare(folder / "prepared")
        with running_site(folder, prepared=folder / "prepared") as site:
            site.wait_for_version(1)
            return watch(site, immutable(site.data_dir), seconds)
