"""Who counts as one client."""

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from recognizer.api.limits.clients import client_of


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:4711", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]:443", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", "unknown"),
        ("made up", "unknown"),
        ("9" * 5_000, "unknown"),
        ("[]:80", "unknown"),
    ],
)
def test_a_client_is_an_address_or_a_household(address: str, client: str, settings: Settings) -> None:
    assert client_of(RequestFactory(REMOTE_ADDR=address).get("/")) == client
    settings.NINJA_NUM_PROXIES = 1
    request = RequestFactory(REMOTE_ADDR="198.51.100.1").get("/", headers={"X-Forwarded-For": address})
    assert client_of(request) == client


@pytest.mark.parametrize(
    ("proxies", "client"),
    [(0, "198.51.100.1"), (1, "192.0.2.3"), (2, "192.0.2.2"), (3, "192.0.2.1"), (9, "192.0.2.1")],
)
def test_so_many_proxies_are_believed(proxies: int, client: str, settings: Settings) -> None:
    settings.NINJA_NUM_PROXIES = proxies
    forwarded = {"X-Forwarded-For": "192.0.2.1, 192.0.2.2, 192.0.2.3"}
    assert client_of(RequestFactory(REMOTE_ADDR="198.51.100.1").get("/", headers=forwarded)) == client
