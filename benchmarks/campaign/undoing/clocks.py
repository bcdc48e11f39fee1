"""A clock that is set while a site runs."""

import contextlib
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.campaign.sites import campaign_site
from benchmarks.campaign.undoing.fault import Watched, is_kept, watch

SOURCE = Path(__file__).parent / "clock.c"
DAY_SECONDS = 24 * 3600
JUMPS = {"400 days on": 400 * DAY_SECONDS, "30 days back": -30 * DAY_SECONDS}


def made(folder: Path) -> tuple[Path, dict[str, str]]:
    """Make a clock in a folder; return its file, and what a process needs in its environment to go by it."""
    clock, library = folder / "clock", folder / "clock.so"
    clock.write_bytes(struct.pack("=q", 0))
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"], check=True)
    return clock, {"LD_PRELOAD": str(library), "CLOCK_OFFSET_FILE": str(clock)}


def show(clock: Path, offset: int) -> None:
    """Let the clock be wrong by so many seconds."""
    with clock.open("r+b") as file:
        file.write(struct.pack("=q", offset))


@contextlib.contextmanager
def set_to(clock: Path, offset: int) -> Iterator[None]:
    """Set the clock, and right again."""
    show(clock, offset)
    try:
        yield
    finally:
        show(clock, 0)


def jumps(seconds: float) -> Watched:
    """Set the clock forward and back beneath a site; it reads and keeps on, then and afterwards."""
    if shutil.which("cc") is None:
        return Watched(skipped="needs a C compiler, for what shows the site another time")
    with tempfile.TemporaryDirectory() as name:
        clock, variables = made(Path(name))
        with campaign_site("clock", variables=variables) as site:
            found = {
                jump: watch(site, set_to(clock, offset), seconds / len(JUMPS), says_so=is_kept)
                for jump, offset in JUMPS.items()
            }
    return together(found)


def together(found: dict[str, Watched]) -> Watched:
    """Return what was seen of several faults as one."""
    recovered = [one.recovered for one in found.values() if one.recovered is not None]
    return Watched(
        read=sum(one.read for one in found.values()),
        unread=[problem for one in found.values() for problem in one.unread],
        slowest=max(one.slowest for one in found.values()),
        usual=max(one.usual for one in found.values()),
        said="; ".join(f"{jump}: {one.said}" for jump, one in found.items()),
        says_so=all(one.says_so for one in found.values()),
        recovered=max(recovered) if len(recovered) == len(found) else None,
    )
