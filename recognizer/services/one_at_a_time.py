"""A lock across processes, for setting up a site: the second process waits until the first is done."""

import contextlib
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from recognizer.services.locks import locked


@contextmanager
def one_at_a_time(name: str, *, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Hold the lock of that name: on PostgreSQL for all machines of the database, else in the data folder."""
    if connections[using].vendor == "postgresql":
        with advisory_lock(name, using):
            yield
        return
    with locked(settings.DIGITWEB_DATA_DIR / f"{name}.lock"):
        yield


@contextmanager
def advisory_lock(name: str, using: str) -> Iterator[None]:
    """Hold PostgreSQL's lock of that name, which goes with the connection at the latest."""
    key = int.from_bytes(hashlib.sha256(f"digitweb {name}".encode()).digest()[:8], signed=True)
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [key])
    try:
        yield
    finally:
        with contextlib.suppress(DatabaseError), connections[using].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
