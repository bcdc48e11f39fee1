"""Words and numbers: switches, counts, rates, shares; anything else stops the start."""

import re
from collections.abc import Iterable

from django.core.exceptions import ImproperlyConfigured

RATE = re.compile(r"0|[1-9]\d*/[1-9]?\d*[smhd]")
ON = {"on", "true", "yes", "y", "ok", "1"}
OFF = {"off", "false", "no", "n", "0", ""}
MAX_COUNT_DIGITS = 20
"""Digits of a number that is meant."""
MINUTES_OF_YEAR = 365 * 24 * 60
HOURS_OF_YEAR = 365 * 24
MOST_DAYS = 100 * 365
"""For which anything is kept."""
MOST_REVIEWS = 9
"""Of one sample; more people hardly look at each."""


def checked_switch(text: str, *, name: str) -> bool:
    """Return whether a setting is on; fail loudly for a word that says neither on nor off."""
    word = text.strip().lower()
    if word not in ON | OFF:
        raise ImproperlyConfigured(f'{name} should be "on" or "off"; it is "{text}".')
    return word in ON


def checked_choice(text: str, choices: Iterable[str], *, name: str) -> str:
    """Return one of some words; fail loudly for any other."""
    word = text.strip().lower()
    if word not in choices:
        words = " or ".join(f'"{choice}"' for choice in choices)
        raise ImproperlyConfigured(f'{name} should be {words}; it is "{text}".')
    return word


def checked_count(text: str, *, name: str, least: int = 0, most: int | None = None) -> int:
    """Return a whole number within these bounds; fail loudly for anything else."""
    count = int(text) if text.isascii() and text.isdigit() and len(text) < MAX_COUNT_DIGITS else -1
    if count < least or (most is not None and count > most):
        bounds = f"from {least} on" if most is None else f"from {least} to {most}"
        raise ImproperlyConfigured(f'{name} should be a whole number {bounds}; it is "{text}".')
    return count


def checked_rate(rate: str, *, name: str = "RECOGNIZE_RATE") -> str:
    """Return `rate` if it reads like "30/s" or is "0" (no limit); fail loudly otherwise."""
    if not RATE.fullmatch(rate):
        raise ImproperlyConfigured(
            f'{name} should be a number of requests per period such as "30/s", "600/m" or "5000/h", '
            f'or "0" for no limit; it is "{rate}".'
        )
    return rate


def checked_margin(margin: str) -> float:
    """Return how much worse a version may be, in percentage points; fail loudly for anything else."""
    try:
        points = float(margin)
    except ValueError:
        points = -1
    if not 0 <= points <= 100:
        raise ImproperlyConfigured(
            f'ACTIVATION_MARGIN should be percentage points from 0 to 100, such as 0.2; it is "{margin}".'
        )
    return points


def checked_share(text: str, *, name: str) -> float:
    """Return a percentage above 0; fail loudly for anything else."""
    try:
        percent = float(text)
    except ValueError:
        percent = 0
    if not 0 < percent <= 100:
        raise ImproperlyConfigured(f'{name} should be per cent, above 0 and up to 100; it is "{text}".')
    return percent
