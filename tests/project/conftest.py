"""What the tests of the project as a whole share."""

from collections.abc import Iterator

import pytest

from tests.support.ports import own_port


@pytest.fixture
def closed_port() -> Iterator[int]:
    """Return a port on which nobody listens."""
    with own_port() as port:
        yield port
