"""How much memory a process took."""

import os
from pathlib import Path


def peak_memory() -> int:
    """Return the megabytes that this process has held at most, by Linux's account.

    Not `resource.getrusage`: its maximum includes that of the process which started this one.
    """
    status = Path("/proc/self/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024


def resident_bytes(process: int | str = "self") -> int:
    """Return the bytes that a process holds now, by Linux's account."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
