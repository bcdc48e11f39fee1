"""One event is sent to a real receiver: signed, within a limit, and nowhere else."""

import contextlib
import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from pytest_django import Settings
from standardwebhooks.webhooks import Webhook

from recognizer.services.webhooks import posting
from recognizer.services.webhooks.posting import Message, Outcome, post
from recognizer.services.webhooks.signature import new_secret
from tests.support.patience import PATIENCE_SECONDS
from tests.support.receivers import Receiver, address_where_nobody_listens, receiver

SECRET = new_secret()
BODY = json.dumps({"type": "test"}).encode()


def message(address: str) -> Message:
    return Message(address=address, secrets=(SECRET,), event_id="evt_1", body=BODY)


def test_it_comes_signed(receiver: Receiver) -> None:
    assert post(message(f"{receiver.url}/hooks?key=1")) == Outcome(status=204)
    (came,) = receiver.received
    assert came.path == "/hooks?key=1"
    assert came.headers["content-type"] == "application/json"
    assert came.headers["user-agent"] == "digitweb"
    assert came.headers["webhook-id"] == "evt_1"
    assert Webhook(SECRET).verify(came.body, came.headers) == {"type": "test"}


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_not_followed(receiver: Receiver, status: int) -> None:
    receiver.answers.append(status)
    error = f"It answered {status}, a redirect, which is not followed."
    assert post(message(receiver.url)) == Outcome(status=status, error=error)
    assert len(receiver.received) == 1


@pytest.mark.parametrize("status", [400, 410, 500, 503])
def test_what_is_no_success_is_said(receiver: Receiver, status: int) -> None:
    receiver.answers.append(status)
    assert post(message(receiver.url)) == Outcome(status=status, error=f"It answered {status}.")


def test_how_long_a_receiver_asks_to_be_left_alone_is_heard(receiver: Receiver) -> None:
    def busy(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(429)
        handler.send_header("Retry-After", "120")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    receiver.answers.append(busy)
    assert post(message(receiver.url)).asked_pause == timedelta(minutes=2)


@pytest.mark.usefixtures("receiver")
def test_where_nobody_listens_that_is_said() -> None:
    assert post(message(address_where_nobody_listens())) == Outcome(
        error="No connection: Connection refused."
    )


@pytest.mark.parametrize("way", ["hangs", "drips"])
def test_a_slow_answer_is_waited_for_so_long_and_no_longer(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(posting, "ANSWER_SECONDS", 0.3)
    receiver.answers.append(getattr(receiver, way))
    assert post(message(receiver.url)).error.startswith("No answer within ")


def test_a_body_that_drips_is_hung_up_on(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "ANSWER_SECONDS", 0.3)
    hung_up = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        try:
            for _ in range(1_000):
                handler.wfile.write(b"a")
                receiver.ending.wait(0.01)
        except OSError:
            hung_up.set()

    receiver.answers.append(drip)
    assert post(message(receiver.url)) == Outcome(status=200)
    assert hung_up.wait(PATIENCE_SECONDS)


def test_of_a_long_answer_only_a_part_is_read(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "ANSWER_SECONDS", 60.0)
    receiver.answers.append(endless)
    assert post(message(receiver.url)) == Outcome(status=200)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Send a body without an end, until the other side hangs up."""
    with contextlib.suppress(OSError):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            handler.wfile.write(b"a" * 65536)


def test_what_is_no_http_is_said(receiver: Receiver) -> None:
    receiver.answers.append(lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH\r\n"))
    assert post(message(receiver.url)) == Outcome(error="What it answered is no HTTP.")


def test_nothing_is_sent_to_ones_own_network_unless_the_setting_says_so(
    receiver: Receiver, settings: Settings
) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = False
    for host in ("127.0.0.1", "localhost"):
        assert "is no public address" in post(message(receiver.url.replace("127.0.0.1", host))).error
    assert receiver.received == []


def test_it_goes_to_the_address_that_was_checked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads elsewhere each time it is asked for is asked for once."""
    port = int(receiver.url.rpartition(":")[2])
    asked: list[str] = []

    def look_up(host: str, *_args: object, **_options: object) -> list[tuple[object, ...]]:
        asked.append(host)
        address = (
            "127.0.0.1" if host in {"example.org", "127.0.0.1"} and asked.count(host) == 1 else "127.0.0.2"
        )
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert post(message(f"http://example.org:{port}/")) == Outcome(status=204)
    assert asked.count("example.org") == 1
    assert receiver.received[0].headers["host"] == f"example.org:{port}"


def test_neither_secret_nor_address_shows_in_what_is_logged() -> None:
    assert repr(message("https://example.org/hidden")) == "Message(evt_1)"


def test_an_unexpected_error_is_logged_and_told_without_its_text(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_address: str) -> None:
        raise RuntimeError("internals")

    monkeypatch.setattr(posting, "target_of", broken)
    assert post(message("https://example.org/")) == Outcome(error="An error of this site; its log says more.")
    assert SECRET not in caplog.text


# -- HTTPS -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of localhost, signed by itself, with its key."""
    folder = tmp_path_factory.mktemp("certificate")
    both = folder / "both.pem"
    key, own = folder / "key.pem", folder / "certificate.pem"
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = ["openssl", "req", "-x509", *kind, *name, "-keyout", str(key), "-out", str(own)]
    subprocess.run(command, check=True, capture_output=True)
    both.write_text(key.read_text() + own.read_text())
    return both


@pytest.fixture
def https(certificate: Path, settings: Settings) -> Iterator[Receiver]:
    """A receiver that speaks HTTPS."""
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with receiver(context) as found:
        yield found


def test_over_https_the_name_is_what_the_certificate_has_to_be_of(
    https: Receiver, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(posting, "trusted", lambda: trusting)
    named = https.url.replace("127.0.0.1", "localhost")
    assert post(message(named)) == Outcome(status=204)
    assert "Its certificate is not trusted: " in post(message(https.url)).error
    assert len(https.received) == 1


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(https: Receiver) -> None:
    named = https.url.replace("127.0.0.1", "localhost")
    assert post(message(named)) == Outcome(error="Its certificate is not trusted: self-signed certificate.")
    assert https.received == []
