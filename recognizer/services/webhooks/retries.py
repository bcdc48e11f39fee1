"""When a delivery that failed is tried again, and when it is given up."""

import random
from datetime import timedelta

from django.utils import timezone
from django.utils.http import parse_http_date_safe

FIRST_PAUSE = timedelta(seconds=30)
FACTOR = 3
"""Each pause is so many times the one before."""
JITTER = 0.2
"""A pause is longer by up to this part of it, by lot, lest all that failed together come back together."""
MAX_ATTEMPTS = 9
"""The last comes a bit more than a day after the first."""
LONGEST_ASKED = timedelta(days=1)
"""No receiver puts an attempt off for longer by its Retry-After."""
MAX_DIGITS = 12
"""Of a number of seconds; more are more than a day all the same."""
OFF_AFTER = timedelta(days=5)
"""A webhook that has only failed for so long is turned off."""


def pause_after(
    attempts: int, *, longer: float | None = None, asked: timedelta | None = None
) -> timedelta | None:
    """Return how long to wait after so many attempts, at least as long as asked; None where it is given up.

    `longer` is the share of the jitter, from 0 to 1; by chance unless it is given.
    """
    if attempts >= MAX_ATTEMPTS:
        return None
    share = random.random() if longer is None else longer  # noqa: S311 - no secret
    times: int = FACTOR ** (attempts - 1)
    return max(FIRST_PAUSE * times * (1 + JITTER * share), asked or timedelta(0))


def asked_pause(retry_after: str | None) -> timedelta | None:
    """Return how long a Retry-After asks to wait, in seconds or until a date; None where it says neither.

    RFC 9110, section 10.2.3.
    """
    words = (retry_after or "").strip()
    if words.isascii() and words.isdigit():
        seconds = float(words[:MAX_DIGITS])
    elif (date := parse_http_date_safe(words)) is not None:
        seconds = date - timezone.now().timestamp()
    else:
        return None
    return timedelta(seconds=min(max(0.0, seconds), LONGEST_ASKED.total_seconds()))
