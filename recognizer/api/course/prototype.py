"""`/api/v1/learn/…`: what a rule makes of a digit, how a number is cut, and networks of any size."""

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from recognizer.api.course.networks import Seed
from recognizer.api.course.requests import (
    learn_answer,
    learn_body,
    learn_operation,
    looking_operation,
    rounded,
)
from recognizer.api.course.schemas import DrawingBody, LearnBody, encoded_tile
from recognizer.api.limits.throttling import LearnThrottle
from recognizer.api.recognize.schemas import WHOLE, Probability
from recognizer.services.course.cutting import HANDS, cut_number, write_number
from recognizer.services.course.rules import ruled_digits
from recognizer.services.course.sizes import layers_of_sizes

router = Router(tags=["learn"], throttle=[LearnThrottle()])

MAX_DIGITS = 8
"""Of a number that is cut."""
MAX_HIDDEN, MAX_UNITS = 3, 100
"""Hidden layers, and neurons of one."""
ACTIVATIONS_SHOWN = 16
"""Of a layer."""


class RuledDigitAnswer(BaseModel):
    """A digit, what each rule says of it, and what the network reads."""

    tile: str
    label: int
    passes: dict[str, bool] = Field(description="By the names of the rules: loop, top, stem")
    read: int


class RulesAnswer(BaseModel):
    """Nines and other digits."""

    source: Literal["mnist", "synthetic"]
    digits: list[RuledDigitAnswer]


class NumberBody(LearnBody):
    """A number that a synthetic writer is to write."""

    text: Annotated[str, Field(pattern=rf"^[0-9]{{1,{MAX_DIGITS}}}$")]
    hand: Annotated[int, Field(ge=0, lt=HANDS), WHOLE] = 0
    gap: Annotated[float, Field(ge=-0.4, le=1, allow_inf_nan=False)] = Field(
        0.2, description="Room between two digits, in heights of a digit; below 0 they overlap"
    )


class CandidateAnswer(BaseModel):
    """Ink that may be a digit."""

    box: tuple[float, float, float, float]
    tile: str
    digit: int
    probability: Probability
    place: int | None = Field(None, description="Its place in the number, if it is on the likeliest way")


class NumberAnswer(BaseModel):
    """A number, what of it may be digits, and what is read."""

    strokes: list[list[tuple[float, float]]] = Field(description="A digit is about 1 high, y downwards")
    candidates: list[CandidateAnswer] = Field(description="That the network has looked at")
    not_looked_at: int = Field(description="Candidates that cannot be on the likeliest way")
    text: str
    probability: Probability = Field(description="Of the likeliest way beside all others")


class SizesBody(DrawingBody):
    """A drawing, and the hidden layers of a fresh network that it goes through."""

    hidden: Annotated[
        list[Annotated[int, Field(ge=1, le=MAX_UNITS), WHOLE]], Field(max_length=MAX_HIDDEN, fail_fast=True)
    ]
    seed: Seed = 0


class SizedLayerAnswer(BaseModel):
    """A layer of neurons."""

    units: int
    weights: int
    biases: int
    activations: list[float] = Field(description="Of its first neurons")


class SizesAnswer(BaseModel):
    """The layers behind the input layer."""

    layers: list[SizedLayerAnswer]
    parameters: int


@router.get(
    "/rules",
    summary="Judge digits by rules, and by the network",
    response={200: RulesAnswer},
    openapi_extra=looking_operation(),
    url_name="learn-rules",
)
def rules(request: HttpRequest) -> HttpResponse:
    """Return nines and other digits, each with what every rule says of it and what the network reads."""
    found = ruled_digits()
    digits = [
        RuledDigitAnswer(
            tile=encoded_tile(digit.tile), label=digit.label, passes=digit.passes, read=digit.read
        )
        for digit in found.digits
    ]
    return learn_answer(RulesAnswer(source=found.source.value, digits=digits))


@router.post(
    "/number",
    summary="Cut a number into digits",
    response={200: NumberAnswer},
    openapi_extra=learn_operation(NumberBody),
    url_name="learn-number",
)
def number(request: HttpRequest) -> HttpResponse:
    """Return a number in synthetic handwriting, what of it may be digits, and the likeliest way through."""
    body = learn_body(request, NumberBody)
    found = cut_number(write_number(body.text, hand=body.hand, gap=body.gap))
    return learn_answer(
        NumberAnswer(
            strokes=[[(x, y) for x, y in stroke.round(3).tolist()] for stroke in found.strokes],
            candidates=[
                CandidateAnswer(
                    box=candidate.box,
                    tile=encoded_tile(candidate.tile),
                    digit=candidate.digit,
                    probability=round(candidate.probability, 6),
                    place=candidate.place,
                )
                for candidate in found.candidates
            ],
            not_looked_at=found.not_looked_at,
            text=found.text,
            probability=round(found.probability, 6),
        )
    )


@router.post(
    "/sizes",
    summary="Feed a drawing through a fresh network of any size",
    response={200: SizesAnswer},
    openapi_extra=learn_operation(SizesBody),
    url_name="learn-sizes",
)
def sizes(request: HttpRequest) -> HttpResponse:
    """Return how many weights and biases each layer has, and what it makes of the drawing."""
    body = learn_body(request, SizesBody)
    layers = layers_of_sizes(body.drawing.as_tile(), body.hidden, seed=body.seed)
    return learn_answer(
        SizesAnswer(
            layers=[
                SizedLayerAnswer(
                    units=len(layer.activations),
                    weights=layer.weights,
                    biases=layer.biases,
                    activations=rounded(layer.activations[:ACTIVATIONS_SHOWN]),
                )
                for layer in layers
            ],
            parameters=sum(layer.weights + layer.biases for layer in layers),
        )
    )
