"""Send one event: to an address that was checked, within a time limit, without following anywhere."""

import http.client
import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from http import HTTPStatus

from recognizer.phrases import Phrase, message_of
from recognizer.services.errors import WebhookRefused
from recognizer.services.webhooks.addresses import IP, Target, resolved, target_of
from recognizer.services.webhooks.retries import asked_pause
from recognizer.services.webhooks.signature import signed_headers

CONNECT_SECONDS = 5.0
"""For each address of a name."""
ANSWER_SECONDS = 15.0
"""From the beginning of connecting to the end of the answer, however slowly it comes."""
MAX_ANSWER = 16 * 1024
"""Bytes of an answer's body that are read, and thrown away."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Message:
    """An event for one webhook."""

    address: str
    secrets: tuple[str, ...]
    """Each signs."""
    event_id: str
    body: bytes

    def __repr__(self) -> str:
        """Return neither secrets nor address."""
        return f"Message({self.event_id})"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of sending it."""

    status: int | None = None
    """Of the answer, if there was one."""
    error: str = ""
    """Why it failed; "" where it did not."""
    asked_pause: timedelta | None = None
    """How long the receiver asked to be left alone."""


class CheckedConnection(http.client.HTTPConnection):
    """A connection to one of the addresses that were checked, under the name of the target."""

    def __init__(self, target: Target, addresses: list[IP]) -> None:
        super().__init__(target.host, target.port)
        self.default_port = 443 if target.is_https else 80
        self._target = target
        self._addresses = addresses
        self._line: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the first address that answers, and agree on keys."""
        plain = self._connected()
        self._line = plain.dup()
        plain.settimeout(ANSWER_SECONDS)
        self.sock = (
            trusted().wrap_socket(plain, server_hostname=self._target.host)
            if self._target.is_https
            else plain
        )

    def _connected(self) -> socket.socket:
        for address in self._addresses[:-1]:
            with suppress(OSError):
                return self._connected_to(address)
        return self._connected_to(self._addresses[-1])

    def _connected_to(self, address: IP) -> socket.socket:
        return socket.create_connection((str(address), self._target.port), timeout=CONNECT_SECONDS)

    def hang_up(self) -> None:
        """End the connection, whoever waits for it in another thread."""
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """Close all; `close` alone leaves the line to an answer that is still being read."""
        self.close()
        if self._line is not None:
            self._line.close()


@lru_cache(maxsize=1)
def trusted() -> ssl.SSLContext:
    """Return what certificates are checked by: the system's authorities."""
    return ssl.create_default_context()


def post(message: Message) -> Outcome:
    """Send an event and return what came of it; nothing is raised."""
    began = time.monotonic()
    try:
        target = target_of(message.address)
        return judged(*answer_to(message, target, resolved(target)))
    except WebhookRefused as error:
        return Outcome(error=message_of(error))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Outcome(error=explained(error, seconds=time.monotonic() - began))
    except Exception:
        logger.exception("An event could not be sent.")
        return Outcome(error=Phrase("An error of this site; its log says more."))


def answer_to(message: Message, target: Target, addresses: list[IP]) -> tuple[int, str | None]:
    """Send an event and return the status of the answer, and its Retry-After."""
    connection = CheckedConnection(target, addresses)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "digitweb",
        **signed_headers(
            signing_secrets=message.secrets,
            event_id=message.event_id,
            timestamp=int(time.time()),
            body=message.body,
        ),
    }
    with hung_up_in_time(connection):
        connection.request("POST", target.path, message.body, headers)
        with connection.getresponse() as response:
            with suppress(OSError, http.client.HTTPException, ValueError):  # the status says it all
                response.read(MAX_ANSWER)
            return response.status, response.getheader("Retry-After")


@contextmanager
def hung_up_in_time(connection: CheckedConnection) -> Iterator[None]:
    """Hang up when the time is over: a limit for each read alone lets an answer drip for ever."""
    timer = threading.Timer(ANSWER_SECONDS, connection.hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        connection.end()


def judged(status: int, retry_after: str | None = None) -> Outcome:
    """Return what an answer means."""
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Outcome(status=status)
    if status < HTTPStatus.BAD_REQUEST:
        why = Phrase("It answered {status}, a redirect, which is not followed.", status=status)
    else:
        why = Phrase("It answered {status}.", status=status)
    return Outcome(status=status, error=why, asked_pause=asked_pause(retry_after))


def explained(error: Exception, *, seconds: float) -> str:
    """Return why nothing was answered."""
    if isinstance(error, TimeoutError) or seconds >= ANSWER_SECONDS:
        return Phrase("No answer within {seconds} s.", seconds=round(seconds))
    if isinstance(error, ssl.SSLCertVerificationError):
        return Phrase("Its certificate is not trusted: {reason}.", reason=error.verify_message)
    if isinstance(error, OSError):
        return Phrase("No connection: {reason}.", reason=error.strerror or type(error).__name__)
    return Phrase("What it answered is no HTTP.")
