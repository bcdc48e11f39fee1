"""How long recognition takes behind nginx while crowds of slow clients hang on it.

    python -m benchmarks.campaign.slow_clients

starts a site as `make run` does and an nginx with the configuration of `deploy/nginx` before it, both on free
ports in a folder that is removed, and prints a table. In turns nobody else is there, and a crowd of clients
that send a body drop by drop, of clients that send headers drop by drop, and of clients that never read what
they ask for. Whom nginx ends comes again at once, so a crowd stays as large as it is.
"""

import argparse
import contextlib
import itertools
import json
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles

from benchmarks.machine import processor
from benchmarks.serving import two
from tests.support.nginx import WITHOUT_NGINX, nginx_program, running_nginx
from tests.support.patience import PATIENCE_SECONDS
from tests.support.site import Site, running_site

GOAL = 2.0
"""Times the quiet p99 that it may be."""
DROP_SECONDS = 1.0
"""Between two drops of a client."""
PARTS = 20
"""Clients that are slow by themselves do not all send at the same moment."""
CLIENTS_OF_ADDRESS = 20
"""A crowd comes from many addresses: from one, nginx would let in 200 connections at most."""
SMALL = 4096
"""Bytes that a client's system takes in for it, so that what is not read stays with nginx."""
QUESTIONS_AHEAD = 20

