"""A database that nobody else uses: a restore waits for no server, and changes nothing under one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction

from recognizer.services.backup.errors import BackupRefused

PATIENCE_MS = 2000
"""How long SQLite's file may still be used by whoever is just ending."""


@contextmanager
def alone() -> Iterator[None]:
    """Do all of the block in one transaction on a database that no other process has open.

    Raises
    ------
    BackupRefused
        If others use it; the message says whom to stop.
    """
    if connection.vendor == "postgresql":
        refuse_others()
        with transaction.atomic():
            yield
        return
    wrapper: Any = connection
    before = wrapper.transaction_mode
    take_file()
    wrapper.transaction_mode = "EXCLUSIVE"
    try:
        with transaction.atomic():
            yield
    finally:
        wrapper.transaction_mode = before
        connection.close()  # the next one turns the log on again, and looks after foreign keys


def refuse_others() -> None:
    """Raise BackupRefused if anybody of our name has a connection to PostgreSQL's database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid, coalesce(host(client_addr), 'this machine') FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend' ORDER BY pid"
        )
        others = [f"{pid} from {address}" for pid, address in cursor.fetchall()]
    if others:
        raise BackupRefused(
            "The site is running: stop its web servers and workers on all machines first. "
            "These use the database now (server's process and address): {others}.",
            others=", ".join(others[:10]),
        )


def take_file() -> None:
    """Leave the write-ahead log, which only the one process can that has SQLite's file open."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            cursor.execute("PRAGMA journal_mode = DELETE")
            (mode,) = cursor.fetchone()
        except OperationalError as error:
            mode = str(error)
        cursor.execute("PRAGMA foreign_keys = OFF")  # a table can be dropped and made anew then
    if mode != "delete":
        connection.close()
        raise BackupRefused(
            "The site is running: stop web servers and workers first. Another process has {path} open.",
            path=connection.settings_dict["NAME"],
        )
