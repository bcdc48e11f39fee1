"""Clients' addresses as logs name them: by a keyed hash that lasts a day, or in the clear."""

import hashlib
import hmac
from datetime import UTC, date, datetime
from functools import lru_cache

from django.conf import settings

DIGITS = 12
"""Hexadecimal digits of a hash: enough to tell apart whoever asks on a day."""


def hashed(address: str, day: date | None = None) -> str:
    """Return what stands for an address on a day, by default today (UTC).

    The same address is told from others as long as the day lasts, and not recognized on the next. Without the
    site's secret key nobody can try which address it is.
    """
    key = key_of(settings.SECRET_KEY, (day or datetime.now(UTC).date()).isoformat())
    return hmac.new(key, address.encode(), hashlib.sha256).hexdigest()[:DIGITS]


@lru_cache(maxsize=2)
def key_of(secret: str, day: str) -> bytes:
    """Return the key of a day."""
    return hmac.new(secret.encode(), f"digitweb addresses in logs {day}".encode(), hashlib.sha256).digest()


def loggable(address: str) -> str:
    """Return an address as LOG_ADDRESSES wants it in the log of logins and refusals."""
    return address if settings.LOG_ADDRESSES == "clear" else hashed(address)