PATH = "/api/v1/recognize"
BODY = json.dumps({"strokes": [two()], "mode": "digit"}).encode()


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of slow client: what it sends first, and what it sends drop by drop."""

    name: str
    first: bytes
    drop: bytes


def kinds(large_file: str) -> list[Kind]:
    """Return the three kinds; those that do not read ask for a large file."""
    post = f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n".encode()
    body = b"Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{"
    question = f"GET {large_file} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    return [
        Kind(name="slow bodies", first=post + body, drop=b" "),
        Kind(name="slow headers", first=post, drop=b"X-Drop: 1\r\n"),
        Kind(name="not reading", first=question * QUESTIONS_AHEAD, drop=b""),
    ]


@dataclass(kw_only=True)
class Crowd:
    """So many slow clients of one kind."""

    kind: Kind
    port: int
    size: int
    clients: dict[int, socket.socket] = field(default_factory=dict)
    ended: int = 0
    """How many were ended by the server."""

    def come(self) -> None:
        """Connect those who are not there, and let each begin."""
        for number in range(self.size):
            if number not in self.clients:
                self.clients[number] = self.begun(number)

    def begun(self, number: int) -> socket.socket:
        """Return a connection over which the first bytes were sent."""
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        client.bind((f"127.1.0.{1 + number // CLIENTS_OF_ADDRESS}", 0))
        client.settimeout(PATIENCE_SECONDS)
        client.connect(("127.0.0.1", self.port))
        client.sendall(self.kind.first)
        client.setblocking(False)
        return client

    def drip(self, part: int = 0, parts: int = 1) -> None:
        """Let each of a part of them send a drop, and forget those whom the server has ended."""
        for number, client in [at for at in self.clients.items() if at[0] % parts == part]:
            try:
                client.send(self.kind.drop)
                gone = not self.kind.drop and has_ended(client)
            except BlockingIOError:
                gone = False
            except OSError:
                gone = True
            if gone:
                self.clients.pop(number).close()
                self.ended += 1

    def leave(self) -> None:
        """Close all connections."""
        for client in self.clients.values():
            client.close()
        self.clients.clear()

    @contextlib.contextmanager
    def there(self) -> Iterator[None]:
        """Let the crowd be there in a block."""
        stop = threading.Event()

        def stay() -> None:
            for part in itertools.cycle(range(PARTS)):
                if stop.wait(DROP_SECONDS / PARTS):
                    return
                self.drip(part, PARTS)
                self.come()

        self.come()
        thread = threading.Thread(target=stay)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()
            self.leave()


def has_ended(client: socket.socket) -> bool:
    """Whether the server has reset the connection; what it sent is not read."""
    return client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) != 0


def ask_in_a_row(port: int, count: int) -> list[float]:
    """Ask over one connection; return how long each answer took, in milliseconds."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    took = []
    for _number in range(count):
        began = time.perf_counter()
        connection.request("POST", PATH, BODY, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        took.append(1000 * (time.perf_counter() - began))
        if answer.status != 200:
            sys.exit(f"A digit was answered with {answer.status}: {text[:200]!r}")
    connection.close()
    return took


def latencies(port: int, *, clients: int, questions: int) -> list[float]:
    """Return how long the answers to several clients took, in milliseconds."""
    with ThreadPoolExecutor(clients) as pool:
        each = pool.map(lambda _number: ask_in_a_row(port, questions // clients), range(clients))
        return [took for row in each for took in row]


def halves_and_tails(took: Sequence[float]) -> tuple[float, float]:
    """Return median and 99th percentile."""
    return median(took), quantiles(took, n=100)[98]


def largest_file(site: Site) -> str:
    """Return the address of the largest static file, which no client's system takes in unread."""
    collected = site.data_dir / "static"
    largest = max(collected.rglob("*.js"), key=lambda path: path.stat().st_size)
    return f"/static/{largest.relative_to(collected)}"


def measured(
    crowds: Sequence[Crowd | None], ask: Callable[[], list[float]], rounds: int
) -> list[tuple[float, float]]:
    """Measure beside each crowd in turns; return for each the medians of its halves and tails."""
    found: list[list[tuple[float, float]]] = [[] for _crowd in crowds]
    ask()  # warm up
    for _round in range(rounds):
        for crowd, results in zip(crowds, found, strict=True):
            with crowd.there() if crowd else contextlib.nullcontext():
                results.append(halves_and_tails(ask()))
    return [(median(half for half, _ in each), median(tail for _, tail in each)) for each in found]


def options() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--crowd", type=int, default=200, help="slow clients of a kind; 200")
    parser.add_argument("--clients", type=int, default=2, help="clients that have digits read; 2")
    parser.add_argument("--questions", type=int, default=2000, help="digits beside each crowd; 2000")
    parser.add_argument("--rounds", type=int, default=3, help="times that each crowd comes; 3")
    return parser.parse_args()


def main() -> None:
    """Measure, and print what came out."""
    asked = options()
    if nginx_program() is None:
        sys.exit(WITHOUT_NGINX)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "nginx").mkdir()
        with (
            running_site(folder, polite=True, NUM_PROXIES="1") as site,
            running_nginx(
                folder / "nginx",
                upstream=site.url.removeprefix("http://"),
                static=site.data_dir / "static",
            ) as nginx,
            ProcessPoolExecutor(1) as asking,  # the crowd, which is in this one, takes no time from it
        ):
            all_kinds = kinds(largest_file(site))
            crowds = [None, *(Crowd(kind=kind, port=nginx.port, size=asked.crowd) for kind in all_kinds)]
            found = measured(
                crowds,
                lambda: asking.submit(
                    latencies, nginx.port, clients=asked.clients, questions=asked.questions
                ).result(),
                asked.rounds,
            )
    quiet = found[0][1]
    print(f"{'beside':<16} {'clients':>7} {'p50 ms':>8} {'p99 ms':>8} {'× quiet':>8} {'ended':>6}")
    for crowd, (half, tail) in zip(crowds, found, strict=True):
        who, size, ended = (crowd.kind.name, crowd.size, crowd.ended) if crowd else ("nobody", 0, 0)
        print(f"{who:<16} {size:7} {half:8.2f} {tail:8.2f} {tail / quiet:8.2f} {ended:6}")
    print(f"goal: p99 at most {GOAL:.0f} × quiet; {asked.rounds} rounds, {processor()}")


if __name__ == "__main__":
    main()
