"""Schemas of claims, and of the answers about what was given; clients rely on every name here."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from recognizer.api.recognize.schemas import (
    MAX_STROKES,
    WHOLE,
    ContributorName,
    DeviceName,
    DrawnStroke,
    Probability,
)
from recognizer.services.feedback.receipts import MAX_CHARACTERS as MAX_RECEIPT

MAX_DIGITS = 60
"""Of one claim; a page of more is no number."""
MAX_CUT_OUT_BYTES = 256 * 1024
MAX_CUT_OUT_CHARACTERS = 4 * 1024 * 1024
"""Of a cut-out as base64, as many as a body has bytes: how large it is, is seen when it is decoded."""
MAX_CONSENT = 1_000

Said = Literal[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, "none"]
StrokeIndex = Annotated[int, Field(ge=0, lt=MAX_STROKES), WHOLE]


def without_truth(value: object) -> object:
    """Return what stands for no digit instead of true, which to Python is 1; anything else as it is."""
    return str(value) if isinstance(value, bool) else value


class GivenDigitBody(BaseModel):
    """One digit of a claim: exactly one of `strokes` and `image`."""

    model_config = ConfigDict(extra="forbid", strict=True)

    said: Annotated[Said, WHOLE, BeforeValidator(without_truth)] | None = Field(
        None, description='The digit that it is, or "none": no digit; left out where nothing is said'
    )
    strokes: Annotated[list[StrokeIndex], Field(max_length=MAX_STROKES, fail_fast=True)] | None = Field(
        None, description="Indices of its strokes; of one that two digits name no sample is made"
    )
    image: Annotated[str, Field(max_length=MAX_CUT_OUT_CHARACTERS)] | None = Field(
        None, description="Base64 or data URL of its cut-out from a picture, at most 256 KiB"
    )

    @model_validator(mode="after")
    def check_exactly_one(self) -> Self:
        """Refuse a digit with neither ink nor picture, or with both."""
        if (self.strokes is None) == (self.image is None):
            found = _("neither") if self.strokes is None else _("both")
            raise ValueError(
                _('expected exactly one of "strokes" and "image", found %(found)s') % {"found": found}
            )
        return self


class FeedbackBody(BaseModel):
    """A reading that is given, and what is said of it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    contributor: ContributorName = Field(description="32 random bytes as base64url, made by who gives")
    consent: Annotated[int, Field(ge=1, le=MAX_CONSENT), WHOLE] = Field(
        description="The edition of the text that was agreed to"
    )
    receipt: Annotated[str, Field(max_length=MAX_RECEIPT)] = Field(description="Of the reading")
    device: DeviceName = Field("other", description="With what the ink was made")
    strokes: Annotated[list[DrawnStroke], Field(max_length=MAX_STROKES, fail_fast=True)] | None = Field(
        None, description="The drawing; none of a picture"
    )
    digits: Annotated[list[GivenDigitBody], Field(max_length=MAX_DIGITS, fail_fast=True)] = Field(
        description="From left to right, at least one"
    )

    @model_validator(mode="after")
    def check_one_kind(self) -> Self:
        """Refuse a drawing with cut-outs, and a picture's digits with strokes."""
        for place, digit in enumerate(self.digits):
            if (digit.strokes is None) == (self.strokes is not None):
                raise ValueError(
                    _(
                        'expected "strokes" of all digits of a drawing and "image" of all of a picture, '
                        "found otherwise of digit %(place)s"
                    )
                    % {"place": place}
                )
        return self


class KeptClaimAnswer(BaseModel):
    """What was kept."""

    id: int
    kept_until: date = Field(description="At least; what is in a data set is kept as long as that")
    samples: int = Field(description="Digits of which samples were made")


class GivenSampleAnswer(BaseModel):
    """One digit that was given."""

    tile: str = Field(description="28×28 PNG as data URL, as the network sees it")
    said: Said | None = None
    state: Literal["waiting", "agreed", "disputed", "unusable"] = Field(
        description="How far reviewers have come with it"
    )


class GivenClaimAnswer(BaseModel):
    """One reading that was given."""

    id: int
    at: datetime
    device: DeviceName
    shown: str = Field(description="What was read")
    said: str = Field(
        description='The number as it was said to be; "·" stands for a digit of which nothing was'
    )
    kind: Literal["confirmed", "corrected", "unsaid"]
    version: int
    kept_until: date
    samples: list[GivenSampleAnswer]


class GivenAnswer(BaseModel):
    """A page of what somebody gave, the newest first."""

    claims: list[GivenClaimAnswer]
    before: int | None = Field(None, description="What to ask the next page with; none on the last one")
    disagreements: int = Field(
        description="Drawings beside these that are kept because two versions read them differently"
    )


class ExportedSampleAnswer(GivenSampleAnswer):
    """One digit that was given, with all that is kept of it."""

    position: int
    cut_out: str | None = Field(None, description="PNG as data URL; of a picture alone")
    read: Annotated[int, Field(ge=0, le=10)] = Field(description="10: no digit")
    confidence: Probability
    margin: Probability
    label: Said | None = Field(None, description="On which reviewers agree")


class ExportedClaimAnswer(BaseModel):
    """One reading that was given, with all that is kept of it."""

    id: int
    at: datetime
    device: DeviceName
    shown: str
    said: str
    kind: Literal["confirmed", "corrected", "unsaid"]
    version: int
    confidence: Probability
    verdict: str
    strokes: list[list[tuple[float, float]]] | None = None
    samples: list[ExportedSampleAnswer]


class ExportedDisagreementAnswer(BaseModel):
    """A drawing that is kept because two versions read it differently."""

    at: datetime
    device: DeviceName
    version: int
    shown: str
    strokes: list[list[tuple[float, float]]]


class ExportAnswer(BaseModel):
    """All that somebody gave."""

    format: Literal["digitweb-given-1"]
    since: datetime
    consent: int
    claims: list[ExportedClaimAnswer]
    disagreements: list[ExportedDisagreementAnswer]


class DepartureAnswer(BaseModel):
    """What went, of one reading or of all that was given."""

    samples: int
    data_sets: list[int] = Field(description="Those that went because something of it was in them")
    versions: list[int] = Field(description="Those that had learned from it")
