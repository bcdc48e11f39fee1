"""What contributors give in tests, over the API."""

import base64
import io
import json
import secrets
import uuid
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from PIL import Image, ImageDraw

from recognizer.models import Claim, Contributor, Sample
from recognizer.services.evaluation.smoke_digits import STROKES
from recognizer.services.feedback.contributors import digest_of

RECOGNIZE = "/api/v1/recognize"
FEEDBACK = "/api/v1/feedback"


def new_name() -> str:
    """Return a contributor's name as a browser makes it."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")


def drawn(digit: int, *, at: float = 0) -> list[list[list[float]]]:
    """Return a clearly written digit, so far to the right."""
    return [[[x + at, y] for x, y in stroke.tolist()] for stroke in STROKES[digit]]


@dataclass
class Giver:
    """Somebody who draws and gives."""

    client: Client
    name: str = field(default_factory=new_name)

    def read(self, strokes: list[Any], **options: Any) -> dict[str, Any]:
        """Have a drawing read."""
        found: dict[str, Any] = json.loads(self._post(RECOGNIZE, {"strokes": strokes, **options}).content)
        return found

    def claim(self, digit: int = 7, *, said: Any = 7, **changes: Any) -> dict[str, Any]:  # noqa: ANN401
        """Have a digit read; return the body that gives it."""
        strokes = drawn(digit)
        body = {
            "contributor": self.name,
            "consent": 1,
            "receipt": self.read(strokes, mode="digit")["receipt"],
            "device": "mouse",
            "strokes": strokes,
            "digits": [{"said": said, "strokes": list(range(len(strokes)))}],
        }
        return {**body, **changes}

    def give(self, body: dict[str, Any]) -> HttpResponse:
        """Send a claim."""
        return self._post(FEEDBACK, body)

    def given(self, digit: int = 7, **changes: Any) -> int:
        """Give a digit; return the claim's number."""
        response = self.give(self.claim(digit, **changes))
        assert response.status_code == 201, response.content
        return int(json.loads(response.content)["id"])

    def see(self, path: str = "") -> Any:  # noqa: ANN401 - a test client's response
        """Ask for what was given."""
        return self.client.get(f"{FEEDBACK}{path}", headers={"Contributor": self.name})

    def delete(self, path: str = "") -> HttpResponse:
        """Take back one claim or all."""
        return self.client.delete(f"{FEEDBACK}{path}", headers={"Contributor": self.name})  # type: ignore[return-value]

    @staticmethod
    def signed_at(receipt: str) -> int:
        """Return when a receipt was signed, in seconds since 1970."""
        return signing.b62_decode(receipt.rsplit(":", 2)[1])

    def _post(self, address: str, body: dict[str, Any]) -> HttpResponse:
        return self.client.post(address, json.dumps(body), content_type="application/json")  # type: ignore[return-value]


def png_of(digit: int | None, *, side: int = 120, noise: bool = False) -> str:
    """Return a cut-out of a digit, or of blank paper, as a data URL; with noise it is a large file."""
    if noise:
        pixels = np.random.default_rng(0).integers(0, 256, (side * 5, side), dtype=np.uint8)
        image = Image.fromarray(pixels)
    else:
        image = Image.new("L", (side, side), 255)
        if digit is not None:
            painter = ImageDraw.Draw(image)
            for stroke in STROKES[digit]:
                points = (stroke * (0.7 * side / 100) + 0.15 * side).ravel().tolist()
                painter.line(points, fill=0, width=max(3, side // 16), joint="curve")
    file = io.BytesIO()
    image.save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def claimed() -> Claim:
    """Return a claim of somebody new with one sample, as if it had come over the API."""
    contributor = Contributor.objects.create(digest=digest_of(new_name()), part="training", consent=1)
    claim = Claim.objects.create(
        reading=uuid.uuid4(),
        contributor=contributor,
        kind="confirmed",
        shown="7",
        said="7",
        confidence=0.9,
        verdict="recognized",
        version_number=1,
        strokes=drawn(7),
    )
    Sample.objects.create(
        claim=claim, position=0, tile=bytes(28 * 28), said=7, read=7, confidence=0.9, margin=0.8
    )
    return claim
