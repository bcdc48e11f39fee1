"""Sites that run side by side have ports of their own."""

import socket

import pytest

from tests.support import ports
from tests.support.ports import own_port


def only(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be no other port."""
    monkeypatch.setattr(ports, "PORTS", range(port, port + 1))


def test_a_port_is_given_to_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with own_port() as port:
        only(port, monkeypatch)
        with pytest.raises(AssertionError, match=f"No port from {port} to {port} is free"), own_port():
            pass
    with own_port() as again:
        assert again == port


def test_a_port_on_which_somebody_listens_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    with own_port() as port:
        only(port, monkeypatch)
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(AssertionError, match="is free"),
        own_port(),
    ):
        pass
    with own_port() as again:
        assert again == port
