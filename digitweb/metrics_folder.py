"""The folder in which the processes of a site count, made by their supervisor and removed by it."""

import contextlib
import fcntl
import logging
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

PREFIX = "digitweb-metrics-"
LOCK = "lock"

logger = logging.getLogger("digitweb.supervisor")


@contextlib.contextmanager
def metrics_folder(*, is_wanted: bool) -> Iterator[str | None]:
    """Yield an empty folder, None if none is wanted or can be made; remove it, and what dead sites left.

    It lies among temporary files, not in the data folder, which several hosts may share.
    """
    if not is_wanted:
        yield None
        return
    try:
        remove_left_folders()
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        lock = (folder / LOCK).open("w")
    except OSError as error:
        logger.error("There are no metrics, for no folder for them can be made: %s.", error.strerror)  # noqa: TRY400
        yield None
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield str(folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def remove_left_folders() -> None:
    """Remove the folders of supervisors that were killed: of one that lives, the lock is held."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError), (folder / LOCK).open("r+") as lock:
            if is_free(lock):
                shutil.rmtree(folder, ignore_errors=True)


def is_free(lock: IO[str]) -> bool:
    """Whether nobody holds a lock; if so it is ours now."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
