"""Which addresses a webhook may have, and which machines it may be sent to.

A name is looked up once, and the connection goes to the very address that was checked: a name that leads
elsewhere the second time it is asked for gains nothing.
"""

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from recognizer.models.webhooks import MAX_ADDRESS
from recognizer.phrases import shortened
from recognizer.services.errors import WebhookRefused

PORTS = {"http": 80, "https": 443}
PRINTABLE = re.compile(r"[!-~]+")
"""What an address is made of: ASCII without spaces."""
NAT64 = ipaddress.ip_network("64:ff9b::/96")
COMPATIBLE = ipaddress.ip_network("::/96")
LAST_32_BITS = 0xFFFF_FFFF

IP = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where an address leads."""

    is_https: bool
    host: str
    port: int
    path: str
    """Path and query."""


def target_of(address: str) -> Target:
    """Return where an address leads; raise WebhookRefused if it is none that anything could be sent to."""
    if not PRINTABLE.fullmatch(address) or len(address) > MAX_ADDRESS:
        raise WebhookRefused(
            "Expected an address such as https://example.org/hooks, of at most {most} characters; "
            'found "{found}".',
            most=MAX_ADDRESS,
            found=shortened(address),
        )
    parts = split(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise WebhookRefused(
            'Expected an address that begins with https:// or http:// and a name; found "{found}".',
            found=shortened(address),
        )
    if "@" in parts.netloc:
        raise WebhookRefused("An address may hold no user name and no password: pages would show them.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(
        is_https=parts.scheme == "https",
        host=parts.hostname,
        port=PORTS[parts.scheme] if parts.port is None else parts.port,
        path=path,
    )


def split(address: str) -> SplitResult:
    """Return the parts of an address; raise WebhookRefused if it has none."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise WebhookRefused(
            'Expected an address such as https://example.org/hooks; found "{found}".',
            found=shortened(address),
        ) from error
    return parts


def check_address(address: str) -> None:
    """Raise WebhookRefused if nothing can be sent to an address, as far as that shows without a look-up."""
    host = target_of(address).host
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return
    check_allowed(host, found)


def resolved(target: Target) -> list[IP]:
    """Return the addresses of a target that may be sent to, in their order.

    Raises
    ------
    WebhookRefused
        If its name is unknown, or none of its addresses is allowed.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise WebhookRefused("The name {host} has no address.", host=target.host) from error
    addresses = [ipaddress.ip_address(str(entry[4][0])) for entry in found]
    allowed = [address for address in addresses if is_allowed(address)]
    if not allowed:
        check_allowed(target.host, addresses[0])
    return allowed


def check_allowed(host: str, address: IP) -> None:
    """Raise WebhookRefused if nothing is sent to this machine."""
    if is_allowed(address):
        return
    if is_allowed(address, private=True):
        raise WebhookRefused(
            "{host} is no public address ({address}). WEBHOOK_PRIVATE_ADDRESSES=on allows those of one's "
            "own network.",
            host=host,
            address=address,
        )
    raise WebhookRefused("Nothing is sent to {host} ({address}).", host=host, address=address)


def is_allowed(address: IP, *, private: bool | None = None) -> bool:
    """Whether this machine may be sent to; never one that is known on a single wire alone, or a group.

    `private` says whether machines of one's own network may be; by default the setting does.
    """
    address = embedded(address)
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    return address.is_global or (settings.WEBHOOK_PRIVATE_ADDRESSES if private is None else private)


def embedded(address: IP) -> IP:
    """Return the address of IPv4 that one of IPv6 leads to in the end; any other as it is."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64 or (address in COMPATIBLE and int(address) > LAST_32_BITS >> 16):
        return ipaddress.IPv4Address(int(address) & LAST_32_BITS)
    tunnel = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or tunnel or address
