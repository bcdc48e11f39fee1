"""One hostile request, and how to make bodies of forms for it."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote_from_bytes

from benchmarks.campaign.wire import request_bytes

BOUNDARY = "digitweb-campaign"


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """A request to be sent; `raw` is sent as it is, instead of all else."""

    method: str = "GET"
    target: str | bytes = "/"
    headers: Mapping[str, str | bytes] = field(default_factory=dict)
    body: bytes = b""
    raw: bytes | None = None
    name: str = ""
    """What is hostile in it, for the list of the slowest."""

    def as_bytes(self, more: Mapping[str, str | bytes] | None = None) -> bytes:
        """Return it as it goes over the wire, with these headers besides."""
        if self.raw is not None:
            return self.raw
        return request_bytes(self.method, self.target, {**(more or {}), **self.headers}, self.body)


@dataclass(frozen=True, kw_only=True)
class File:
    """A file in a form."""

    name: str = "file.bin"
    content: bytes = b""
    media: str = "application/octet-stream"


Fields = Sequence[tuple[str, bytes | File]]


def multipart(fields: Fields, boundary: str = BOUNDARY) -> tuple[Mapping[str, str], bytes]:
    """Return headers and body of a form with files."""
    parts = []
    for name, value in fields:
        named = b'Content-Disposition: form-data; name="%s"' % name.encode("utf-8", "surrogatepass")
        if isinstance(value, File):
            file = value.name.encode("utf-8", "surrogatepass")
            named += b'; filename="%s"\r\nContent-Type: %s' % (file, value.media.encode())
        content = value.content if isinstance(value, File) else value
        parts.append(b"--%s\r\n%s\r\n\r\n%s\r\n" % (boundary.encode(), named, content))
    body = b"".join(parts) + b"--%s--\r\n" % boundary.encode()
    return {"Content-Type": f"multipart/form-data; boundary={boundary}"}, body


def encoded(fields: Sequence[tuple[str, bytes]]) -> bytes:
    """Return fields as a query or as the body of a form without files."""
    return "&".join(
        f"{escaped(name.encode('utf-8', 'surrogatepass'))}={escaped(value)}" for name, value in fields
    ).encode()


def escaped(content: bytes) -> str:
    """Return bytes as they stand in an address."""
    return quote_from_bytes(content, safe="")


def broken(body: bytes, rng: random.Random) -> bytes:
    """Return a body of which, at times, a part is missing."""
    return body[: rng.randrange(len(body) + 1)] if rng.random() < 0.1 else body
