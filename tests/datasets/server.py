"""A real HTTP server on a real socket that can be told to misbehave."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """What is served, and how."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    """Content by name."""
    knows_ranges: bool = True
    announces_length: bool = True
    cuts: list[int] = field(default_factory=list)
    """For the next responses, in turn: how many bytes to send before the connection is dropped."""
    shifts_range: int = 0
    """Added to the offset that a range is answered with."""
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    """Name and Range header of each request."""


@contextmanager
def serve() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.removeprefix("/")
            wanted = self.headers.get("Range")
            site.asked.append((name, wanted))
            if name not in site.files:
                self.send_error(404)
                return
            body = self._head(site.files[name], wanted)
            cut = site.cuts.pop(0) if site.cuts else len(body)
            self.wfile.write(body[:cut])

        def _head(self, content: bytes, wanted: str | None) -> bytes:
            match = re.fullmatch(r"bytes=(\d+)-", wanted or "") if site.knows_ranges else None
            start = int(match[1]) + site.shifts_range if match else 0
            if match and start >= len(content):
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{len(content)}")
                self.end_headers()
                return b""
            self.send_response(206 if match else 200)
            if match:
                self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
            if site.announces_length:
                self.send_header("Content-Length", str(len(content) - start))
            self.end_headers()
            return content[start:]

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Keep the test's output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
