"""The address by which a client's requests are counted."""

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

IPV6_PREFIX = 64
"""Bits of an IPv6 address that a provider gives to one household, whose are all addresses that begin so."""

WITH_PORT = re.compile(r"\[(?P<ipv6>.*)\](:\d+)?|(?P<ipv4>[\d.]+):\d+")
"""An address as some proxies write it: `[2001:db8::1]:443` and `192.0.2.1:443`."""

UNKNOWN = "unknown"
"""Stands for all that is no address, so that nobody is counted anew by making one up."""


def client_of(request: HttpRequest) -> str:
    """Return the address of a client, of IPv6 its network, as the proxies in front name it."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR")
    proxies: int = settings.NINJA_NUM_PROXIES
    if not proxies or forwarded is None:
        return network_of(request.META.get("REMOTE_ADDR") or "")
    addresses = forwarded.split(",")
    return network_of(addresses[-min(proxies, len(addresses))])


def network_of(text: str) -> str:
    """Return an IPv4 address, or the network of an IPv6 address."""
    text = text.strip()
    found = WITH_PORT.fullmatch(text)
    try:
        address = ipaddress.ip_address((found["ipv6"] or found["ipv4"] or "") if found else text)
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), IPV6_PREFIX), strict=False))
