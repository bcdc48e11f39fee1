"""Behind nginx recognition goes on beside slow clients, and those are let go in the end."""

import select
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.campaign.slow_clients import Crowd, Kind, halves_and_tails, kinds, largest_file, latencies
from tests.support.nginx import WITHOUT_NGINX, Nginx, nginx_program, running_nginx
from tests.support.patience import PATIENCE_SECONDS, wait_until
from tests.support.site import Site

pytestmark = pytest.mark.skipif(nginx_program() is None, reason=WITHOUT_NGINX)

OF_EACH_KIND = 50
QUESTIONS = 40


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory, site_server: Site) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("nginx")
    upstream, static = site_server.url.removeprefix("http://"), site_server.data_dir / "static"
    with running_nginx(folder, upstream=upstream, static=static, seconds=2) as nginx:
        yield nginx


@pytest.fixture
def crowds(nginx: Nginx, site_server: Site) -> Iterator[list[Crowd]]:
    made = [Crowd(kind=kind, port=nginx.port, size=OF_EACH_KIND) for kind in kinds(largest_file(site_server))]
    yield made
    for crowd in made:
        crowd.leave()


def test_digits_are_read_beside_a_crowd_that_is_let_go(nginx: Nginx, crowds: list[Crowd]) -> None:
    for crowd in crowds:
        crowd.come()
    assert len(latencies(nginx.port, clients=4, questions=QUESTIONS)) == QUESTIONS
    with ThreadPoolExecutor(len(crowds)) as pool:
        assert all(pool.map(all_are_let_go, crowds)), nginx.log


def all_are_let_go(crowd: Crowd) -> bool:
    """Wait until nginx has ended each of a crowd, none of whom sends or reads anything more."""
    news = select.POLLRDHUP if crowd.kind.drop else 0  # what nobody reads would be news for ever
    for client in crowd.clients.values():
        poll = select.poll()
        poll.register(client, news)
        if not poll.poll(1000 * PATIENCE_SECONDS):
            return False
    return True


def test_whom_the_server_ended_comes_again() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        kind = Kind(name="ended at once", first=b"x", drop=b"x")
        crowd = Crowd(kind=kind, port=server.getsockname()[1], size=2)
        crowd.come()
        for _client in range(crowd.size):
            server.accept()[0].close()

        def all_are_gone() -> bool:
            crowd.drip()
            return not crowd.clients

        wait_until(all_are_gone, lambda: crowd)
        assert crowd.ended == 2
        crowd.come()
        assert len(crowd.clients) == 2
        crowd.leave()


def test_median_and_tail_are_those_of_the_field() -> None:
    half, tail = halves_and_tails([float(number) for number in range(1, 1001)])
    assert half == 500.5
    assert 990 <= tail <= 991
