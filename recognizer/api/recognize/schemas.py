"""Schemas of requests and answers; clients rely on every name here."""

from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

MAX_STROKES = 1_000
MAX_POINTS = 20_000
MAX_COORDINATE = 1e9
MAX_EXTRAS = 10
"""Names in `include`; a name may come twice."""
MAX_IMAGE_CHARACTERS = 32 * 1024 * 1024
"""Of base64, as many as the largest body has bytes."""


def without_fraction(value: object) -> object:
    """Return 1 for 1.0, which to JSON is the same whole number; anything else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


WHOLE = BeforeValidator(without_fraction)
Coordinate = Annotated[float, Field(allow_inf_nan=False, ge=-MAX_COORDINATE, le=MAX_COORDINATE)]
Point = tuple[Coordinate, Coordinate]
DrawnStroke = Annotated[list[Point], Field(max_length=MAX_POINTS, fail_fast=True)]
Mode = Literal["number", "digit"]
DeviceName = Literal["mouse", "touch", "pen", "picture", "other"]
ContributorName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]
"""32 random bytes as base64url: nobody guesses another's."""
Probability = Annotated[float, Field(ge=0, le=1)]


class RecognizeOptions(BaseModel):
    """What a client may choose, whichever way the ink comes."""

    model_config = ConfigDict(extra="forbid", strict=True)

    mode: Mode = Field("number", description='"digit": the whole drawing is one digit')
    include: Annotated[list[Literal["tiles", "ink"]], Field(max_length=MAX_EXTRAS, fail_fast=True)] = Field(
        [], description="Extra parts of the answer"
    )
    device: DeviceName = Field("other", description="With what the ink was made")
    contributor: ContributorName | None = Field(
        None,
        description="The opaque name of somebody who gives drawings: 32 random bytes as base64url. Allows a "
        "drawing to be kept on which two versions differ",
    )


class RecognizeRequest(RecognizeOptions):
    """A drawing or a picture to be read: exactly one of `strokes` and `image`."""

    strokes: Annotated[list[DrawnStroke], Field(max_length=MAX_STROKES, fail_fast=True)] | None = Field(
        None, description="A stroke is a list of [x, y], any unit, y downwards; one point is a dot"
    )
    image: Annotated[str, Field(max_length=MAX_IMAGE_CHARACTERS)] | None = Field(
        None,
        description="Base64 or data URL of PNG, JPEG, WebP, GIF or BMP; either polarity",
    )

    @model_validator(mode="after")
    def check_exactly_one(self) -> Self:
        """Refuse a request with neither ink nor picture, or with both."""
        if (self.strokes is None) == (self.image is None):
            found = _("neither") if self.strokes is None else _("both")
            raise ValueError(
                _('expected exactly one of "strokes" and "image", found %(found)s') % {"found": found}
            )
        return self


class DigitAnswer(BaseModel):
    """One digit of the answer, from left to right."""

    digit: Annotated[int, Field(ge=0, le=9)]
    confidence: Probability = Field(description="How likely it is that the ink is a digit, and this one")
    probabilities: Annotated[
        list[float],
        Field(min_length=10, max_length=10, description="Of 0 to 9, given that it is a digit; they sum to 1"),
    ]
    box: Annotated[
        list[float], Field(min_length=4, max_length=4, description="x, y, width, height; your units")
    ]
    strokes: list[int] = Field(description="Which of your strokes are this digit; empty for a picture")
    tile: str | None = Field(
        None, description='What the network saw: 28×28 PNG as data URL, with include "tiles"'
    )


class IgnoredAnswer(BaseModel):
    """A mark beside the digits that was left out: the answer holds digits alone."""

    box: Annotated[
        list[float], Field(min_length=4, max_length=4, description="x, y, width, height; your units")
    ]
    kind: Literal["dot", "dash", "line", "ring", "sign"] = Field(
        description='"dot": a point or comma; "dash"; "line": under the number; "ring": around it; '
        '"sign": as tall as a digit'
    )
    strokes: list[int] = Field(description="Which of your strokes it is; empty for a picture")


class ModelAnswer(BaseModel):
    """Which model version answered."""

    version: int
    name: str


class TimingsAnswer(BaseModel):
    """Milliseconds spent."""

    preprocess: float
    network: float


class RecognizeAnswer(BaseModel):
    """What was read."""

    text: str = Field(description="The digits, left to right; empty if nothing was drawn")
    confidence: Probability
    verdict: Literal["recognized", "uncertain", "not_a_digit", "empty"]
    digits: list[DigitAnswer]
    ignored: list[IgnoredAnswer] = Field(description="Marks that were left out, from left to right")
    model: ModelAnswer
    timings_ms: TimingsAnswer
    ink: str | None = Field(
        None,
        description='The ink found in a picture, white on black: PNG as data URL, with include "ink"; '
        "not for strokes",
    )
    reason: str | None = Field(
        None, description="Why nothing was found in a picture, as far as can be told; only where nothing was"
    )
    receipt: str | None = Field(
        None, description="Signed by the server: with it the reading can be given within a day, once"
    )
    wanted: bool | None = Field(
        None, description="Drawn by lot: this reading may be given even if nothing is said of it"
    )


class Problem(BaseModel):
    """An error as RFC 9457 has it, `application/problem+json`."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] | None = Field(None, description="Where in the request: pointer and detail")
    request_id: str | None = Field(
        None, description="Of errors of the server alone: by it an operator finds the request in the log"
    )
