"""The database as it is at one moment, for as long as it takes to read it, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Let all reads in the block see the database as it is at the first one; nobody waits for it.

    PostgreSQL keeps such a picture by itself (REPEATABLE READ), SQLite by its write-ahead log.
    """
    wrapper: Any = connection  # `transaction_mode` is of SQLite's alone
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT 1")
            yield
        return
    connection.ensure_connection()
    before, wrapper.transaction_mode = wrapper.transaction_mode, "DEFERRED"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM sqlite_master")  # takes the picture
            yield
    finally:
        wrapper.transaction_mode = before
