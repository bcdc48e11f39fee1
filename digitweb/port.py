"""Check that an address is free: `python -m digitweb.port HOST PORT`."""

import contextlib
import errno
import socket
import sys

MAX_PORT = 65535
WAITING_CONNECTIONS = 1024
"""How many connections may wait for a process to take them."""


def check_free(host: str, port: str) -> str | None:
    """Return why nothing can listen on the address, and what to do about it, or None if it is free."""
    if not (port.isascii() and port.isdigit() and 0 < int(port) <= MAX_PORT):
        return f'PORT should be a number from 1 to {MAX_PORT}; it is "{port}".'
    if not host:
        return "HOST should be an address of this machine, such as 127.0.0.1; it is empty."
    try:
        listen_once(host, int(port))
    except OSError as error:
        return f"Cannot listen on {host}:{port}: {error.strerror}. {advice(error, host, int(port))}"
    return None


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens on the address."""
    server = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((host, port))
        server.listen(WAITING_CONNECTIONS)
    except OSError:
        server.close()
        raise
    return server


def listen_once(host: str, port: int) -> int:
    """Listen on the address for a moment; return its port, which the system chooses for port 0."""
    with listening(host, port) as probe:
        return int(probe.getsockname()[1])


def advice(error: OSError, host: str, port: int) -> str:
    """Return what to do about an address on which nothing can listen."""
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return "HOST should be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them."
    if error.errno == errno.EACCES:
        return f"Ports below 1024 are for root; choose another: make run PORT={next_free(host, 8000)}"
    return f"Stop what listens there, or choose another port: make run PORT={next_free(host, port + 1)}"


def next_free(host: str, start: int) -> int:
    """Return the first port from `start` on that is free now; any where many are taken."""
    for port in range(start, min(start + 20, MAX_PORT + 1)):
        with contextlib.suppress(OSError):
            return listen_once(host, port)
    return listen_once(host, 0)


if __name__ == "__main__":
    sys.exit(check_free(sys.argv[1], sys.argv[2]))
