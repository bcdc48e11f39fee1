"""What the web server adds to waitress: deadlines, an order of answers, bodies that are too large."""

import http.client
import json
import socket
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import Any
from wsgiref.types import StartResponse

import pytest

from digitweb import server
from digitweb.port import listening
from digitweb.server import Server, Transfer, server_of
from tests.support.clock import stopped_clock
from tests.support.patience import PATIENCE_SECONDS, wait_until

LARGE = 8 * 2**20
"""More than a system takes in for two sides of a connection."""


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer with what came, or with much."""
    body = environ["wsgi.input"].read()
    answer = {"path": environ["PATH_INFO"], "body": len(body), "length": environ.get("CONTENT_LENGTH")}
    content = b"x" * LARGE if environ["PATH_INFO"] == "/large" else json.dumps(answer).encode()
    start_response("200 OK", [("Content-Length", str(len(content)))])
    return [content]


@pytest.fixture
def running() -> Iterator[Server]:
    """A server whose connections a thread looks after."""
    made = server_of(application, listening("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            made.poll(0.05)

    thread = threading.Thread(target=serve)
    thread.start()
    yield made
    stop.set()
    thread.join()
    close(made)


def close(made: Server) -> None:
    made.task_dispatcher.shutdown()
    made.for_database.shutdown()
    for channel in list(made.active_channels.values()):
        channel.handle_close()
    made.close()


def connected(running: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(running.effective_port)), timeout=PATIENCE_SECONDS)


def test_time_grows_with_what_has_come() -> None:
    transfer = Transfer(began=100)
    assert not transfer.is_overdue(110)
    assert transfer.is_overdue(110.1)
    transfer.move(50_000, now=109)
    assert not transfer.is_overdue(115)
    assert transfer.is_overdue(115.1)


def test_who_pauses_for_long_is_overdue_however_much_has_come() -> None:
    transfer = Transfer(began=100)
    transfer.move(1_000_000, now=105)
    transfer.move(0, now=120)
    assert not transfer.is_overdue(125)
    assert transfer.is_overdue(125.1)


def test_processes_take_turns_at_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = stopped_clock(monkeypatch, server)
    with ExitStack() as stack:
        shared = stack.enter_context(closing(listening("127.0.0.1", 0)))
        processes = [server_of(application, shared.dup()) for _ in range(2)]
        for process in processes:
            stack.callback(close, process)
        for _client in range(3):
            stack.enter_context(closing(connected(processes[0])))
        taken = []
        for turn in (0, 0, 1, 1):
            processes[turn].poll()
            taken.append([len(each.active_channels) for each in processes])
        assert taken == [[1, 0], [1, 0], [1, 1], [1, 1]], "whoever took one leaves the next to the others"
        clock.now += server.TURN_SECONDS
        processes[0].poll()
        assert len(processes[0].active_channels) == 2, "nobody else came, so it is its turn again"
        processes[1].handle_accept()
        assert processes[1].readable(), "whoever was woken for nothing may take the next one"


def test_unused_memory_goes_back_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = stopped_clock(monkeypatch, server)
    times: list[float] = []
    monkeypatch.setattr(server, "return_unused_memory", lambda: times.append(clock.now))
    with closing(listening("127.0.0.1", 0)) as shared:
        made = server_of(application, shared.dup())
        for _second in range(3 * server.TIDY_SECONDS):
            clock.now += 1
            made.look_at_all()
        close(made)
    assert len(times) == 3


@pytest.mark.parametrize("sent", [b"GET / HT", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n{"])
def test_a_question_that_does_not_come_whole_is_answered_with_a_problem(
    running: Server, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(server, "GRACE_SECONDS", 0)
    with closing(connected(running)) as client:
        client.sendall(sent)
        answer = http.client.HTTPResponse(client)
        answer.begin()
        assert answer.status == 408
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert json.load(answer)["title"] == "Request Timeout"
        assert client.recv(1) == b""


def test_who_asks_for_leave_to_send_nothing_is_answered(running: Server) -> None:
    with closing(connected(running)) as client:
        client.sendall(b"GET /a HTTP/1.1\r\nExpect: 100-continue\r\n\r\n")
        answer = http.client.HTTPResponse(client)
        answer.begin()
        assert (answer.status, json.load(answer)["path"]) == (200, "/a")


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (b"Content-Length: 1e3", 400),
        (b"Content-Length: 3\r\nBroken", 400),
        (b"Transfer-Encoding: gzip", 501),
        (b"Content-Length: 3\r\nLong: " + b"-" * 300_000, 431),
    ],
)
def test_who_asks_for_leave_to_send_what_is_refused_is_told_so_at_once(
    running: Server, header: bytes, status: int
) -> None:
    with closing(connected(running)) as client:
        client.sendall(b"PUT /a HTTP/1.1\r\nExpect: 100-continue\r\n" + header + b"\r\n\r\n")
        answered = client.makefile("rb").readline().split()[1]
    assert int(answered) == status


def test_an_answer_that_nobody_reads_is_given_up(running: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(connected(running)) as client:
        client.sendall(b"GET /large HTTP/1.1\r\n\r\n")
        client.recv(1)
        monkeypatch.setattr(server, "GRACE_SECONDS", -1_000_000)
        wait_until(lambda: not running.active_channels, lambda: running.active_channels)
        with pytest.raises(ConnectionError):
            client.makefile("rb").read()


def test_an_answer_is_given_up_of_which_the_system_takes_nothing(
    running: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it is where all of the answer before waits in the system's buffers, and nobody reads that."""
    monkeypatch.setattr(server.Channel, "writable", lambda _channel: False)
    monkeypatch.setattr(server.Channel, "_flush_some", lambda *_arguments, **_options: False)
    with closing(connected(running)) as client:
        client.sendall(b"GET /large HTTP/1.1\r\n\r\n")
        wait_until(
            lambda: any(channel.total_outbufs_len for channel in running.active_channels.values()),
            lambda: running.active_channels,
        )
        monkeypatch.setattr(server, "GRACE_SECONDS", -1)
        wait_until(lambda: not running.active_channels, lambda: running.active_channels)


