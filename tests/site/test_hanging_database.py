"""A database that takes connections and answers nothing, or that a migration has locked, stops no reading."""

import json
import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from tests.support.patience import PATIENCE_SECONDS, wait_until
from tests.support.postgres import SERVER, fresh_database, postgres_answers
from tests.support.proxy import Mode, Proxy, proxy_of
from tests.support.site import BAR, Site, running_site

pytestmark = pytest.mark.skipif(not postgres_answers(), reason=f"no PostgreSQL answers at {SERVER}")

ASKERS = 12
"""More than both processes have threads for pages of the database."""
PAGE = "/api/v1/learn/versions"
"""One that asks the database."""


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with fresh_database("hanging") as url:
        yield url


@pytest.fixture(scope="module")
def proxy(database: str) -> Iterator[Proxy]:
    with proxy_of(database, 5432) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, prepared: Path, database: str, proxy: Proxy
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(prepared / "static", folder / "data" / "static", copy_function=os.link)
    with running_site(folder, DATABASE_URL=proxy.url(database), DATABASE_TIMEOUT="2") as site:
        site.wait_for_version(1)  # each process has one: a busy machine may have kept it from the database
        yield site


def status(site: Site, path: str) -> int:
    """Return how an address is answered, on a connection of its own."""
    try:
        with urllib.request.urlopen(f"{site.url}{path}", timeout=PATIENCE_SECONDS) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def ready(site: Site) -> dict[str, str]:
    """Return what /readyz says once it says 200; nothing before, and each process has its own before."""
    try:
        with urllib.request.urlopen(f"{site.url}/readyz", timeout=PATIENCE_SECONDS) as response:
            answer: dict[str, str] = json.load(response)
            return answer
    except urllib.error.HTTPError:
        return {}


def assert_that_it_is_not_ready(site: Site) -> None:
    """Ask /readyz, which says that the database does not answer, and how all else stands."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{site.url}/readyz", timeout=PATIENCE_SECONDS)
    answer = json.load(refused.value)
    assert (refused.value.code, answer["database"], answer["disk"]) == (503, "unavailable", "ok")


def assert_that_reading_goes_on(site: Site) -> None:
    """Ask for pages of the database by more clients than there are threads for them, and read meanwhile."""
    with ThreadPoolExecutor(ASKERS) as pool:
        pages = [pool.submit(status, site, PAGE) for _ in range(ASKERS)]
        assert_that_it_is_not_ready(site)
        assert not any(page.done() for page in pages), "that is said before anybody has given up waiting"
        for _ in range(4):
            assert site.ask("recognize", BAR)["text"] == "1"
            assert status(site, "/healthz") == 200
            assert status(site, "/") == 200
        assert not all(page.done() for page in pages), "the pages were held up meanwhile"
        assert {page.result() for page in pages} <= {500, 503}, "they say in the end that they cannot"


def test_it_reads_while_the_database_hangs_and_says_that_it_is_not_ready(site: Site, proxy: Proxy) -> None:
    proxy.mode = Mode.HANGS
    try:
        assert_that_reading_goes_on(site)
        wait_until(lambda: site.ask("recognize", BAR) and said_in_the_log(site), site.log.read_text)
    finally:
        proxy.mode = Mode.FORWARDS
    wait_until(lambda: status(site, "/readyz") == 200, site.log.read_text)


def said_in_the_log(site: Site) -> bool:
    """Whether the log says that the version at hand goes on."""
    return "going on with the one at hand" in site.log.read_text()


def test_it_reads_while_a_migration_holds_a_lock(site: Site, database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("LOCK TABLE recognizer_modelversion IN ACCESS EXCLUSIVE MODE")
        for _ in range(40):
            assert site.ask("recognize", BAR)["text"] == "1"
            assert status(site, "/healthz") == 200
    wait_until(lambda: ready(site).get("cache") == "ok", site.log.read_text)
