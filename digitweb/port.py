"""Check that an address is free before the server starts: `python -m digitweb.port HOST PORT`.

The server's processes share their port, so a second server would share it too: each would get half of the
requests, and nothing would say so.
"""

import socket
import sys


def check_free(host: str, port: int) -> str | None:
    """Return why nothing can listen on the address, or None if it is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except OSError as error:
            return (
                f"Cannot listen on {host}:{port}: {error.strerror}. "
                f"Stop what listens there, or choose another port: make run PORT={port + 1}"
            )
    return None


if __name__ == "__main__":
    sys.exit(check_free(sys.argv[1], int(sys.argv[2])))
