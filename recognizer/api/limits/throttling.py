"""Throttle clients by number of requests and by processor time."""

import math
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja.throttling import BaseThrottle

from recognizer.api.limits.clients import client_of
from recognizer.api.limits.counts import Allowance, request_counts
from recognizer.telemetry.metrics import THROTTLED

HEAVY_PART = 6
UNIT_SECONDS = 0.025
"""Of a processor, which a single request has free; every further one counts as a request more."""
PERIODS = {"s": 1, "m": 60, "h": 60 * 60, "d": 24 * 60 * 60}


@dataclass(frozen=True, kw_only=True)
class Charge:
    """The counter and key to which a request's work is charged."""

    key: str
    allowance: Allowance
    unit_seconds: float
    began: float
    """Processor time of this thread when the request came."""


class AddressThrottle(BaseThrottle, threading.local):
    """At most so many requests of one client as a setting says; "0" turns it off.

    Ninja asks for the wait after it was told of the refusal, so each of the server's threads keeps its own.
    """

    scope: str
    setting: str
    """The name of the setting with the rate."""
    part = 1
    """By which the setting's number is divided."""
    seconds = 0.0
    """To wait, of the request that was refused last."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether this request may go on."""
        rate: str = getattr(settings, self.setting)
        if rate == "0":
            return True
        allowance = allowance_of(rate).divided(self.part)
        key = f"requests:{self.scope}:{client_of(request)}"
        self.seconds = request_counts().count(key, 1, allowance)
        if self.seconds > 0:
            THROTTLED.labels(self.scope).inc()
            return False
        charge = Charge(
            key=key, allowance=allowance, unit_seconds=UNIT_SECONDS * self.part, began=time.thread_time()
        )
        request.META.setdefault(CHARGES, []).append(charge)
        return True

    def wait(self) -> float:
        """Return the seconds after which the client may come back."""
        return self.seconds


class RecognizeThrottle(AddressThrottle):
    """At most RECOGNIZE_RATE drawings and pictures."""

    scope = "recognize"
    setting = "RECOGNIZE_RATE"


class LearnThrottle(AddressThrottle):
    """At most LEARN_RATE questions of the learning pages; they do not count as recognition."""

    scope = "learn"
    setting = "LEARN_RATE"


class FeedbackThrottle(AddressThrottle):
    """At most FEEDBACK_RATE claims, and questions of what was given."""

    scope = "feedback"
    setting = "FEEDBACK_RATE"


class HeavyThrottle(AddressThrottle):
    """A part of LEARN_RATE, for requests that take many passes through the network."""

    scope = "learn-heavy"
    setting = "LEARN_RATE"
    part = HEAVY_PART


def allowance_of(rate: str) -> Allowance:
    """Parse a rate such as "30/s" or "9/10s"."""
    requests, count, period = re.fullmatch(r"(\d+)/(\d*)([smhd])", rate).groups()  # type: ignore[union-attr]
    return Allowance(units=int(requests), seconds=int(count or 1) * PERIODS[period])


CHARGES = "digitweb.charges"
"""Under this name a request carries its charges."""


class WorkChargeMiddleware:
    """Charge a request's processor time beyond its first unit to its client."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        response = self.get_response(request)
        charges: list[Charge] = request.META.get(CHARGES, [])
        for charge in charges:
            units = math.floor((time.thread_time() - charge.began) / charge.unit_seconds)
            if units:
                request_counts().count(charge.key, units, charge.allowance, is_due=True)
        return response
