"""`/.well-known/security.txt` says whom to tell, if the operator named somebody (RFC 9116)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django.fixtures import Settings

from digitweb.environment import checked_contacts
from digitweb.security.contact import expiry

PATH = "/.well-known/security.txt"
CONTACTS = ["mailto:security@example.org", "https://example.org/report"]


def test_it_names_the_contacts_in_their_order(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = CONTACTS
    response = client.get(PATH)
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = [line.partition(": ")[::2] for line in response.content.decode().split("\r\n")[:-1]]
    assert [value for name, value in fields if name == "Contact"] == CONTACTS
    found = dict(fields)
    assert set(found) == {"Contact", "Expires", "Preferred-Languages", "Canonical"}
    assert found["Canonical"] == f"http://testserver{PATH}"
    until = datetime.fromisoformat(found["Expires"])
    assert timedelta(days=170) < until - datetime.now(UTC) < timedelta(days=365)


def test_without_a_contact_there_is_none(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = []
    assert client.get(PATH).status_code == 404


def test_it_is_only_read(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = CONTACTS
    assert client.post(PATH).status_code == 405


def test_it_is_the_same_all_day() -> None:
    morning = datetime(2026, 3, 1, 0, 5, tzinfo=UTC)
    assert expiry(morning) == expiry(morning + timedelta(hours=23)) == datetime(2026, 8, 28, tzinfo=UTC)


@pytest.mark.parametrize("contact", [*CONTACTS, "tel:+1-201-555-0123"])
def test_addresses_are_taken(contact: str) -> None:
    assert checked_contacts(f" {contact}, ") == [contact]


@pytest.mark.parametrize(
    "contact", ["security@example.org", "http://example.org", "mailto:nobody", "mailto:a@b\r\nX: y"]
)
def test_what_is_none_is_refused(contact: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECURITY_CONTACT should be addresses such as mailto:"):
        checked_contacts(contact)
