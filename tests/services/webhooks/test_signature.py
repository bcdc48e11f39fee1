"""The signature is that of the specification, as its own library sees it."""

import base64
import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from recognizer.services.webhooks.signature import PREFIX, SECRET_BYTES, new_secret, signed_headers
from tests.support.site import ROOT

BODY = json.dumps({"type": "test", "data": {"name": "数字"}}, ensure_ascii=False).encode()


def headers(secret: str, **changes: object) -> dict[str, str]:
    values = {"event_id": "evt_1", "timestamp": int(time.time()), "body": BODY, **changes}
    return signed_headers(signing_secrets=[secret], **values)  # type: ignore[arg-type]


def test_it_is_as_the_library_signs() -> None:
    secret = new_secret()
    at = datetime(2026, 1, 1, 12, tzinfo=UTC)
    signed = headers(secret, timestamp=int(at.timestamp()))
    assert signed["webhook-signature"] == Webhook(secret).sign("evt_1", at, BODY.decode())
    assert signed["webhook-id"] == "evt_1"
    assert signed["webhook-timestamp"] == str(int(at.timestamp()))


def test_the_library_verifies_it() -> None:
    secret = new_secret()
    assert Webhook(secret).verify(BODY, headers(secret)) == json.loads(BODY)


def test_a_receiver_that_does_as_the_document_says_takes_what_is_ours_and_nothing_else() -> None:
    (example,) = (ROOT / "docs" / "webhooks.md").read_text().split("```python\n")[1:]
    names: dict[str, Any] = {}
    exec(example.partition("```")[0], names)  # noqa: S102 - our own document
    secret = new_secret()
    assert names["event_of"](secret, headers(secret), BODY) == json.loads(BODY)
    assert names["event_of"](secret, headers(new_secret()), BODY) is None


def test_where_two_secrets_sign_a_receiver_with_either_takes_it() -> None:
    old, new = new_secret(), new_secret()
    signed = signed_headers(
        signing_secrets=[new, old], event_id="evt_1", timestamp=int(time.time()), body=BODY
    )
    for secret in (old, new):
        assert Webhook(secret).verify(BODY, signed) == json.loads(BODY)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(BODY, signed)


def test_it_is_bound_to_body_id_time_and_secret() -> None:
    secret = new_secret()
    for wrong in (
        (BODY + b" ", headers(secret)),
        (BODY, {**headers(secret), "webhook-id": "evt_2"}),
        (BODY, {**headers(secret), "webhook-timestamp": str(int(time.time()) - 1)}),
        (BODY, headers(new_secret())),
        (BODY, headers(secret, timestamp=int(time.time()) - 3600)),
    ):
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(*wrong)


def test_a_secret_is_by_chance_and_long_enough() -> None:
    one, other = new_secret(), new_secret()
    assert one != other
    assert len(base64.b64decode(one.removeprefix(PREFIX), validate=True)) == SECRET_BYTES >= 24
