"""How many requests a client may make."""

import threading

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import AnonRateThrottle


class RecognizeThrottle(AnonRateThrottle, threading.local):
    """At most RECOGNIZE_RATE requests of one address; "0" turns it off.

    Ninja keeps the state of a request on the throttle itself, so each of the server's threads has its own.
    """

    scope = "recognize"

    def __init__(self) -> None:
        super().__init__(rate="1/s")

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether this request may go on."""
        rate = settings.RECOGNIZE_RATE
        if rate == "0":
            return True
        self.num_requests, self.duration = self.parse_rate(rate)
        return bool(super().allow_request(request))

    def get_cache_key(self, request: HttpRequest) -> str:
        """Return the key of this client's history; who is logged in is throttled as well."""
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}
