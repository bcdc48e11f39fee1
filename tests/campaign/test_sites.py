"""A campaign that is told to end leaves no site behind."""

import signal

import pytest

from benchmarks.campaign.sites import ended_in_order


def test_a_campaign_that_is_told_to_end_ends_its_site_first() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), ended_in_order():
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before
