"""How long a process waits for PostgreSQL."""

import time
from typing import Any

import psycopg
import pytest

from digitweb.environment import with_time_limit
from digitweb.postgres import base
from digitweb.postgres.base import OutageTracker
from tests.support.postgres import SERVER, postgres_answers


@pytest.fixture
def outage(monkeypatch: pytest.MonkeyPatch) -> OutageTracker:
    outage = OutageTracker()
    monkeypatch.setattr(base, "outage", outage)
    return outage


def test_after_a_silence_all_are_refused_and_then_one_tries(
    outage: OutageTracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    outage.check(3)
    outage.begins()
    with pytest.raises(psycopg.OperationalError, match="did not answer a moment ago"):
        outage.check(3)
    now[0] = 5.0
    outage.check(3)
    with pytest.raises(psycopg.OperationalError, match="did not answer a moment ago"):
        outage.check(3)
    outage.ends()
    outage.check(3)


@pytest.mark.skipif(not postgres_answers(), reason=f"no PostgreSQL answers at {SERVER}")
def test_a_statement_without_an_answer_ends_with_its_connection(outage: OutageTracker) -> None:
    with psycopg.connect(SERVER) as connection:
        connection.wait = base.bounded(connection, 0.2)  # type: ignore[method-assign]
        with pytest.raises(psycopg.OperationalError, match=r"did not answer within 0\.2 s"):
            connection.execute("SELECT pg_sleep(300)")
        assert connection.closed


@pytest.mark.parametrize("engine", ["django.db.backends.postgresql", "django.db.backends.sqlite3"])
def test_a_limit_leaves_the_other_options(engine: str) -> None:
    database: dict[str, Any] = {"ENGINE": engine, "OPTIONS": {"options": "-c geqo=off", "other": 1}}
    limited = with_time_limit(database, 5)
    assert limited["OPTIONS"]["other"] == 1
    if engine.endswith("sqlite3"):
        assert limited["OPTIONS"]["timeout"] == 5
    else:
        assert limited["OPTIONS"]["options"] == "-c statement_timeout=5s -c lock_timeout=5s -c geqo=off"
    assert database["OPTIONS"] == {"options": "-c geqo=off", "other": 1}
