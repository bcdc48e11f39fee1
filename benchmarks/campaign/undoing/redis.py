"""Redis that is away, slow, or that hangs: requests are then counted by each process."""

import contextlib
import os
import socket
from urllib.parse import urlsplit

from benchmarks.campaign.sites import campaign_site
from benchmarks.campaign.undoing.databases import misbehaving
from benchmarks.campaign.undoing.fault import Watched, is_kept, watch
from tests.support.proxy import proxy_of

SERVER = os.environ.get("TEST_REDIS", "redis://127.0.0.1:6379/9")
RATES = {"RECOGNIZE_RATE": "100000/s", "FEEDBACK_RATE": "100000/s", "LEARN_RATE": "100000/s"}
"""Never reached, and all the same counted."""


def redis_answers() -> bool:
    """Whether there is a server."""
    address = urlsplit(SERVER)
    with contextlib.suppress(OSError):
        socket.create_connection((address.hostname or "", address.port or 6379), 5).close()
        return True
    return False


def redis(mode: str, seconds: float) -> Watched:
    """Let Redis be away, hang, or answer late: nobody is refused for it, and gifts are kept."""
    if not redis_answers():
        return Watched(skipped="no Redis answers")
    with (
        proxy_of(SERVER, 6379) as proxy,
        campaign_site("redis", variables={"CACHE_URL": proxy.url(SERVER), **RATES}) as site,
    ):
        return watch(site, misbehaving(proxy, mode), seconds, says_so=is_kept)
