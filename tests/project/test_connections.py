"""Waiting on many connections: who is asked what it waits for, and who is told that it has come."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from digitweb.connections import Connections


class Line:
    """One end of a line, which counts what it is asked and told; what is read, it leaves."""

    accepting = False
    connected = True

    def __init__(self, end: socket.socket, *, is_in_use: bool = False) -> None:
        self.end = end
        self.is_in_use = is_in_use
        self.waits_to_read, self.waits_to_write = True, False
        self.asked, self.read, self.written = 0, 0, 0

    def readable(self) -> bool:
        self.asked += 1
        return self.waits_to_read

    def writable(self) -> bool:
        return self.waits_to_write

    def handle_read_event(self) -> None:
        self.read += 1

    def handle_write_event(self) -> None:
        self.written += 1

    def handle_error(self) -> None:
        pytest.fail("what is told has failed")


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def connections(stack: ExitStack) -> Connections:
    made = Connections()
    stack.callback(made.close)
    return made


def line(stack: ExitStack, connections: Connections, **options: Any) -> tuple[Line, socket.socket]:
    """Return a connection that is watched, and its other end."""
    near, far = (stack.enter_context(end) for end in socket.socketpair())
    made = Line(near, **options)
    connections[near.fileno()] = made
    return made, far


def test_who_has_something_to_read_is_told(connections: Connections, stack: ExitStack) -> None:
    (one, far), (other, _) = line(stack, connections), line(stack, connections)
    far.sendall(b"1")
    connections.wait(0)
    assert (one.read, other.read) == (1, 0)


def test_who_is_not_in_use_is_not_asked_again(connections: Connections, stack: ExitStack) -> None:
    (idle, _), (busy, _) = line(stack, connections), line(stack, connections, is_in_use=True)
    for _ in range(3):
        connections.wait(0)
    assert (idle.asked, busy.asked) == (1, 3)


def test_who_was_told_is_asked_again(connections: Connections, stack: ExitStack) -> None:
    one, far = line(stack, connections)
    far.sendall(b"1")
    connections.wait(0)
    one.waits_to_read = False
    for _ in range(2):
        connections.wait(0)
    assert (one.asked, one.read) == (2, 1), "what it does not wait for is not told"


def test_what_changes_while_a_connection_is_in_use_is_seen(
    connections: Connections, stack: ExitStack
) -> None:
    one, _far = line(stack, connections, is_in_use=True)
    connections.wait(0)
    one.waits_to_read, one.waits_to_write = False, True
    connections.wait(0)
    assert (one.read, one.written) == (0, 1)


def reads_after(
    change: Callable[[Line], object], connections: Connections, one: Line, far: socket.socket
) -> int:
    """Let a connection change, and wait to read, while it is asked; return how often it was told."""
    one.waits_to_read = False

    def writable() -> bool:
        change(one)
        one.waits_to_read = True
        return False

    one.writable = writable  # type: ignore[method-assign]
    far.sendall(b"1")
    for _ in range(2):
        connections.wait(0)
    return one.read


def test_what_changes_while_a_connection_is_asked_is_seen(connections: Connections, stack: ExitStack) -> None:
    """Its thread ends between two questions; the first answer is of before, and nobody uses it any more."""
    one, far = line(stack, connections, is_in_use=True)
    assert reads_after(lambda one: setattr(one, "is_in_use", False), connections, one, far) == 1


def test_a_thread_that_begins_and_ends_while_a_connection_is_asked_is_noticed(
    connections: Connections, stack: ExitStack
) -> None:
    one, far = line(stack, connections)
    assert reads_after(lambda one: connections.ask_often(one.end.fileno()), connections, one, far) == 1


def test_who_comes_into_use_is_asked_from_then_on(connections: Connections, stack: ExitStack) -> None:
    one, far = line(stack, connections)
    one.waits_to_read = False
    connections.wait(0)
    far.sendall(b"1")
    one.is_in_use = True
    connections.ask_often(one.end.fileno())
    connections.wait(0)
    one.waits_to_read = True
    connections.wait(0)
    assert one.read == 1
    connections.ask_often(None)
    connections.ask_often(10_000)
    connections.wait(0)


def test_all_are_asked_when_that_is_wished(connections: Connections, stack: ExitStack) -> None:
    one, _far = line(stack, connections)
    connections.wait(0)
    one.waits_to_write = True
    connections.wait(0)
    assert one.written == 0
    connections.ask_all()
    connections.wait(0)
    assert one.written == 1


def test_who_is_gone_is_told_nothing_nor_is_the_next_with_its_descriptor(
    connections: Connections, stack: ExitStack
) -> None:
    """Both have something to read; whoever is told first ends the other, whose descriptor is used again."""
    lines = [line(stack, connections) for _ in range(2)]
    newcomers: list[Line] = []

    def end(other: Line) -> None:
        if not newcomers:
            newcomers.append(Line(other.end))
            del connections[other.end.fileno()]
            connections[other.end.fileno()] = newcomers[0]

    for (one, far), (other, _) in zip(lines, reversed(lines), strict=True):
        one.handle_read_event = lambda other=other: end(other)  # type: ignore[method-assign,misc]
        far.sendall(b"1")
    connections.wait(0)
    assert newcomers[0].read == 0
    connections.wait(0)
    assert newcomers[0].read == 1
