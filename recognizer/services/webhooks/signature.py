"""Signatures as the specification of Standard Webhooks has them: HMAC-SHA256 of id, time and body.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

PREFIX = "whsec_"
SECRET_BYTES = 32
"""The specification asks for 24 to 64."""


def new_secret() -> str:
    """Return a secret by chance, as receivers' libraries take it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signed_headers(
    *, signing_secrets: Sequence[str], event_id: str, timestamp: int, body: bytes
) -> dict[str, str]:
    """Return the headers that let a receiver see that a body is ours, of this event, and of this second.

    Each secret signs; a receiver takes what any of its own has signed.
    """
    signed = f"{event_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(secret, signed) for secret in signing_secrets),
    }


def signature(secret: str, signed: bytes) -> str:
    """Return the signature of some bytes, with its version."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
