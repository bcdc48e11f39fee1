"""How many requests a client may make."""

import threading

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import AnonRateThrottle

HEAVY_PART = 6


class AddressThrottle(AnonRateThrottle, threading.local):
    """At most so many requests of one address as a setting says; "0" turns it off.

    Ninja keeps the state of a request on the throttle itself, so each of the server's threads has its own.
    """

    setting: str
    """The name of the setting with the rate."""
    part = 1
    """By which the setting's number is divided."""

    def __init__(self) -> None:
        super().__init__(rate="1/s")

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether this request may go on."""
        rate = getattr(settings, self.setting)
        if rate == "0":
            return True
        requests, self.duration = self.parse_rate(rate)
        self.num_requests = max(1, (requests or 1) // self.part)
        return bool(super().allow_request(request))

    def get_cache_key(self, request: HttpRequest) -> str:
        """Return the key of this client's history; who is logged in is throttled as well."""
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class RecognizeThrottle(AddressThrottle):
    """At most RECOGNIZE_RATE drawings and pictures."""

    scope = "recognize"
    setting = "RECOGNIZE_RATE"


class LearnThrottle(AddressThrottle):
    """At most LEARN_RATE questions of the learning pages; they do not count as recognition."""

    scope = "learn"
    setting = "LEARN_RATE"


class HeavyThrottle(AddressThrottle):
    """A part of LEARN_RATE, for what takes the network many passes."""

    scope = "learn-heavy"
    setting = "LEARN_RATE"
    part = HEAVY_PART
