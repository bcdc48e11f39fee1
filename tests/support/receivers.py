"""Receivers of webhooks: real HTTP servers on this machine."""

import contextlib
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from recognizer.models import CHOSEN_EVENTS, Webhook
from recognizer.services.webhooks.signature import new_secret
from tests.support.patience import PATIENCE_SECONDS

Answer = int | Callable[[BaseHTTPRequestHandler], object]
"""A status, or what a receiver does instead of answering."""


@dataclass(frozen=True, kw_only=True)
class Received:
    """What came."""

    path: str
    headers: dict[str, str]
    body: bytes
    peer: str


@dataclass(kw_only=True)
class Receiver:
    """A server that keeps what it is sent, and answers as it is told: 204 if it is told nothing."""

    url: str
    received: list[Received] = field(default_factory=list)
    answers: deque[Answer] = field(default_factory=deque)
    ending: threading.Event = field(default_factory=threading.Event)

    def hangs(self, _handler: BaseHTTPRequestHandler) -> None:
        """Answer nothing until the test ends."""
        self.ending.wait(PATIENCE_SECONDS)

    def drips(self, handler: BaseHTTPRequestHandler) -> None:
        """Send the first line of an answer a byte at a time, for ever."""
        with contextlib.suppress(OSError):
            handler.wfile.write(b"HTTP/1.")
            while not self.ending.wait(0.02):
                handler.wfile.write(b"1")


@contextlib.contextmanager
def receiver(context: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Run a receiver as long as the block takes; with a context it speaks HTTPS."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            came = Received(path=self.path, headers=headers, body=body, peer=self.client_address[0])
            found.received.append(came)
            answer = found.answers.popleft() if found.answers else 204
            if isinstance(answer, int):
                self.send_response(answer)
                self.send_header("Location", f"{found.url}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                answer(self)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "http" if context is None else "https"
    found = Receiver(url=f"{scheme}://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.ending.set()
        server.shutdown()
        server.server_close()
        thread.join()


def address_where_nobody_listens() -> str:
    """Return an address of this machine that refuses connections."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/"


def webhook(address: str, **changes: Any) -> Webhook:
    """Keep a webhook that is told of everything."""
    values: dict[str, Any] = {
        "name": "Receiver",
        "address": address,
        "secret": new_secret(),
        "events": [event.value for event in CHOSEN_EVENTS],
        **changes,
    }
    return Webhook.objects.create(**values)
