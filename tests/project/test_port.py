"""Whether an address is free is said before the server starts, with what to do if it is not."""

import socket
from collections.abc import Iterator

import pytest

from digitweb.port import check_free


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_free_port_is_nothing_to_talk_about(closed_port: int) -> None:
    assert check_free("127.0.0.1", str(closed_port)) is None


def test_a_port_that_is_taken_is_said_with_one_that_is_free(taken_port: int) -> None:
    said = check_free("127.0.0.1", str(taken_port))
    assert said
    start = f"Cannot listen on 127.0.0.1:{taken_port}: Address already in use. Stop what listens there, "
    assert said.startswith(f"{start}or choose another port: make run PORT=")
    assert check_free("127.0.0.1", said.rpartition("=")[2]) is None


def test_a_server_on_all_addresses_takes_the_port_as_well() -> None:
    with socket.socket() as server:
        server.bind(("0.0.0.0", 0))  # noqa: S104 - what it is about
        server.listen()
        assert "Address already in use" in (check_free("127.0.0.1", str(server.getsockname()[1])) or "")


@pytest.mark.parametrize("port", ["", "http", "0", "-1", "65536", "8000 9000"])
def test_a_port_that_cannot_be(port: str) -> None:
    assert check_free("127.0.0.1", port) == f'PORT should be a number from 1 to 65535; it is "{port}".'


@pytest.mark.parametrize("host", ["no such host", "192.0.2.1"])
def test_a_host_that_is_not_of_this_machine(host: str) -> None:
    said = check_free(host, "8000")
    assert said
    assert said.startswith(f"Cannot listen on {host}:8000: ")
    assert "HOST should be an address of this machine, such as 127.0.0.1" in said


def test_an_empty_host_is_said_so() -> None:
    assert check_free("", "8000") == (
        "HOST should be an address of this machine, such as 127.0.0.1; it is empty."
    )
