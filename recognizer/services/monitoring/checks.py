"""Whether what a site stands on answers: database, cache, and the disk of the data folder."""

import errno
import shutil
import tempfile
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, connection

MIB = 1024 * 1024


class State(StrEnum):
    """How something stands."""

    OK = "ok"
    UNAVAILABLE = "unavailable"
    """It does not answer, or not in time."""
    FULL = "full"
    """Of a disk: less is left than MIN_FREE_DISK."""
    READ_ONLY = "read-only"
    """Of a disk: nothing can be written."""


def database_state() -> State:
    """Return whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return State.UNAVAILABLE
    return State.OK


def cache_state() -> State:
    """Return whether the cache can be asked."""
    try:
        cache.get("readyz")
    except Exception:  # noqa: BLE001 - each kind of cache has errors of its own
        return State.UNAVAILABLE
    return State.OK


def disk_state() -> State:
    """Return whether the data folder can be written, and enough is left."""
    folder: Path = settings.DIGITWEB_DATA_DIR
    try:
        with tempfile.TemporaryFile(dir=folder, prefix=".disk-") as file:
            file.write(b"1")
            file.flush()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return State.FULL if error.errno in {errno.ENOSPC, errno.EDQUOT} else State.READ_ONLY
    return State.FULL if free < settings.MIN_FREE_DISK * MIB else State.OK
