"""Clients that hold a server up: they send a body drop by drop, or never read what is answered."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

DROPS_EVERY_SECONDS = 0.5
SMALL = 4096
"""Bytes that a client's system takes in for it, so that what is not read stays with the server."""
QUESTIONS_AHEAD = 20
"""Asked one after another without reading: more than any system takes in for two sides of a connection."""


def connected(url: str) -> socket.socket:
    """Return a connection whose other end may hold only little for us."""
    address = urlsplit(url)
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
    client.settimeout(None)
    client.connect((address.hostname, address.port))
    return client


def send_slowly(client: socket.socket) -> None:
    """Begin a question whose body is never whole."""
    client.sendall(
        b"POST /api/v1/recognize HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        b"Content-Length: 100000\r\n\r\n{"
    )


def never_read(client: socket.socket, path: str) -> None:
    """Ask for a large file again and again."""
    question = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    client.sendall(question * QUESTIONS_AHEAD)


@contextlib.contextmanager
def slow_clients(url: str, *, senders: int, readers: int, path: str) -> Iterator[list[socket.socket]]:
    """Let so many clients send slowly and so many never read; yield their connections, senders first."""
    stop = threading.Event()
    senders_, readers_ = ([connected(url) for _ in range(count)] for count in (senders, readers))

    def drip() -> None:
        while not stop.wait(DROPS_EVERY_SECONDS):
            for client in senders_:
                with contextlib.suppress(OSError):
                    client.send(b" ")

    for client in senders_:
        send_slowly(client)
    for client in readers_:
        never_read(client, path)
    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield senders_ + readers_
    finally:
        stop.set()
        thread.join()
        for client in senders_ + readers_:
            client.close()
