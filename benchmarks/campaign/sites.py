"""Sites for campaigns: on SQLite or on PostgreSQL, each in a folder of its own that goes in the end."""

import contextlib
import signal
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.support.postgres import fresh_database, postgres_answers
from tests.support.prepared import prepare
from tests.support.site import Site, running_site

DATABASES = ("sqlite", "postgres")
GIVEN = "given"
"""The caller names it by DATABASE_URL."""


@contextlib.contextmanager
def database_url(kind: str, purpose: str) -> Iterator[dict[str, str]]:
    """Yield what names an empty database of a kind; end the campaign where there is no server."""
    if kind in {"sqlite", GIVEN}:
        yield {}
        return
    if not postgres_answers():
        raise SystemExit("No PostgreSQL answers; TEST_POSTGRES names its server.")
    with fresh_database(f"campaign_{purpose}") as url:
        yield {"DATABASE_URL": url}


@contextlib.contextmanager
def ended_in_order() -> Iterator[None]:
    """Let SIGTERM end what is in the block as Ctrl-C does: nothing that it started goes on alone."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextlib.contextmanager
def campaign_site(
    purpose: str,
    *,
    database: str = "sqlite",
    polite: bool = True,
    prepared: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> Iterator[Site]:
    """Run a site, with these variables in its environment, until the block ends."""
    with (
        ended_in_order(),
        tempfile.TemporaryDirectory(prefix=f"campaign-{purpose}-") as name,
        database_url(database, purpose) as url,
    ):
        folder = Path(name)
        if prepared is None and database == "sqlite":
            prepared = folder / "prepared"
            prepare(prepared)
        at_hand = prepared if database == "sqlite" else None
        with running_site(
            folder, prepared=at_hand, polite=polite, **{"WEB_WORKERS": "2", **url, **(variables or {})}
        ) as site:
            site.wait_for_version(1)
            yield site
