"""Where this process keeps its counts: in a slot of the supervisor's folder, or in its memory.

The processes of a site count in files that one of them, which answers Prometheus, adds up. A slot belongs to
a place among the processes ("web-1"), not to a process: what is started again goes on with the counts of the
one that died, so that sums never fall and no files are left behind.
"""

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path

VARIABLE = "DIGITWEB_METRICS_SLOT"
"""Of the environment: name of the slot, id of the process that gave it, and the folder."""
LIBRARY_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Where the library looks for the folder."""
PREFIXES = ("counter", "histogram", "gauge_livesum", "gauge_liveall")
"""What kinds of files the metrics of `recognizer.telemetry.metrics` need."""
FILE_BYTES = 1024 * 1024
"""Room of a file, taken when it is made: on a disk that fills up later, writing into it would be deadly."""

problems: list[str] = []
"""Why this process has no slot, until that is logged."""

logger = logging.getLogger(__name__)


def variable(name: str, folder: str) -> dict[str, str]:
    """Return what a child of this process needs in its environment to have a slot."""
    return {VARIABLE: f"{name} {os.getpid()} {folder}"}


def claim() -> str | None:
    """Prepare the library for this process's slot, and return the slot's name; None if it has none.

    Call it before the library is imported. What a process of a slot starts inherits its environment, and
    has no slot: two processes must not write into one file.
    """
    found = os.environ.get(VARIABLE, "").split(" ", 2)
    if len(found) != 3:
        return None
    name, parent, folder = found
    os.environ.pop(LIBRARY_VARIABLE, None)
    if os.getppid() != int(parent):
        return None
    try:
        for prefix in PREFIXES:
            make_room(Path(folder, f"{prefix}_{name}.db"))
        Path(folder, f"{name}.pid").write_text(str(os.getpid()))
    except OSError as error:
        reason = error.strerror or str(error)
        problems.append(f"The metrics lack this process, for nothing can be written to {folder}: {reason}.")
        return None
    os.environ[LIBRARY_VARIABLE] = folder
    return name


def is_given() -> bool:
    """Whether this process belongs to a site one of whose processes answers Prometheus for all."""
    return VARIABLE in os.environ


def make_room(path: Path) -> None:
    """Make a file of counts unless it is there and sound, with room that nothing can take away later."""
    if path.exists() and not is_sound(path):
        path.unlink()
    with path.open("ab") as file:
        if sys.platform == "linux":
            os.posix_fallocate(file.fileno(), 0, FILE_BYTES)
        else:
            file.truncate(max(FILE_BYTES, path.stat().st_size))


def is_sound(path: Path) -> bool:
    """Whether the library can read a file of counts."""
    from prometheus_client.mmap_dict import MmapedDict  # noqa: PLC0415 - after the environment is prepared

    try:
        for _entry in MmapedDict.read_all_values_from_file(str(path)):  # type: ignore[no-untyped-call]
            pass
    except Exception:  # noqa: BLE001 - whatever bytes are there
        return False
    return True


def log_problems() -> None:
    """Log why this process has no slot; when it claims one, logs may not be set up yet."""
    while problems:
        logger.warning("%s", problems.pop())


def identifier_of(name: str) -> Callable[[], str]:
    """Return what names this process's files: its slot, and for a fork of it a name of its own."""
    own = os.getpid()

    def identifier() -> str:
        process = os.getpid()
        return name if process == own else f"{name}.{process}"

    return identifier
