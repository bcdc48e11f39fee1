"""HTTP as bytes: what no library would send, and what comes back."""

import contextlib
import http.client
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 60
CLOSED = 0
"""Stands for a connection that was closed without an answer."""
TIMED_OUT = -1


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0.0


def request_bytes(
    method: str, target: str | bytes, headers: Mapping[str, str | bytes] | None = None, body: bytes = b""
) -> bytes:
    """Return a request as it goes over the wire; nothing in it is checked or escaped."""
    lines = {"Host": "127.0.0.1", "Connection": "close", **(headers or {})}
    if body or method in {"POST", "PUT", "PATCH"}:
        lines.setdefault("Content-Length", str(len(body)))
    head = b" ".join((method.encode(), as_bytes(target), b"HTTP/1.1\r\n"))
    return (
        head
        + b"".join(b"%s: %s\r\n" % (name.encode(), as_bytes(lines[name])) for name in lines)
        + b"\r\n"
        + body
    )


def as_bytes(value: str | bytes) -> bytes:
    """Return text as UTF-8, lone surrogates too."""
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")


def exchange(url: str, raw: bytes, *, method: str = "GET", timeout: float = TIMEOUT_SECONDS) -> Answer:
    """Send bytes on a connection of their own; return the first answer."""
    address = urlsplit(url)
    began = time.perf_counter()
    try:
        with socket.create_connection((address.hostname or "", address.port or 80), timeout) as client:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # answered before all was sent
                client.sendall(raw)
                client.shutdown(socket.SHUT_WR)
            return received(client, method, began)
    except TimeoutError:
        return Answer(status=TIMED_OUT, seconds=time.perf_counter() - began)
    except (OSError, http.client.HTTPException):
        return Answer(status=CLOSED, seconds=time.perf_counter() - began)


def received(client: socket.socket, method: str, began: float) -> Answer:
    """Read an answer from a connection."""
    response = http.client.HTTPResponse(client, method=method)
    response.begin()
    body = response.read()
    cookies = [line.split(";")[0].partition("=") for line in response.headers.get_all("Set-Cookie", [])]
    return Answer(
        status=response.status,
        headers=dict(response.getheaders()),
        cookies={name: value for name, _equals, value in cookies},
        body=body,
        seconds=time.perf_counter() - began,
    )
