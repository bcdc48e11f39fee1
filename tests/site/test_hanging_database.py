"""A database that takes connections and answers nothing, or that a migration has locked, stops no reading."""

import contextlib
import json
import os
import selectors
import shutil
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.support.patience import PATIENCE_SECONDS, wait_until
from tests.support.postgres import SERVER, fresh_database, postgres_answers
from tests.support.site import BAR, Site, running_site

pytestmark = pytest.mark.skipif(not postgres_answers(), reason=f"no PostgreSQL answers at {SERVER}")

ASKERS = 12
"""More than both processes have threads for pages of the database."""


class Proxy:
    """Stands between a site and its database, and forwards nothing while it is told not to."""

    def __init__(self, host: str, port: int) -> None:
        self.target = (host, port)
        self.forwards = threading.Event()
        self.forwards.set()
        self.ended = threading.Event()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.server.getsockname()[1]
        self.pairs: dict[socket.socket, socket.socket] = {}
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self.server, selectors.EVENT_READ)
            while not self.ended.is_set():
                if not self.forwards.wait(0.05):
                    continue
                for key, _events in selector.select(0.05):
                    self.handle(selector, key.fileobj)  # type: ignore[arg-type]

    def handle(self, selector: selectors.BaseSelector, source: socket.socket) -> None:
        if source is self.server:
            client, _address = self.server.accept()
            database = socket.create_connection(self.target)
            self.pairs[client], self.pairs[database] = database, client
            for end in (client, database):
                selector.register(end, selectors.EVENT_READ)
            return
        if source not in self.pairs:
            return  # both ends had news, and the other has closed the two
        data = b""
        with contextlib.suppress(OSError):
            if data := source.recv(65536):
                self.pairs[source].sendall(data)
        if not data:
            for end in (source, self.pairs.pop(source)):
                self.pairs.pop(end, None)
                selector.unregister(end)
                end.close()

    def end(self) -> None:
        self.ended.set()
        self.forwards.set()
        self.thread.join()
        for end in (self.server, *self.pairs):
            end.close()


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with fresh_database("hanging") as url:
        yield url


@pytest.fixture(scope="module")
def proxy(database: str) -> Iterator[Proxy]:
    address = urlsplit(database)
    proxy = Proxy(address.hostname or "", address.port or 5432)
    yield proxy
    proxy.end()


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, prepared: Path, database: str, proxy: Proxy
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(prepared / "static", folder / "data" / "static", copy_function=os.link)
    address = urlsplit(database)
    netloc = f"{address.username}@127.0.0.1:{proxy.port}"
    url = urlunsplit(address._replace(netloc=netloc))
    with running_site(folder, DATABASE_URL=url, DATABASE_TIMEOUT="2") as site:
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


def assert_that_reading_goes_on(site: Site) -> None:
    """Ask for pages of the database by more clients than there are threads for them, and read meanwhile."""
    with ThreadPoolExecutor(ASKERS) as pool:
        pages = [pool.submit(status, site, "/readyz") for _ in range(ASKERS)]
        for _ in range(20):
            assert site.ask("recognize", BAR)["text"] == "1"
            assert status(site, "/healthz") == 200
            assert status(site, "/") == 200
        assert not all(page.done() for page in pages), "the pages were held up meanwhile"
        assert {page.result() for page in pages} == {503}, "they say in the end that they cannot"


def test_it_reads_while_the_database_hangs_and_says_that_it_is_not_ready(site: Site, proxy: Proxy) -> None:
    proxy.forwards.clear()
    try:
        assert_that_reading_goes_on(site)
        wait_until(lambda: site.ask("recognize", BAR) and said_in_the_log(site), site.log.read_text)
    finally:
        proxy.forwards.set()
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
