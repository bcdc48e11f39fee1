"""Stands between a site and a server that it needs, and does what networks and servers do when they fail."""

import contextlib
import enum
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

LOOK_SECONDS = 0.05


class Mode(enum.Enum):
    """What a proxy does."""

    FORWARDS = "forwards"
    SLOW = "slow"
    """Hands over each piece so much later."""
    HANGS = "hangs"
    """Takes connections and questions, and answers nothing."""
    AWAY = "away"
    """Takes no connection, and has ended those that there were."""


class Proxy:
    """Forwards between clients and a server, unless it is told otherwise by its `mode`."""

    def __init__(self, host: str, port: int, *, delay: float = 0.5) -> None:
        self.target = (host, port)
        self.delay = delay
        self.mode = Mode.FORWARDS
        self.ended = threading.Event()
        self.server: socket.socket | None = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.server.getsockname()[1]
        self.pairs: dict[socket.socket, socket.socket] = {}
        self.late: deque[tuple[float, socket.socket, bytes]] = deque()
        """Pieces that are on their way: when each is due, and where it came from."""
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.server, selectors.EVENT_READ)
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def url(self, address: str) -> str:
        """Return an address of the server as one that leads through here."""
        parts = urlsplit(address)
        user = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
        return urlunsplit(parts._replace(netloc=f"{user}127.0.0.1:{self.port}"))

    def run(self) -> None:
        """Forward until it is ended."""
        while not self.ended.is_set():
            if self.mode is Mode.HANGS:
                time.sleep(LOOK_SECONDS)
                continue
            if (self.mode is Mode.AWAY) == (self.server is not None):
                self.leave() if self.server else self.come_back()
            while self.late and self.late[0][0] <= time.monotonic():
                _due, source, data = self.late.popleft()
                self.hand_over(source, data)
            for key, _events in self.selector.select(
                min(LOOK_SECONDS, self.delay) if self.late else LOOK_SECONDS
            ):
                self.handle(key.fileobj)  # type: ignore[arg-type]

    def leave(self) -> None:
        """End all connections, and take no more."""
        assert self.server
        self.selector.unregister(self.server)
        self.server.close()
        self.server = None
        for end in list(self.pairs):
            self.part(end)

    def come_back(self) -> None:
        """Take connections again, on the same port."""
        self.server = socket.create_server(("127.0.0.1", self.port))
        self.selector.register(self.server, selectors.EVENT_READ)

    def handle(self, source: socket.socket) -> None:
        """Take a connection or a piece."""
        if source is self.server:
            client, _address = self.server.accept()
            server = socket.create_connection(self.target)
            self.pairs[client], self.pairs[server] = server, client
            for end in (client, server):
                self.selector.register(end, selectors.EVENT_READ)
            return
        if source not in self.pairs:
            return  # both ends had news, and the other has closed the two
        data = b""
        with contextlib.suppress(OSError):
            data = source.recv(65536)
        if self.mode is Mode.SLOW and data:
            self.late.append((time.monotonic() + self.delay, source, data))
        else:
            self.hand_over(source, data)

    def hand_over(self, source: socket.socket, data: bytes) -> None:
        """Send a piece on to the other end; without one the connection is at its end."""
        if source not in self.pairs:
            return
        try:
            if data:
                self.pairs[source].sendall(data)
                return
        except OSError:
            pass
        self.part(source)

    def part(self, source: socket.socket) -> None:
        """Close both ends of a connection."""
        if source not in self.pairs:
            return
        for end in (source, self.pairs.pop(source)):
            self.pairs.pop(end, None)
            self.selector.unregister(end)
            end.close()

    def end(self) -> None:
        """End it."""
        self.ended.set()
        self.thread.join()
        for end in (self.server, *self.pairs):
            if end:
                end.close()
        self.selector.close()


@contextlib.contextmanager
def proxy_of(address: str, usual_port: int) -> Iterator[Proxy]:
    """Yield a proxy before the server of an address until the block ends."""
    parts = urlsplit(address)
    proxy = Proxy(parts.hostname or "127.0.0.1", parts.port or usual_port)
    try:
        yield proxy
    finally:
        proxy.end()
