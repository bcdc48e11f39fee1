"""`make run` by itself answers while others send their questions drop by drop, or do not read its answers."""

import json
import select
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE_SECONDS
from tests.support.site import BAR, Site, running_site
from tests.support.slow_clients import slow_clients

OF_EACH_KIND = 50
QUESTIONS = 24


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site"), prepared=prepared) as site:
        yield site


@pytest.fixture(scope="module")
def large_file(site: Site) -> str:
    """The address of a file that no client's system takes in unread."""
    collected = site.data_dir / "static"
    largest = max(collected.rglob("*.js"), key=lambda path: path.stat().st_size)
    assert largest.stat().st_size > 1_000_000
    return f"/static/{largest.relative_to(collected)}"


def test_recognition_goes_on_and_those_who_are_too_slow_are_told_and_let_go(
    site: Site, large_file: str
) -> None:
    with slow_clients(site.url, senders=OF_EACH_KIND, readers=OF_EACH_KIND, path=large_file) as clients:
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _number: site.ask("recognize", BAR)["text"], range(QUESTIONS)))
        assert answers == ["1"] * QUESTIONS
        for sender in clients[:OF_EACH_KIND]:
            sender.settimeout(PATIENCE_SECONDS)
            head, _, body = whole_answer(sender).partition(b"\r\n\r\n")
            assert b" 408 " in head.splitlines()[0]
            assert b"application/problem+json" in head
            assert "did not come whole" in json.loads(body)["detail"]
        for reader in clients[OF_EACH_KIND:]:
            wait_until_let_go(reader)


def wait_until_let_go(client: socket.socket) -> None:
    """Wait until the server ends a connection of which nothing is read."""
    poll = select.poll()
    poll.register(client, 0)  # no news but that it has ended
    assert poll.poll(1000 * PATIENCE_SECONDS)


def whole_answer(client: socket.socket) -> bytes:
    """Return what comes until the server ends the connection."""
    pieces = []
    try:
        while piece := client.recv(65536):
            pieces.append(piece)
    except ConnectionError:
        pass
    return b"".join(pieces)


def test_a_body_that_is_too_large_is_refused_in_words_although_it_is_still_being_sent(site: Site) -> None:
    request = urllib.request.Request(
        f"{site.url}/api/v1/recognize",
        b" " * (80 * 2**20),
        {"Content-Type": "application/json", "Accept-Language": "zh-hans"},
    )
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(request, timeout=PATIENCE_SECONDS)
    assert error.value.code == 413
    assert json.load(error.value)["status"] == 413
