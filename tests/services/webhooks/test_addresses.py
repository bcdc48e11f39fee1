"""Which addresses a webhook may have, and which machines it may be sent to."""

import ipaddress
import socket

import pytest
from pytest_django import Settings

from recognizer.services.errors import WebhookRefused
from recognizer.services.webhooks.addresses import Target, check_address, is_allowed, resolved, target_of

PUBLIC = ["93.184.215.14", "2606:4700::6810:84e5", "::ffff:93.184.215.14", "64:ff9b::93.184.215.14"]
PRIVATE = [
    "127.0.0.1",
    "127.8.9.10",
    "::1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.20",
    "100.64.0.1",
    "fd00::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::10.0.0.1",
    "2002:7f00:1::",
    "::10.0.0.1",
]
NEVER = [
    "169.254.169.254",
    "fe80::1",
    "::ffff:169.254.169.254",
    "64:ff9b::169.254.169.254",
    "0.0.0.0",  # noqa: S104 - an address, not to be listened on
    "::",
    "224.0.0.1",
    "ff02::1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_machines_may_be_sent_to(address: str) -> None:
    assert is_allowed(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PRIVATE)
def test_those_of_ones_own_network_only_if_the_setting_says_so(settings: Settings, address: str) -> None:
    assert not is_allowed(ipaddress.ip_address(address))
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    assert is_allowed(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", NEVER)
def test_some_may_never_be(settings: Settings, address: str) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    assert not is_allowed(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://example.org", Target(is_https=True, host="example.org", port=443, path="/")),
        (
            "http://Example.org:8080/a/b?c=d#e",
            Target(is_https=False, host="example.org", port=8080, path="/a/b?c=d"),
        ),
        ("https://[2606:4700::1]/x", Target(is_https=True, host="2606:4700::1", port=443, path="/x")),
    ],
)
def test_an_address_leads_somewhere(address: str, target: Target) -> None:
    assert target_of(address) == target


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.org",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://",
        "https://exa mple.org/",
        "https://example.org/\r\nX: y",
        "https://例.org/",
        "https://example.org:99999/",
        "https://[::1/",
        "https://example.org/" + "a" * 2000,
    ],
)
def test_what_is_none_is_refused(address: str) -> None:
    with pytest.raises(WebhookRefused, match="Expected an address"):
        target_of(address)


def test_a_password_is_refused_and_not_shown() -> None:
    with pytest.raises(WebhookRefused, match="no user name and no password") as refused:
        target_of("https://somebody:hidden@example.org/")
    assert "hidden" not in str(refused.value)


def test_a_number_that_is_not_public_is_refused_at_once(settings: Settings) -> None:
    with pytest.raises(
        WebhookRefused, match=r"127\.0\.0\.1 is no public address .*WEBHOOK_PRIVATE_ADDRESSES=on"
    ):
        check_address("http://127.0.0.1/")
    with pytest.raises(WebhookRefused, match=r"Nothing is sent to 169\.254\.169\.254"):
        check_address("http://169.254.169.254/latest/")
    check_address("https://example.org/")
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    check_address("http://127.0.0.1/")


def test_of_a_names_addresses_only_those_are_sent_to_that_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, 0, 0, "", (address, 80)) for address in ("10.0.0.1", "93.184.215.14")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)
    assert resolved(target_of("http://example.org/")) == [ipaddress.ip_address("93.184.215.14")]
    found.pop()
    with pytest.raises(WebhookRefused, match=r"example\.org is no public address \(10\.0\.0\.1\)"):
        resolved(target_of("http://example.org/"))


def test_a_name_that_nobody_knows_is_said() -> None:
    with pytest.raises(WebhookRefused, match=r"The name nowhere\.invalid has no address\."):
        resolved(target_of("http://nowhere.invalid/"))


@pytest.mark.parametrize("address", ["http://2130706433/", "http://0x7f.1/", "http://localhost/"])
def test_other_ways_to_write_this_machine_are_seen_through(address: str) -> None:
    with pytest.raises(WebhookRefused, match="is no public address"):
        resolved(target_of(address))
