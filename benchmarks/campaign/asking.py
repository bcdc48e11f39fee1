"""Many clients in one thread, over connections that stay: what asks must not be what is slow."""

import heapq
import itertools
import json
import random
import selectors
import socket
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.support.site import BAR

BODY = json.dumps(BAR).encode()
QUESTION = (
    b"POST /api/v1/recognize HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY)
) + BODY
RIGHT = b'"text":"1"'
LOOK_SECONDS = 0.2
LEAST_AFTER_FAILURE = 0.1


@dataclass(eq=False)
class Asker:
    """One client."""

    connection: socket.socket | None = None
    asked: float | None = None
    received: bytes = b""


@dataclass
class Tally:
    """What came of the questions."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


class Askers:
    """Clients who each ask, wait for the answer, pause, and ask again.

    Each pause is drawn anew, `pause` seconds in the mean: were all as long, whoever once waited together
    would ask together ever after, and the longer it goes on, the more of them.
    """

    def __init__(self, url: str, clients: int, *, pause: float = 0.0, seed: int = 0) -> None:
        address = urlsplit(url)
        self.address = (address.hostname, address.port)
        self.pause = pause
        self.rng = random.Random(seed)  # noqa: S311 - of pauses
        self.selector = selectors.DefaultSelector()
        self.askers = [Asker() for _ in range(clients)]
        self.tally = Tally()
        self._order = itertools.count()
        self._due: list[tuple[float, int, Asker]] = []
        for asker in self.askers:
            self.rest(asker)

    def run(self, seconds: float, *, to_the_last: bool = True) -> Tally:
        """Let them ask for so long; return what came.

        With `to_the_last`, the answers that are on their way are waited for; else the next run has them.
        """
        self.tally = Tally()
        end = time.monotonic() + seconds
        while (now := time.monotonic()) < end:
            due = self._due[0][0] if self._due else now + LOOK_SECONDS
            self.take(min(LOOK_SECONDS, max(0.0, due - now)))
            now = time.monotonic()
            while self._due and self._due[0][0] <= now:
                self.ask(heapq.heappop(self._due)[2])
        if to_the_last:
            self.take_the_last()
        return self.tally

    def take_the_last(self) -> None:
        """Take in the answers that are on their way."""
        last = time.monotonic() + 60
        while any(asker.asked is not None for asker in self.askers) and time.monotonic() < last:
            self.take(LOOK_SECONDS)
        for asker in self.askers:
            if asker.asked is not None:
                self.fail(asker, "no answer within a minute")

    def rest(self, asker: Asker, least: float = 0.0) -> None:
        """Let a client ask again after a pause."""
        drawn = self.rng.expovariate(1 / self.pause) if self.pause else 0.0
        heapq.heappush(self._due, (time.monotonic() + max(drawn, least), next(self._order), asker))

    def ask(self, asker: Asker) -> None:
        """Send a client's question."""
        asker.asked = time.monotonic()
        try:
            if asker.connection is None:
                asker.connection = socket.create_connection(self.address, 30)
                asker.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.selector.register(asker.connection, selectors.EVENT_READ, asker)
            asker.connection.sendall(QUESTION)
        except OSError as error:
            self.fail(asker, repr(error))

    def take(self, wait: float) -> None:
        """Take in what has come."""
        for key, _events in self.selector.select(wait):
            asker: Asker = key.data
            try:
                data = asker.connection.recv(65536) if asker.connection else b""
            except OSError as error:
                self.fail(asker, repr(error))
                continue
            if not data:
                self.fail(asker, "closed")
                continue
            asker.received += data
            if is_whole(asker.received):
                self.note(asker)

    def note(self, asker: Asker) -> None:
        """Keep how long an answer took, or what was wrong with it."""
        now = time.monotonic()
        if asker.received.startswith(b"HTTP/1.1 200 ") and RIGHT in asker.received:
            self.tally.seconds.append(now - (asker.asked or now))
        else:
            self.tally.failures.append(asker.received[:200].decode(errors="replace"))
        asker.received, asker.asked = b"", None
        self.rest(asker)

    def fail(self, asker: Asker, why: str) -> None:
        """Note a question that was not answered; a connection that ends beside questions is none."""
        if asker.asked is not None:
            self.tally.failures.append(why)
            self.rest(asker, LEAST_AFTER_FAILURE)
        if asker.connection is not None:
            self.selector.unregister(asker.connection)
            asker.connection.close()
        asker.connection, asker.received, asker.asked = None, b"", None

    def close(self) -> None:
        """Close all connections."""
        for asker in self.askers:
            if asker.connection is not None:
                asker.connection.close()
        self.selector.close()


def is_whole(received: bytes) -> bool:
    """Whether an answer has come whole."""
    head, found, body = received.partition(b"\r\n\r\n")
    if not found:
        return False
    _before, _name, rest = head.lower().partition(b"content-length:")
    return len(body) >= int(rest.split(b"\r\n")[0] or 0)
