"""Migrations beside a running site: time limits of PostgreSQL's, and who holds what a migration waits for."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connections

LOCK_NOT_AVAILABLE = "55P03"
"""PostgreSQL's code for a lock that was not had within `lock_timeout`."""


@contextmanager
def time_limits(using: str, *, lock: float, statement: float) -> Iterator[None]:
    """Let PostgreSQL give up on locks and statements in the block after so many seconds; 0 is no limit.

    Whoever waits for a table's strongest lock holds up all that come later, be they readers: such a wait has
    to be short. On SQLite, writers wait for each other as its settings say, and readers for nobody.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        yield
        return
    wanted = {"lock_timeout": f"{round(1000 * lock)}ms", "statement_timeout": f"{round(1000 * statement)}ms"}
    with connection.cursor() as cursor:
        for name, value in wanted.items():
            cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
    try:
        yield
    finally:
        reset(using, wanted)


def reset(using: str, names: dict[str, str]) -> None:
    """Let the connection's own time limits hold again; one that is lost has none."""
    connection = connections[using]
    if connection.connection is None or connection.in_atomic_block:
        return
    try:
        with connection.cursor() as cursor:
            for name in names:
                cursor.execute(f"RESET {name}")
    except DatabaseError:
        connection.close()


def is_lock_timeout(error: Exception) -> bool:
    """Whether the database gave up on a lock that others hold."""
    return getattr(error.__cause__, "sqlstate", None) == LOCK_NOT_AVAILABLE


def holders_of_locks(using: str) -> str:
    """Return a sentence on the oldest transactions of other sessions: one of these holds the lock."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT pid, round(extract(epoch FROM now() - xact_start)), state FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
            " AND backend_type = 'client backend' ORDER BY xact_start LIMIT 3"
        )
        found = [f"process {pid} for {seconds} s ({state})" for pid, seconds, state in cursor.fetchall()]
    if not found:
        return "No transaction is open any more."
    return f"The oldest transactions of the server: {', '.join(found)}."
