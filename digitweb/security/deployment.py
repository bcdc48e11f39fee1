"""Checks of `manage.py check --deploy`: what a site in production needs beside what Django asks for."""

import ipaddress
import stat
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 - Django's name for it

from digitweb.privacy import FOR_OTHERS

RATES = ("RECOGNIZE_RATE", "LEARN_RATE", "FEEDBACK_RATE")
ENCRYPTED = {"require", "verify-ca", "verify-full"}
"""What `sslmode` says of a connection to PostgreSQL that never goes in the clear."""
MANIFEST = "staticfiles.json"
"""Stands among collected files when all of them are there."""

Check = Callable[[], Iterable[CheckMessage]]
CHECKS: list[Check] = []


def check(function: Check) -> Check:
    """Have a function asked by `check --deploy`."""
    CHECKS.append(function)
    return function


@register(Tags.security, deploy=True)
def check_deployment(app_configs: Sequence[AppConfig] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Return what all checks found."""
    return [message for each in CHECKS for message in each()]


@check
def check_hosts() -> Iterable[CheckMessage]:
    """Find hosts that are hardly meant: any, or this machine alone."""
    if "*" in settings.ALLOWED_HOSTS:
        yield Warning(
            "The site answers to any host name, so links that it writes may lead anywhere.",
            hint="Name its hosts with ALLOWED_HOSTS.",
            id="digitweb.W001",
        )
    elif all(is_local(host.strip("[]")) for host in settings.ALLOWED_HOSTS):
        yield Warning(
            "The site answers to names of this machine alone.",
            hint="Name the hosts by which people ask for it with ALLOWED_HOSTS.",
            id="digitweb.W002",
        )


@check
def check_proxies() -> Iterable[CheckMessage]:
    """Find a proxy that is not counted: all people behind it have its address."""
    if settings.SECURE_PROXY_SSL_HEADER and not settings.NINJA_NUM_PROXIES:
        yield Warning(
            "HTTPS=on means a proxy, and none is counted: limits take all people for one, the proxy.",
            hint="Set NUM_PROXIES to the number of proxies in front.",
            id="digitweb.W003",
        )


@check
def check_rates() -> Iterable[CheckMessage]:
    """Find a rate of 0, which lets one client take all of a processor."""
    if off := [name for name in RATES if getattr(settings, name) == "0"]:
        yield Warning(
            f"There is no limit to how often one address may ask: {', '.join(off)} is 0.",
            hint=f'Set {off[0]} to a rate such as "30/s".',
            id="digitweb.W004",
        )


@check
def check_database_connection() -> Iterable[CheckMessage]:
    """Find a database that is asked over a network in the clear."""
    database: dict[str, Any] = settings.DATABASES["default"]
    host = database.get("HOST") or ""
    mode = database.get("OPTIONS", {}).get("sslmode")
    if not is_sqlite() and not is_local(host) and mode not in ENCRYPTED:
        yield Warning(
            f"The connection to the database on {host} may go without encryption.",
            hint="Append ?sslmode=verify-full to DATABASE_URL, or require at the least.",
            id="digitweb.W005",
        )


@check
def check_cache_connection() -> Iterable[CheckMessage]:
    """Find a cache that is asked so."""
    places = settings.CACHES["default"].get("LOCATION", "")
    for place in [places] if isinstance(places, str) else places:
        address = urlsplit(place)
        if address.scheme == "redis" and not is_local(address.hostname or ""):
            yield Warning(
                f"The connection to Redis on {address.hostname} goes without encryption.",
                hint="Let CACHE_URL begin with rediss://.",
                id="digitweb.W006",
            )


@check
def check_counting() -> Iterable[CheckMessage]:
    """Find PostgreSQL without Redis: several hosts would count apart."""
    if not is_sqlite() and settings.CACHES["default"]["BACKEND"].endswith("LocMemCache"):
        yield Warning(
            "Each process counts requests for itself: of several hosts each would allow the whole limit.",
            hint="Set CACHE_URL to redis://… .",
            id="digitweb.W007",
        )


@check
def check_data_folder() -> Iterable[CheckMessage]:
    """Find a data folder that is open: it holds the secret key, sessions and what people gave."""
    folder: Path = settings.DIGITWEB_DATA_DIR
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & FOR_OTHERS:
        yield Warning(
            f"Others than its owner may look into the data folder {folder} (mode {mode:o}).",
            hint="Let the site's user own it, and chmod 700 it; or name another with DIGITWEB_DATA_DIR.",
            id="digitweb.W008",
        )


@check
def check_static_files() -> Iterable[CheckMessage]:
    """Find pages without styles and scripts."""
    if not settings.DEBUG and not (Path(settings.STATIC_ROOT) / MANIFEST).is_file():
        yield Warning(
            f"Static files have not been collected into {settings.STATIC_ROOT}.",
            hint="Run manage.py collectstatic --noinput with the DIGITWEB_DATA_DIR of the site.",
            id="digitweb.W009",
        )


@check
def check_metrics_address() -> Iterable[CheckMessage]:
    """Find metrics that everybody can read; they tell of versions, load and errors."""
    address = getattr(settings, "METRICS_ADDRESS", None)
    host = host_of(address) if address else None
    if host is not None and not is_private(host):
        yield Warning(
            f'Metrics can be read by everybody who reaches "{host}".',
            hint="Let METRICS_ADDRESS begin with 127.0.0.1, or with an address of an inner network.",
            id="digitweb.W010",
        )


@check
def check_contact() -> Iterable[CheckMessage]:
    """Find a site that names nobody to tell of a fault."""
    if not settings.SECURITY_CONTACT:
        yield Warning(
            "Nobody is named whom to tell of a fault in the site's safety.",
            hint="Set SECURITY_CONTACT to an address such as mailto:security@example.org.",
            id="digitweb.W011",
        )


@check
def check_shared_store() -> Iterable[CheckMessage]:
    """Find a store that hosts share beside a database that they cannot."""
    if "models" in settings.STORAGES and is_sqlite():
        yield Warning(
            "Model files lie where several hosts find them, and the database in a file of this one.",
            hint="Set DATABASE_URL to postgres://… , or leave MODEL_STORE out.",
            id="digitweb.W012",
        )


def is_sqlite() -> bool:
    """Whether the database is a file."""
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("sqlite3")


def is_local(host: str) -> bool:
    """Whether a host is this machine: a name for it, an address of its own, a socket, or none."""
    if host in {"", "localhost"} or host.startswith("/"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.endswith(".localhost")


def is_private(host: str) -> bool:
    """Whether an address is reached from this machine or an inner network alone; a name is taken for such."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host != ""
    return address.is_private and not address.is_unspecified


def host_of(address: object) -> str:
    """Return the host of "127.0.0.1:9100" or of a pair."""
    if isinstance(address, str):
        return address.rpartition(":")[0].strip("[]")
    return str(address[0]) if isinstance(address, Sequence) else str(address)