def test_answers_to_questions_in_a_row_come_in_their_order(running: Server) -> None:
    with closing(connected(running)) as client:
        client.sendall(b"GET /large HTTP/1.1\r\n\r\nGET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n")
        stream = client.makefile("rb")
        paths = []
        for _ in range(3):
            while line := stream.readline().strip():
                if line.lower().startswith(b"content-length"):
                    length = int(line.split(b":")[1])
            content = stream.read(length)
            paths.append("/large" if length == LARGE else json.loads(content)["path"])
    assert paths == ["/large", "/a", "/b"]


def test_no_question_has_to_wait_until_all_connections_are_asked(
    running: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a thread leaves to be sent, or to be read next, is seen when it has done so."""
    monkeypatch.setattr(running.connections, "ask_all", lambda: None)

    def ask(path: str) -> set[int]:
        address = ("127.0.0.1", int(running.effective_port))
        with closing(http.client.HTTPConnection(*address, timeout=PATIENCE_SECONDS)) as client:
            found = set()
            for _ in range(30):
                client.request("GET", path)
                answer = client.getresponse()
                answer.read()
                found.add(answer.status)
            return found

    with ThreadPoolExecutor(8) as clients:
        assert list(clients.map(ask, ["/a", "/a", "/a", "/large"] * 2)) == [{200}] * 8


def test_who_does_not_read_has_no_other_question_answered(running: Server) -> None:
    with closing(connected(running)) as client:
        client.sendall(b"GET /large HTTP/1.1\r\n\r\n" * 20)
        client.recv(1)
        with closing(http.client.HTTPConnection("127.0.0.1", int(running.effective_port))) as other:
            other.request("GET", "/other")
            assert other.getresponse().status == 200
        assert sum(channel.total_outbufs_len for channel in running.active_channels.values()) <= LARGE + 1000


def test_a_body_that_is_too_large_reaches_the_site_as_none(
    running: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    running.adj.max_request_body_size = 1001
    with closing(connected(running)) as client:
        client.sendall(b"POST /a HTTP/1.1\r\nContent-Length: 5000000\r\n\r\n" + b" " * 5_000_000)
        answer = http.client.HTTPResponse(client)
        answer.begin()
        assert json.load(answer) == {"path": "/a", "body": 0, "length": "5000000"}
        assert answer.headers["Connection"] == "close"


@pytest.mark.parametrize(("path", "quick"), [("/digits/api/v1/recognize", True), ("/digits/learn/", False)])
def test_what_needs_no_database_is_known_below_a_prefix_too(running: Server, path: str, quick: bool) -> None:
    running.prefix = "/digits"
    asked = running.channel_class.parser_class(running.adj)
    asked.received(f"GET {path} HTTP/1.1\r\n\r\n".encode())
    assert (running.dispatcher_for(asked) is running.task_dispatcher) == quick
