"""Receipts: what the server signs of a reading, so that it can be given later and nothing of it made up."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.core import signing

from recognizer.ink import Mode
from recognizer.services.errors import ClaimRefused
from recognizer.services.recognition.reading import Reading

SALT = "recognizer.feedback.receipt"
VALID_FOR = timedelta(days=1)
MAX_TEXT = 1_000
"""Characters of an answer that a claim keeps; what can be given is far shorter."""
MAX_CHARACTERS = 4_000
"""Of a receipt: longer than any that was ever issued."""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What was answered to one drawing or picture, and by which version."""

    reading: uuid.UUID
    version: int
    text: str
    confidence: float
    verdict: str
    mode: Mode
    digits: int
    wanted: bool
    """Whether the lot fell on it: it may be given although nothing is said of it."""

    def signed(self) -> str:
        """Return the receipt as a text that nobody else can make; it says when it was signed."""
        values = (
            self.reading.hex,
            self.version,
            self.text,
            self.confidence,
            self.verdict,
            self.mode,
            self.digits,
            self.wanted,
        )
        return signer_with(settings.SECRET_KEY).sign_object(values)


@cache
def signer_with(key: str) -> signing.TimestampSigner:
    """Return what signs receipts with a key: to make one takes as long as to sign."""
    return signing.TimestampSigner(key=key, salt=SALT)


def receipt_of(reading: Reading, *, mode: Mode) -> Receipt:
    """Return a receipt for a reading; whether it is wanted is drawn by lot."""
    return Receipt(
        reading=uuid.uuid4(),
        version=reading.version_number,
        text=reading.text[:MAX_TEXT],
        confidence=round(reading.confidence, 6),
        verdict=reading.verdict.value,
        mode=mode,
        digits=len(reading.digits),
        wanted=secrets.randbelow(100) < settings.FEEDBACK_SHARE,
    )


def opened_receipt(text: str) -> Receipt:
    """Return what a receipt says; raise ClaimRefused if this site never gave it or it is too old."""
    try:
        values = signing.loads(text, salt=SALT, max_age=VALID_FOR)
    except signing.SignatureExpired:
        raise ClaimRefused(
            "The receipt is older than {hours} hours. Have the drawing read again.",
            hours=VALID_FOR // timedelta(hours=1),
        ) from None
    except signing.BadSignature:
        raise ClaimRefused("The receipt is none that was given for a reading here.") from None
    reading, version, answer, confidence, verdict, mode, digits, wanted = values
    return Receipt(
        reading=uuid.UUID(reading),
        version=version,
        text=answer,
        confidence=confidence,
        verdict=verdict,
        mode=mode,
        digits=digits,
        wanted=wanted,
    )
