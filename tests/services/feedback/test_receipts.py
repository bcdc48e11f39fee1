"""Receipts are believed if this site signed them, and for a day."""

import uuid

import pytest
from django.core import signing
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from recognizer.services.errors import ClaimRefused
from recognizer.services.feedback.receipts import (
    MAX_CHARACTERS,
    MAX_TEXT,
    Receipt,
    opened_receipt,
    receipt_of,
)
from recognizer.services.recognition.reading import Reading
from recognizer.services.recognition.verdicts import Verdict


def reading(text: str = "35") -> Reading:
    return Reading(
        text=text,
        confidence=0.123456789,
        verdict=Verdict.UNCERTAIN,
        digits=(),
        ignored=(),
        version_number=3,
        version_name="Three",
        preprocess_ms=1.0,
        network_ms=1.0,
    )


@given(
    st.builds(
        Receipt,
        reading=st.uuids(version=4),
        version=st.integers(1, 2**62),
        text=st.text("0123456789", max_size=60),
        confidence=st.floats(0, 1),
        verdict=st.sampled_from([verdict.value for verdict in Verdict]),
        mode=st.sampled_from(["number", "digit"]),
        digits=st.integers(0, 60),
        wanted=st.booleans(),
    )
)
def test_what_was_signed_is_what_is_opened(receipt: Receipt) -> None:
    assert opened_receipt(receipt.signed()) == receipt


def test_whatever_is_changed_in_it_is_noticed() -> None:
    text = receipt_of(reading(), mode="number").signed()
    for place, letter in enumerate(text):
        changed = text[:place] + ("B" if letter == "A" else "A") + text[place + 1 :]
        with pytest.raises(ClaimRefused, match="none that was given"):
            opened_receipt(changed)


def test_what_else_the_site_signs_is_no_receipt() -> None:
    other = signing.dumps(["7", 1, "7", 0.9, "recognized", "digit", 1, True], salt="another")
    with pytest.raises(ClaimRefused, match="none that was given"):
        opened_receipt(other)


def test_another_sites_receipt_is_none_here(settings: Settings) -> None:
    text = receipt_of(reading(), mode="number").signed()
    settings.SECRET_KEY = "another"
    with pytest.raises(ClaimRefused, match="none that was given"):
        opened_receipt(text)


def test_it_says_what_was_read_by_which_version() -> None:
    receipt = receipt_of(reading(), mode="number")
    assert (receipt.version, receipt.text, receipt.verdict) == (3, "35", "uncertain")
    assert receipt.confidence == pytest.approx(0.123457)
    assert isinstance(receipt.reading, uuid.UUID)
    assert receipt.reading != receipt_of(reading(), mode="number").reading


@pytest.mark.parametrize(("share", "wanted"), [(0, {False}), (100, {True}), (50, {True, False})])
def test_the_lot_falls_on_as_many_as_the_site_says(settings: Settings, share: int, wanted: set[bool]) -> None:
    settings.FEEDBACK_SHARE = share
    assert {receipt_of(reading(), mode="digit").wanted for _ in range(100)} == wanted


def test_a_page_of_digits_gives_a_receipt_of_bounded_length() -> None:
    receipt = receipt_of(reading("7" * 5_000), mode="number")
    assert len(receipt.text) == MAX_TEXT
    assert len(receipt.signed()) < MAX_CHARACTERS
