"""Where the tests find PostgreSQL, if a server answers.

    python -m tests.support.postgres

prints the DATABASE_URL for a test run on it and ends with 0, or says that none answers and ends with 1.
"""

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.support.site import ROOT

SERVER = os.environ.get("TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
"""A database on the server that may be connected to, by a user who may make others."""


def postgres_answers() -> bool:
    """Whether there is a server that lets us in."""
    with contextlib.suppress(psycopg.OperationalError):
        psycopg.connect(SERVER, connect_timeout=30).close()
        return True
    return False


def url_of(database: str) -> str:
    """Return the DATABASE_URL of a database on the server."""
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{database}"))


def own_name(purpose: str) -> str:
    """Return a name that test runs of other checkouts do not use, of the same path in another root either."""
    folder = ROOT.stat()
    checkout = f"{ROOT} {folder.st_dev} {folder.st_ino}"
    return f"digitweb_{purpose}_{hashlib.sha256(checkout.encode()).hexdigest()[:8]}"


@contextlib.contextmanager
def fresh_database(purpose: str) -> Iterator[str]:
    """Make an empty database, yield its DATABASE_URL, and drop it."""
    name = own_name(purpose)
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield url_of(name)
        finally:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextlib.contextmanager
def database(kind: str, purpose: str) -> Iterator[dict[str, str]]:
    """Yield the environment that names an empty database, SQLite or PostgreSQL; skip without a server."""
    if kind == "SQLite":
        yield {}
    elif not postgres_answers():
        pytest.skip("no PostgreSQL answers")
    else:
        with fresh_database(purpose) as url:
            yield {"DATABASE_URL": url}


if __name__ == "__main__":
    if not postgres_answers():
        sys.exit(f"No PostgreSQL answers at {urlsplit(SERVER).netloc}: its tests are skipped.")
    sys.stdout.write(url_of(own_name("tests")) + "\n")
