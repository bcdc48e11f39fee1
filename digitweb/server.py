"""One process of the web server: `python -m digitweb.server SOCKET`, a listening descriptor.

waitress receives each question whole before a thread takes it, and sends each answer by itself, so that a
slow client holds no thread. What it lacks is added here: deadlines for both, and an orderly end.
"""

import contextlib
import logging
import re
import signal
import socket
import struct
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from wsgiref.types import WSGIApplication

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import Error

from digitweb.connections import Connections
from digitweb.memory import leave_out_of_collections, return_freed_memory, return_unused_memory
from digitweb.prefix import without_prefix
from digitweb.server_errors import ProblemTask, TooSlow
from recognizer.telemetry.metrics import ERRORS

GRACE_SECONDS = 10
"""How long a question or an answer may take, however small it is."""
MIN_BYTES_PER_SECOND = 10_000
"""What a client has to send or take in a second beyond that time."""
MAX_PAUSE_SECONDS = 20
"""How long nothing at all may move: what a system's buffers hold counts as sent, though nobody reads it."""
IDLE_SECONDS = 60
"""How long a connection is kept on which nothing is asked."""
LINGER_SECONDS = 5
"""How long to take in what a client still sends after its last answer: a reset would cost it the answer."""
LEAVE_SECONDS = 5
"""How long questions that are being answered may take when the process is told to end."""
TURN_SECONDS = 0.001
"""How long a process that has taken a connection leaves the next one to the others, which have to wake first.

Connections stay: a crowd that came at once would be one process's for good, while the others are idle.
"""
TIDY_SECONDS = 30
"""How often a process hands back the memory it does not use; that takes some ten milliseconds."""
MAX_CONNECTIONS = 1000
THREADS = 4
"""Of each process, and as many for what may have to wait for the database."""
WITHOUT_DATABASE = re.compile(r"/(?:api/v1/recognize|healthz|readyz|static/.*|)")
"""What is answered even while the database hangs, by threads that nothing else can hold up."""


MAX_BODY_BYTES = 72 * 1024 * 1024
"""A model file that is imported, with the form around it. The site itself has a smaller limit for most."""


@dataclass
class Transfer:
    """The progress of a request or response: its start, its bytes so far, and the time of the last."""

    began: float
    moved: int = 0
    last_moved: float = field(init=False)

    def __post_init__(self) -> None:
        self.last_moved = self.began

    def move(self, count: int, now: float) -> None:
        """Count bytes that have come."""
        if count:
            self.moved += count
            self.last_moved = now

    def is_overdue(self, now: float) -> bool:
        """Whether it is too slow for its number of bytes, or has stalled."""
        slow = now - self.began > GRACE_SECONDS + self.moved / MIN_BYTES_PER_SECOND
        return slow or now - self.last_moved > MAX_PAUSE_SECONDS


class Parser(HTTPRequestParser):  # type: ignore[misc]  # an untyped library
    """Passes a request with too large a body to the site without it, which answers with its own error."""

    content_length: int
    body_rcv: Any

    def received(self, data: bytes) -> int:
        """Take in a part of a request; return how many bytes of it belong to this one."""
        taken = int(super().received(data))
        if self.error:
            self.expect_continue = False  # what is refused already is told so, not to go on
        return taken

    def parse_header(self, header_plus: bytes) -> None:
        """Parse the request line and headers."""
        super().parse_header(header_plus)
        if self.content_length > self.adj.max_request_body_size - 1:
            self.content_length, self.body_rcv, self.expect_continue = 0, None, False
            self.headers["CONNECTION"] = "close"
        if not (self.content_length or self.chunked):
            self.expect_continue = False  # whoever sends no body waits for the answer, not for leave to send


