"""A database that only one test has open: a restore wants to be alone."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from django.db import connection


@contextlib.contextmanager
def own_database(folder: Path) -> Iterator[None]:
    """Work on a copy of SQLite's file in the block; threads of earlier tests may still have that itself open.

    On PostgreSQL nothing changes.
    """
    if connection.vendor != "sqlite":
        yield
        return
    settings = connection.settings_dict  # of all threads
    before, copy = settings["NAME"], folder / "own.sqlite3"
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(copy)) as target:
        connection.connection.backup(target)
    connection.close()
    settings["NAME"] = str(copy)
    try:
        yield
    finally:
        connection.close()
        settings["NAME"] = before
