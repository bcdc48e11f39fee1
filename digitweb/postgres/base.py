"""Connections whose server may hang: it takes connections and bytes, and answers nothing.

The server's own limits (`statement_timeout`) do not help then. So nothing here waits longer than
`WAIT_SECONDS` of the database's settings; afterwards all are refused at once for a while, then one tries.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.db.backends.postgresql import base

REFUSE_SECONDS = 5.0


class OutageTracker:
    """Remembers for all connections of the process whether the server answers."""

    def __init__(self) -> None:
        self._until: float | None = None
        self._lock = threading.Lock()

    def check(self, seconds: float) -> None:
        """Raise OperationalError during an outage, but let one attempt through when a retry is due."""
        with self._lock:
            now = time.monotonic()
            if self._until is None:
                return
            if now < self._until:
                raise psycopg.OperationalError("The database did not answer a moment ago.")
            self._until = now + seconds

    def begins(self) -> None:
        """Record the start of an outage: the server did not answer in time."""
        self._until = time.monotonic() + REFUSE_SECONDS

    def ends(self) -> None:
        """Record the end of an outage: the server answered."""
        self._until = None


outage = OutageTracker()


def bounded(connection: "psycopg.Connection[Any]", seconds: float) -> Callable[..., Any]:
    """Return the connection's `wait` with a time limit, after which the connection is closed."""
    wait = connection.wait

    def wait_for(generator: Any, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - the driver's own
        try:
            outage.check(seconds)
            answer = wait(generator, *arguments, **{"timeout": seconds, **options})
        except psycopg.errors._WaitTimeout:
            outage.begins()
            connection.close()
            raise psycopg.OperationalError(f"The database did not answer within {seconds:g} s.") from None
        outage.ends()
        return answer

    return wait_for


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper, with time limits."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:  # noqa: ANN401 - the driver's own
        """Connect, unless there is an outage."""
        seconds = float(self.settings_dict["WAIT_SECONDS"])
        outage.check(seconds)
        try:
            connection = super().get_new_connection(conn_params)
        except psycopg.errors.ConnectionTimeout:
            outage.begins()
            raise
        outage.ends()
        connection.wait = bounded(connection, seconds)
        return connection
