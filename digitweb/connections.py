"""The connections of one process, and what each waits for.

waitress asks every open connection what it waits for before each wait, so that a crowd that is reading or
drawing slows down whoever asks. Here those are asked that are in use; one that is not waits for the same as
before.
"""

import contextlib
import selectors
import threading
from selectors import EVENT_READ, EVENT_WRITE
from typing import Protocol

from waitress import wasyncore


class Connection(Protocol):
    """What is watched: a client's connection, the socket on which they come, or what wakes the process.

    One that `is_in_use` may wait for something else at any time; the others do so after an event alone.
    """

    accepting: bool

    def readable(self) -> bool:
        """Whether it waits for something to read."""

    def writable(self) -> bool:
        """Whether it waits for room to write."""


class Connections(dict[int, Connection]):
    """Connections by their descriptors; they come and go as in any dict, and go from any thread."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._selector = selectors.DefaultSelector()
        self._restless: set[int] = set()
        """Which may wait for something else by now."""

    def __setitem__(self, descriptor: int, connection: Connection) -> None:
        super().__setitem__(descriptor, connection)
        self._restless.add(descriptor)

    def __delitem__(self, descriptor: int) -> None:
        with self._lock:  # the descriptor is closed next, and may be another's then
            super().__delitem__(descriptor)
            self._restless.discard(descriptor)
            with contextlib.suppress(KeyError):
                self._selector.unregister(descriptor)

    def ask_often(self, descriptor: int | None) -> None:
        """Ask a connection what it waits for before each wait, until it is no longer in use."""
        with self._lock:
            if descriptor is not None and descriptor in self:
                self._restless.add(descriptor)

    def ask_all(self) -> None:
        """Ask each what it waits for, at the next wait."""
        self._restless.update(self)

    def wait(self, seconds: float) -> None:
        """Wait until something can be read or written, at most so long, and let that be done."""
        for descriptor in tuple(self._restless):
            self._ask(descriptor)
        for key, events in self._selector.select(seconds):
            connection = key.data
            if events & EVENT_READ and self.get(key.fd) is connection:
                wasyncore.read(connection)
            if events & EVENT_WRITE and self.get(key.fd) is connection:
                wasyncore.write(connection)
            self._restless.add(key.fd)

    def close(self) -> None:
        """Watch nothing any more."""
        self._selector.close()

    def _ask(self, descriptor: int) -> None:
        with self._lock:
            self._restless.discard(descriptor)  # first: a thread that begins meanwhile puts it back
        connection = self.get(descriptor)
        if connection is None:  # the last event was its end
            return
        was_in_use = is_in_use(connection)  # and may have changed since it answered
        awaited = EVENT_READ if connection.readable() else 0
        if connection.writable() and not connection.accepting:
            awaited |= EVENT_WRITE
        with self._lock:
            if self.get(descriptor) is connection:
                self._watch(descriptor, awaited, connection)
                if was_in_use:
                    self._restless.add(descriptor)

    def _watch(self, descriptor: int, awaited: int, connection: Connection) -> None:
        known = self._selector.get_map().get(descriptor)
        if not awaited:
            if known:
                self._selector.unregister(descriptor)
        elif not known:
            self._selector.register(descriptor, awaited, connection)
        elif known.events != awaited:
            self._selector.modify(descriptor, awaited, connection)


def is_in_use(connection: Connection) -> bool:
    """Whether a thread may change what it waits for; waitress's own need not say so."""
    return getattr(connection, "is_in_use", False)
