"""The request that is being answered, for what is logged meanwhile: its id, its route, what is not said."""

import re
import secrets
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

SANE = re.compile(r"[A-Za-z0-9._-]{1,64}")
"""What is taken for an id that somebody else has given a request."""
HEADER = "X-Request-ID"
HEADER_IN_META = "HTTP_X_REQUEST_ID"
"""The same in a request as servers hand it over: to make `request.headers` takes longer than to ask."""
STATIC, UNMATCHED = "static", "unmatched"
"""Routes of what Django resolves no address of."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SHORTEST_SECRET = 4
"""Characters; shorter ones stand in many words."""


class Matched(Protocol):
    """What Django finds for an address."""

    view_name: str


@dataclass(slots=True)
class Asked:
    """A request, as far as logs may know it."""

    id: str
    route: str = ""
    unsaid: tuple[tuple[str, str], ...] = ()
    """Texts that no log may hold, each with what stands in its place: the query, the client's addresses."""

    def discreet(self, text: str) -> str:
        """Return a text without what no log may hold."""
        for secret, substitute in self.unsaid:
            if len(secret) >= SHORTEST_SECRET:
                text = text.replace(secret, substitute)
        return text


current: ContextVar[Asked | None] = ContextVar("digitweb_request", default=None)
"""Of this thread: the request that it answers, or has answered last."""


def id_of(given: str | None) -> str:
    """Return the id that a request has been given if it looks sane, else a new one."""
    return given if given and SANE.fullmatch(given) else secrets.token_hex(8)


def current_id() -> str | None:
    """Return the id of the request that is being answered."""
    asked = current.get()
    return asked.id if asked else None


def route_of(match: Matched | None, path: str, static_url: str) -> str:
    """Return a request's route by name: of these there are few, of paths as many as anybody likes."""
    if match is not None:
        return match.view_name or UNMATCHED
    return STATIC if path.startswith(static_url) else UNMATCHED


def method_of(method: str | None) -> str:
    """Return a request's method; one that nobody knows is another."""
    return method if method in METHODS else "other"