class Channel(HTTPChannel):  # type: ignore[misc]  # an untyped library
    """One connection, with deadlines for requests and responses."""

    request: Any
    close_when_flushed: bool
    parser_class = Parser
    error_task_class = ProblemTask

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.asking: Transfer | None = None
        self.answering: Transfer | None = None
        self.lingers_since: float | None = None
        self.waits = False
        self.threads: list[int] = []
        """Which answer it now: one, and for a moment the next already."""
        super().__init__(*arguments, **options)

    def received(self, data: bytes) -> bool:
        """Take in a part of a request."""
        before = self.request
        taken = bool(super().received(data))
        if self.request is None:
            self.asking = None
        elif self.request is not before or self.asking is None:
            self.asking = Transfer(time.monotonic())
        else:
            self.asking.move(len(data), time.monotonic())
        return taken

    def _flush_some(self, do_close: bool = True) -> bool:
        before = self.total_outbufs_len
        sent = bool(super()._flush_some(do_close=do_close))
        left = self.total_outbufs_len
        if not left:
            self.answering = None
        elif self.answering is None:
            self.answering = Transfer(time.monotonic())
        else:
            self.answering.move(before - left, time.monotonic())
        return sent

    def service(self) -> None:
        """Answer a request, in a thread."""
        self.threads.append(threading.get_ident())
        self.server.connections.ask_often(self._fileno)
        try:
            super().service()
        finally:
            self.threads.remove(threading.get_ident())

    def readable(self) -> bool:
        """Whether to read; start a request that waited for the response before it."""
        if self.waits and not self.total_outbufs_len:
            self.waits = False
            self.server.add_task(self)
        return self.lingers_since is not None or bool(super().readable())

    def writable(self) -> bool:
        """Whether there is data to send, or the connection is to be closed."""
        if self.total_outbufs_len and self.requests:
            with self.outbuf_lock:  # what a thread is just sending is none of ours, but what it leaves
                pass
        return bool(self.will_close if self.lingers_since is not None else super().writable())

    def handle_read(self) -> None:
        """Read; discard what comes after the last response."""
        if self.lingers_since is None:
            super().handle_read()
            return
        try:
            self.recv(self.adj.recv_bytes)
        except OSError:
            self.handle_close()

    def handle_write(self) -> None:
        """Send; after the last response shut down our side, and wait for the client to close."""
        if not self.close_when_flushed or self.will_close:
            super().handle_write()
            return
        self._flush_exception(self._flush_some)
        if not self.total_outbufs_len and not self.will_close:
            self.close_when_flushed = False
            self.lingers_since = time.monotonic()
            try:
                self.socket.shutdown(socket.SHUT_WR)
            except OSError:
                self.handle_close()

    def end_if_overdue(self, now: float) -> None:
        """Refuse a request, or abort a response, that takes too long."""
        if self.asking and self.asking.is_overdue(now):
            ERRORS.labels("slow_client").inc()
            self.refuse(TooSlow(GRACE_SECONDS, MIN_BYTES_PER_SECOND, MAX_PAUSE_SECONDS))
        if self.answering is None and self.total_outbufs_len:
            self.answering = Transfer(now)  # the answer before fills the system's buffers
        lingers = self.lingers_since is not None and now - self.lingers_since > LINGER_SECONDS
        is_unread = self.answering is not None and self.answering.is_overdue(now)
        if is_unread:
            ERRORS.labels("unread_answer").inc()
        if lingers or is_unread:
            self.abort()

    def abort(self) -> None:
        """Close the connection at once, and drop what is not sent yet."""
        with contextlib.suppress(OSError):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.handle_close()

    @property
    def is_in_use(self) -> bool:
        """Whether a thread may change what it waits for."""
        return bool(self.threads)

    @property
    def ends(self) -> bool:
        """Whether no further request is answered."""
        return bool(self.close_when_flushed or self.will_close or self.lingers_since is not None)

    def refuse(self, error: Error) -> None:
        """Answer an incomplete request with an error, and read no more of it."""
        with self.requests_lock:
            self.asking, request, self.request = None, self.request, None
            if request is None or self.ends:
                return
            request.error, request.completed = error, True
            self.requests.append(request)
            if len(self.requests) == 1:
                self.server.add_task(self)


