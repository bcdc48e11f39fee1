"""Count requests by client: in Redis for all processes, else in each process for itself."""

import logging
import math
import threading
import time
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings

from digitweb.environment import CACHE_PATIENCE_SECONDS
from recognizer.telemetry.metrics import ERRORS

logger = logging.getLogger(__name__)

REDIS = "django.core.cache.backends.redis.RedisCache"
"""The kind of cache that `CACHE_URL=redis://…` means."""
RETRY_SECONDS = 5.0
"""For which Redis is not asked again after it has failed."""
MAX_CLIENTS = 10_000
"""Clients that a process remembers; of more, those that came first are forgotten."""


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """A rate limit: so many units in a period, which begins with the first."""

    units: int
    seconds: float

    def divided(self, by: int) -> "Allowance":
        """Return the share of one of several processes that count separately."""
        return Allowance(units=max(1, self.units // by), seconds=self.seconds)

    def lasts(self, used: int) -> float:
        """Return the length of a period in which so much was used: overuse makes it longer."""
        return self.seconds * max(1.0, used / self.units)


class Counts(Protocol):
    """Counts units by key."""

    def count(self, key: str, units: int, allowance: Allowance, *, is_due: bool = False) -> float:
        """Count units and return 0; beyond the allowance, count none and return the seconds to wait.

        What was used already is due: it counts in any case.
        """


class ProcessCounts:
    """Counts in the memory of this process, which gets its part of what is allowed."""

    timer = staticmethod(time.monotonic)

    def __init__(self, *, processes: int) -> None:
        self._processes = processes
        self._lock = threading.Lock()
        self._used: dict[str, tuple[int, float, float]] = {}
        """Of each key the units, when its period began, and when it ends."""

    def count(self, key: str, units: int, allowance: Allowance, *, is_due: bool = False) -> float:
        """Count units and return 0; beyond the allowance, count none and return the seconds to wait."""
        allowance = allowance.divided(self._processes)
        with self._lock:
            now = self.timer()
            used, began, ends = self._used.get(key, (0, now, now))
            if now >= ends:
                used, began = 0, now
            if used >= allowance.units and not is_due:
                return ends - now
            self._make_room(now)
            used += units
            self._used[key] = (used, began, began + allowance.lasts(used))
            return 0.0

    def _make_room(self, now: float) -> None:
        if len(self._used) >= MAX_CLIENTS:
            self._used = {key: count for key, count in self._used.items() if now < count[2]}
        while len(self._used) >= MAX_CLIENTS:
            del self._used[next(iter(self._used))]


SCRIPT = """
local used = tonumber(redis.call('GET', KEYS[1]) or 0)
local units, allowed, period = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if ARGV[4] == '0' and used >= allowed then return redis.call('PTTL', KEYS[1]) end
local left = period
if used > 0 then left = redis.call('PTTL', KEYS[1]) end
local owed = period * (math.max(1, (used + units) / allowed) - math.max(1, used / allowed))
redis.call('SET', KEYS[1], used + units, 'PX', math.max(1, math.ceil(left + owed)))
return 0
"""
"""The same as `ProcessCounts`, in one step that nothing comes between; times are milliseconds."""


class RedisCounts:
    """Counts in Redis; raises `redis.RedisError` where it does not answer."""

    def __init__(self, address: str, *, prefix: str = "") -> None:
        import redis  # noqa: PLC0415 - an extra
        from redis.backoff import NoBackoff  # noqa: PLC0415
        from redis.retry import Retry  # noqa: PLC0415

        self._prefix = prefix
        client = redis.Redis.from_url(
            address,
            socket_timeout=CACHE_PATIENCE_SECONDS,
            socket_connect_timeout=CACHE_PATIENCE_SECONDS,
            retry=Retry(NoBackoff(), 1),  # a connection that Redis has closed meanwhile is made anew
        )
        self.failures = (redis.RedisError, OSError)
        self._script = client.register_script(SCRIPT)

    def count(self, key: str, units: int, allowance: Allowance, *, is_due: bool = False) -> float:
        """Count units and return 0; beyond the allowance, count none and return the seconds to wait."""
        milliseconds = math.ceil(allowance.seconds * 1000)
        arguments = [units, allowance.units, milliseconds, int(is_due)]
        found = self._script(keys=[f"{self._prefix}{key}"], args=arguments)
        return float(found) / 1000


class SharedCounts:
    """Counts in Redis while it answers, else in this process; logs each change."""

    def __init__(self, shared: RedisCounts, own: ProcessCounts) -> None:
        self._shared, self._own = shared, own
        self._lock = threading.Lock()
        self._next_try: float | None = None

    @property
    def is_away(self) -> bool:
        """Whether Redis did not answer when it was asked last."""
        return self._next_try is not None

    def count(self, key: str, units: int, allowance: Allowance, *, is_due: bool = False) -> float:
        """Count units and return 0; beyond the allowance, count none and return the seconds to wait."""
        if self._may_ask():
            try:
                wait = self._shared.count(key, units, allowance, is_due=is_due)
            except self._shared.failures as error:
                self._lost(error)
            else:
                self._found()
                return wait
        return self._own.count(key, units, allowance, is_due=is_due)

    def _may_ask(self) -> bool:
        """Whether to ask Redis: during an outage only one request tries."""
        with self._lock:
            now = time.monotonic()
            if self._next_try is None:
                return True
            if now < self._next_try:
                return False
            self._next_try = now + RETRY_SECONDS
            return True

    def _lost(self, error: Exception) -> None:
        ERRORS.labels("redis").inc()
        with self._lock:
            was_away, self._next_try = self.is_away, time.monotonic() + RETRY_SECONDS
        if not was_away:
            logger.warning("Redis does not answer, so each process counts requests for itself: %s", error)

    def _found(self) -> None:
        with self._lock:
            was_away, self._next_try = self.is_away, None
        if was_away:
            logger.warning("Redis answers again and counts the requests of all processes together.")


@cache
def request_counts() -> Counts:
    """Return where this site counts requests, as its settings say."""
    own = ProcessCounts(processes=settings.WEB_WORKERS)
    store = settings.CACHES["default"]
    if store["BACKEND"] != REDIS:
        return own
    return SharedCounts(RedisCounts(store["LOCATION"], prefix=store.get("KEY_PREFIX", "")), own)


def counts_are_shared() -> bool:
    """Whether requests are counted as the settings say: not while Redis should count them and is away."""
    counts = request_counts()
    return not (isinstance(counts, SharedCounts) and counts.is_away)
