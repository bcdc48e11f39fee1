"""Read and check settings from environment variables and the data folder."""

import os
import re
import tempfile
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from digitweb.privacy import restrict_path

CACHE_PATIENCE_SECONDS = 0.25
"""For an answer of Redis."""
RATE = re.compile(r"0|[1-9]\d*/[1-9]?\d*[smhd]")
ON = {"on", "true", "yes", "y", "ok", "1"}
OFF = {"off", "false", "no", "n", "0", ""}
MAX_COUNT_DIGITS = 20
"""Digits of a number that is meant."""
MINUTES_OF_YEAR = 365 * 24 * 60
DATABASE_SCHEMES = {"postgres", "postgresql", "psql", "pgsql", "sqlite"}


def made_data_folder(name: str) -> Path:
    """Return the data folder, made on first use; raise ImproperlyConfigured if that fails."""
    folder = Path(name).expanduser().absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"DIGITWEB_DATA_DIR should name a folder that can be written; "
            f"{folder} cannot be made: {error.strerror}."
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(
            f"DIGITWEB_DATA_DIR should name a folder that can be written; {folder} cannot."
        )
    restrict_path(folder)
    return folder


def read_or_create_secret_key(path: Path) -> str:
    """Return the secret key kept in `path`; on first use write a random one that only its owner can read."""
    try:
        return create_secret_key(path)
    except FileExistsError:
        return read_secret_key(path)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The secret key cannot be written to {path}: {error.strerror}. "
            "See to that, or name another folder with DIGITWEB_DATA_DIR."
        ) from error


def create_secret_key(path: Path) -> str:
    """Write a new key atomically."""
    if path.exists():
        raise FileExistsError
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-key-")  # of mode 0600
    key = get_random_secret_key()
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(key + "\n")
        os.link(name, path)  # unlike a renaming it fails where another process was quicker
    finally:
        Path(name).unlink()
    return key


def read_secret_key(path: Path) -> str:
    """Return the secret key in `path`; an empty file is an error, not an empty key."""
    try:
        key = path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{path} should hold the secret key and cannot be read: {error.strerror}. Make it readable."
        ) from error
    if not key:
        raise ImproperlyConfigured(
            f"{path} should hold the secret key and is empty. Delete it to have a new one made."
        )
    return key


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


def checked_switch(text: str, *, name: str) -> bool:
    """Return whether a setting is on; fail loudly for a word that says neither on nor off."""
    word = text.strip().lower()
    if word not in ON | OFF:
        raise ImproperlyConfigured(f'{name} should be "on" or "off"; it is "{text}".')
    return word in ON


def checked_count(text: str, *, name: str, least: int = 0, most: int | None = None) -> int:
    """Return a whole number within these bounds; fail loudly for anything else."""
    count = int(text) if text.isascii() and text.isdigit() and len(text) < MAX_COUNT_DIGITS else -1
    if count < least or (most is not None and count > most):
        bounds = f"from {least} on" if most is None else f"from {least} to {most}"
        raise ImproperlyConfigured(f'{name} should be a whole number {bounds}; it is "{text}".')
    return count


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