class Server(TcpWSGIServer):  # type: ignore[misc]  # an untyped library
    """The connections of one process."""

    channel_class = Channel
    is_in_use = True
    look_at = tidy_at = 0.0
    next_turn = 0.0
    """When this process takes a connection again."""
    prefix = ""
    """The path below which the site lies."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.for_database = ThreadedTaskDispatcher()
        self.for_database.set_thread_count(THREADS)
        self.connections = Connections()
        super().__init__(*arguments, map=self.connections, **options)

    def readable(self) -> bool:
        """Whether to take a connection."""
        return bool(super().readable()) and time.monotonic() >= self.next_turn

    def handle_accept(self) -> None:
        """Take a connection, unless another process was faster; the next one is the others' for a moment."""
        before = len(self.active_channels)
        super().handle_accept()
        if len(self.active_channels) > before:
            self.next_turn = time.monotonic() + TURN_SECONDS

    def add_task(self, channel: Channel) -> None:
        """Queue the channel's next request once its client has received the response before.

        Otherwise responses would pile up for a client that asks much and reads nothing.
        """
        if channel.total_outbufs_len:
            channel.waits = True
        else:
            self.dispatcher_for(channel.requests[0]).add_task(channel)

    def dispatcher_for(self, request: Parser) -> ThreadedTaskDispatcher:
        """Return the thread pool for a request: requests without the database have one of their own."""
        quick = request.error or WITHOUT_DATABASE.fullmatch(without_prefix(request.path, self.prefix))
        return self.task_dispatcher if quick else self.for_database

    def look_at_all(self) -> None:
        """End overdue requests and responses, once a second; ask each connection what it waits for.

        Now and then hand back unused memory.
        """
        now = time.monotonic()
        if now >= self.look_at:
            self.look_at = now + 1
            self.connections.ask_all()
            for channel in list(self.active_channels.values()):
                channel.end_if_overdue(now)
        if now >= self.tidy_at:
            self.tidy_at = now + TIDY_SECONDS
            return_unused_memory()

    def serve(self) -> None:
        """Serve until SIGTERM or SIGINT; requests in progress may finish."""
        signals: list[int] = []

        def on_signal(number: int, _frame: object) -> None:
            signals.append(number)
            self.pull_trigger()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, on_signal)
        while not signals:
            self.poll()
        self.accepting = False
        deadline = time.monotonic() + LEAVE_SECONDS
        while self.is_busy() and time.monotonic() < deadline:
            self.poll(0.1)
        for dispatcher in (self.task_dispatcher, self.for_database):
            dispatcher.shutdown(timeout=0)

    def poll(self, seconds: float = 1) -> None:
        """Wait for events on any connection, and handle them."""
        self.look_at_all()
        if time.monotonic() < self.next_turn:
            seconds = min(seconds, TURN_SECONDS)
        self.connections.wait(seconds)

    def close(self) -> None:
        """Take no more connections."""
        super().close()
        self.connections.close()

    def is_busy(self) -> bool:
        """Whether a request is in progress or a response is being sent."""
        return any(channel.requests or channel.total_outbufs_len for channel in self.active_channels.values())


def server_of(application: WSGIApplication, listening: socket.socket, *, prefix: str = "") -> Server:
    """Return a server of the application, which lies below a prefix, on a socket that listens already."""
    adjustments = Adjustments(
        sockets=[listening],
        threads=THREADS,
        ident="digitweb",
        connection_limit=MAX_CONNECTIONS,
        channel_timeout=IDLE_SECONDS,
        max_request_body_size=MAX_BODY_BYTES + 1,
        clear_untrusted_proxy_headers=False,  # NUM_PROXIES and HTTPS say which of them are believed
        log_socket_errors=False,
        recv_bytes=65536,
    )
    address = (listening.family, listening.type, listening.proto, listening.getsockname())
    server = Server(application, _sock=listening, adj=adjustments, bind_socket=False, sockinfo=address)
    server.prefix = prefix
    return server


def main() -> None:
    """Serve the site on the socket that was handed over."""
    return_freed_memory()  # before any thread has a heap
    listening = socket.socket(fileno=int(sys.argv[1]))
    from django.conf import settings  # noqa: PLC0415 - needs what the next line sets

    from digitweb.wsgi import application  # noqa: PLC0415 - loads the model

    leave_out_of_collections()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue is no fault
    server_of(application, listening, prefix=settings.SCRIPT_NAME).serve()


if __name__ == "__main__":
    main()
