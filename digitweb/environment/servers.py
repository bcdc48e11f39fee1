"""Servers that the site asks: its database, its cache."""

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

CACHE_PATIENCE_SECONDS = 0.25
"""For an answer of Redis."""
DATABASE_SCHEMES = {"postgres", "postgresql", "psql", "pgsql", "sqlite"}


def checked_database(url: str) -> dict[str, Any]:
    """Return Django's settings for a database; fail loudly for another address, but show no password."""
    scheme = url.partition("://")[0]
    try:
        database: dict[str, Any] = environ.Env.db_url_config(url) if scheme in DATABASE_SCHEMES else {}
    except ValueError:
        database = {}
    if not database:
        raise ImproperlyConfigured(
            "DATABASE_URL should be like postgres://user:password@127.0.0.1:5432/digitweb; "
            f'it begins with "{scheme}" and cannot be read as such.'
        )
    return database


def with_time_limit(database: dict[str, Any], seconds: int) -> dict[str, Any]:
    """Return a database's settings with time limits for connecting, queries and locks."""
    options = dict(database.get("OPTIONS", {}))
    if database["ENGINE"] == "django.db.backends.sqlite3":
        return {**database, "OPTIONS": {**options, "timeout": seconds}}
    limits = f"-c statement_timeout={seconds}s -c lock_timeout={seconds}s"
    options = {
        "connect_timeout": max(seconds, 2),  # the driver takes no less
        **options,
        "options": f"{limits} {options.get('options', '')}".strip(),
    }
    return {**database, "ENGINE": "digitweb.postgres", "WAIT_SECONDS": seconds + 1, "OPTIONS": options}


def checked_cache(url: str) -> dict[str, Any]:
    """Return Django's settings for a cache; fail loudly for an address of a kind that it does not know."""
    try:
        cache: dict[str, Any] = environ.Env.cache_url_config(url)
    except (ImproperlyConfigured, ValueError) as error:
        raise ImproperlyConfigured(
            f'CACHE_URL should be like redis://127.0.0.1:6379/0; it begins with "{url.partition(":")[0]}".'
        ) from error
    if cache["BACKEND"].endswith(".RedisCache"):
        limits = {"socket_timeout": CACHE_PATIENCE_SECONDS, "socket_connect_timeout": CACHE_PATIENCE_SECONDS}
        cache["OPTIONS"] = {**cache.get("OPTIONS", {}), **limits}
    return cache
