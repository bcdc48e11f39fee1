"""Addresses: where the site lies, what it listens on, whom to write to."""

import re

from django.core.exceptions import ImproperlyConfigured

from digitweb.port import MAX_PORT

ADDRESS = re.compile(r"(\[(?P<ipv6>[0-9A-Fa-f:.]+)\]|(?P<host>[A-Za-z0-9.-]+)):(?P<port>[0-9]{1,5})")
PREFIX = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
"""Of all addresses of a site; nothing in it has another spelling in an address."""
CONTACT = re.compile(r"(mailto:[^\s@]+@[^\s@]+|https://[^\s/]\S*|tel:\+[-0-9]+)", re.ASCII)


def checked_prefix(text: str, *, name: str = "SCRIPT_NAME") -> str:
    """Return the path below which the site lies, without a slash at its end; fail loudly otherwise."""
    prefix = text.rstrip("/")
    if not PREFIX.fullmatch(prefix):
        raise ImproperlyConfigured(
            f'{name} should be a path such as "/digits", of letters, digits and "-._~"; it is "{text}".'
        )
    return prefix


def checked_address(text: str, *, name: str) -> tuple[str, int] | None:
    """Return host and port of an address such as "127.0.0.1:9100", None for none; fail loudly for another."""
    if not text.strip():
        return None
    found = ADDRESS.fullmatch(text.strip())
    port = int(found["port"]) if found else 0
    if found is None or not 0 < port <= MAX_PORT:
        raise ImproperlyConfigured(
            f"{name} should be an address of this machine and a port, such as 127.0.0.1:9100 or [::1]:9100; "
            f'it is "{text}".'
        )
    return found["ipv6"] or found["host"], port


def checked_contacts(text: str) -> list[str]:
    """Return addresses as RFC 9116 wants them; fail loudly for one of another kind."""
    contacts = [word.strip() for word in text.split(",") if word.strip()]
    for contact in contacts:
        if not CONTACT.fullmatch(contact):
            raise ImproperlyConfigured(
                "SECURITY_CONTACT should be addresses such as mailto:security@example.org or "
                f'https://example.org/report, with commas between them; one is "{contact}".'
            )
    return contacts
