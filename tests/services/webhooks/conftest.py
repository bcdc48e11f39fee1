"""What tests of webhooks share."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.support.receivers import Receiver, receiver


@pytest.fixture(name="receiver")
def _receiver(settings: Settings) -> Iterator[Receiver]:
    """A receiver on this machine, which may be sent to."""
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    with receiver() as found:
        yield found
