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
    """Remembers, for all connections of the process, that the server does not answer."""

    def __init__(self) -> None:
        self._until: float | None = None
        self._lock = threading.Lock()

    def check(self, seconds: float) -> None:
        """Refuse while the server is known to be silent; let one through when it is time to try."""
        with self._lock:
            now = time.monotonic()
            if self._until is None:
                return
            if now < self._until:
                raise psycopg.OperationalError("The database did not answer a moment ago.")
            self._until = now + seconds

    def begins(self) -> None:
        """Note that the server did not answer in time."""
        self._until = time.monotonic() + REFUSE_SECONDS

    def ends(self) -> None:
        """Note that it did."""
        self._until = None


outage = OutageTracker()


def bounded(connection: "psycopg.Connection[Any]", seconds: float) -> Callable[..., Any]:
    """Return the connection's way to wait, bounded; a connection that was waited for in vain is closed."""
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
    """Django's, with bounded waiting."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:  # noqa: ANN401 - the driver's own
        """Connect, unless the server was silent a moment ago."""
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
