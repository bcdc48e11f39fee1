"""Somebody who gives."""

import pytest
from django.test import Client

from tests.support.gifts import Giver


@pytest.fixture
def giver(client: Client) -> Giver:
    """Somebody new, at this test's client."""
    return Giver(client)
