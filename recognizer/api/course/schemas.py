"""What the endpoints of the learning pages share: a drawing in, a tile out, and the limits of both."""

import base64
import binascii
from typing import Annotated, Self

import numpy as np
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from recognizer.api.recognize.schemas import DrawnStroke, ModelAnswer, Probability
from recognizer.ink import Stroke
from recognizer.services.course.drawings import Tile, tile_of

LEARN_BODY_BYTES = 256 * 1024
"""The largest body of a learning endpoint."""
LEARN_VALUES = 20_000
"""The most values of such a body: half as many again as the largest drawing has."""
LEARN_POINTS = 4_000
"""The most points of a drawing of one digit."""
LEARN_STROKES = 100
TILE_BYTES = 28 * 28
TILE_CHARACTERS = 4 * -(-TILE_BYTES // 3)
"""Of base64."""


Outputs = Annotated[
    list[float],
    Field(
        description="Activations a of the output layer: of 0 to 9, and where the version has an eleventh "
        "output, of what is no digit"
    ),
]
Temperature = Annotated[
    float,
    Field(description="T of the version, by which outputs become probabilities; 1 where none was fitted"),
]
Probabilities = Annotated[
    list[Probability],
    Field(description="Of 0 to 9: pⱼ = aⱼ^(1/T) / Σₖ aₖ^(1/T) over all outputs; for `digit`, its confidence"),
]


class LearnBody(BaseModel):
    """A request of a learning page: nothing is converted, and nothing unknown is let pass."""

    model_config = ConfigDict(extra="forbid", strict=True)


class DrawnDigit(LearnBody):
    """One digit: exactly one of `strokes`, as the pen went, and `tile`, as the network sees it."""

    strokes: Annotated[list[DrawnStroke], Field(max_length=LEARN_STROKES, fail_fast=True)] | None = Field(
        None, description="A stroke is a list of [x, y], any unit, y downwards; one point is a dot"
    )
    tile: Annotated[str, Field(max_length=TILE_CHARACTERS)] | None = Field(
        None, description="Base64 of 784 bytes: 28 rows of 28 pixels, ink 255, paper 0"
    )

    @field_validator("tile")
    @classmethod
    def check_tile(cls, tile: str | None) -> str | None:
        """Raise a ValueError unless it is base64 of 784 bytes."""
        if tile is not None:
            try:
                found = len(base64.b64decode(tile, validate=True))
            except (binascii.Error, ValueError):
                raise ValueError(_("expected base64, found something else")) from None
            if found != TILE_BYTES:
                raise ValueError(
                    _("expected %(expected)s bytes, found %(found)s")
                    % {"expected": TILE_BYTES, "found": found}
                )
        return tile

    @model_validator(mode="after")
    def check_exactly_one(self) -> Self:
        """Refuse a drawing with neither strokes nor tile, or with both, or with no or too many points."""
        if (self.strokes is None) == (self.tile is None):
            found = _("neither") if self.strokes is None else _("both")
            raise ValueError(
                _('expected exactly one of "strokes" and "tile", found %(found)s') % {"found": found}
            )
        if self.strokes is not None:
            points = sum(map(len, self.strokes))
            if not 1 <= points <= LEARN_POINTS:
                raise ValueError(
                    _("expected 1 to %(most)s points, found %(found)s")
                    % {"most": LEARN_POINTS, "found": points}
                )
        return self

    def as_tile(self) -> Tile:
        """Return the tile (28, 28) that the network sees."""
        if self.tile is not None:
            return np.frombuffer(base64.b64decode(self.tile), np.uint8).reshape(28, 28)
        strokes: list[Stroke] = [
            np.array(stroke, np.float64).reshape(-1, 2) for stroke in self.strokes or [] if stroke
        ]
        return tile_of(strokes)


class DrawingBody(LearnBody):
    """A request about a reader's drawing."""

    drawing: DrawnDigit


class DrawingAnswer(BaseModel):
    """What the network sees of a drawing, and says to it."""

    tile: str = Field(description="Base64 of 784 bytes: 28 rows of 28 pixels, ink 255")
    digit: Annotated[int, Field(ge=0, le=9)]
    outputs: Outputs
    temperature: Temperature
    probabilities: Annotated[Probabilities, Field(min_length=10, max_length=10)]
    model: ModelAnswer


def encoded_tile(tile: Tile) -> str:
    """Return a tile as base64 of its pixels."""
    return base64.b64encode(tile.tobytes()).decode()
