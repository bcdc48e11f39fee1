"""A database that is locked, away, slow, or that hangs."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from benchmarks.campaign.sites import campaign_site
from benchmarks.campaign.undoing.fault import Watched, is_kept, is_refusal, watch
from benchmarks.campaign.wire import Answer
from tests.support.postgres import fresh_database, postgres_answers
from tests.support.proxy import Mode, Proxy, proxy_of

TIMEOUT = "2"


@contextlib.contextmanager
def locked(database: Path) -> Iterator[None]:
    """Hold the lock for writing."""
    with contextlib.closing(sqlite3.connect(database, timeout=60, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


def sqlite_locked(seconds: float) -> Watched:
    """Lock the database as another program would that writes for long."""
    with campaign_site("locked", variables={"DATABASE_TIMEOUT": TIMEOUT}) as site:
        return watch(site, locked(site.data_dir / "digitweb.sqlite3"), seconds)


@contextlib.contextmanager
def misbehaving(proxy: Proxy, mode: str) -> Iterator[None]:
    """Let a proxy do something else than forward."""
    proxy.mode = Mode(mode)
    try:
        yield
    finally:
        proxy.mode = Mode.FORWARDS


def says_so_or_does_it(answer: Answer) -> bool:
    """Whether what is slow was done, or was said not to be."""
    return is_kept(answer) or is_refusal(answer)


def postgres(mode: str, seconds: float) -> Watched:
    """Let PostgreSQL be away, hang, or answer late."""
    if not postgres_answers():
        return Watched(skipped="no PostgreSQL answers")
    with (
        fresh_database(f"campaign_{mode}") as url,
        proxy_of(url, 5432) as proxy,
        campaign_site(
            "postgres",
            database="given",
            variables={"DATABASE_URL": proxy.url(url), "DATABASE_TIMEOUT": TIMEOUT},
        ) as site,
    ):
        says = says_so_or_does_it if mode == "slow" else is_refusal
        return watch(site, misbehaving(proxy, mode), seconds, says_so=says)
