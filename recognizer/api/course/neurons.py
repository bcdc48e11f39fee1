"""`/api/v1/learn/…`: single neurons and small circuits, for the first page of the course."""

from collections.abc import Sequence
from typing import Annotated, Self

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import BaseModel, Field, model_validator

from recognizer.api.course.requests import learn_answer, learn_body, learn_operation, rounded
from recognizer.api.course.schemas import DrawingBody, LearnBody
from recognizer.api.limits.throttling import LearnThrottle
from recognizer.api.recognize.schemas import WHOLE
from recognizer.services.course.neurons import (
    add_bits,
    perceptron,
    perceptron_layers,
    recurrent_run,
    sigmoid_curve,
    small_change,
    step,
    weighted_inputs,
)
from recognizer.services.recognition.live import live_model

router = Router(tags=["learn"], throttle=[LearnThrottle()])

POINTS = 121
"""Of a curve, from −1 to 1."""
MAX_WEIGHTS = 8
"""Of a perceptron, and perceptrons of a layer."""
MAX_LAYERS = 4
"""Of perceptrons."""
TICKS = 24
"""Moments of the neuron with a loop; the first two have an input of 1."""

Value = Annotated[float, Field(ge=-1_000, le=1_000, allow_inf_nan=False)]
Bit = Annotated[int, Field(ge=0, le=1), WHOLE]
Weights = Annotated[list[Value], Field(min_length=1, max_length=MAX_WEIGHTS, fail_fast=True)]
BitRow = Annotated[list[Bit], Field(max_length=MAX_WEIGHTS, fail_fast=True)]


class PerceptronBody(LearnBody):
    """A perceptron, and what it is to decide on."""

    weights: Weights
    bias: Value = Field(description="−threshold")
    inputs: Annotated[list[BitRow], Field(min_length=1, max_length=256, fail_fast=True)] = Field(
        description="A row for each question"
    )

    @model_validator(mode="after")
    def check_rows(self) -> Self:
        """Refuse a row that has not an input for each weight."""
        for at, row in enumerate(self.inputs):
            if len(row) != len(self.weights):
                raise ValueError(
                    _("expected %(weights)s inputs a row, one for each weight; row %(row)s has %(inputs)s")
                    % {"weights": len(self.weights), "row": at, "inputs": len(row)}
                )
        return self


class PerceptronAnswer(BaseModel):
    """Its decisions."""

    z: list[float]
    outputs: list[int]


class PerceptronLayer(LearnBody):
    """Perceptrons side by side: all see the same inputs."""

    weights: Annotated[list[Weights], Field(min_length=1, max_length=MAX_WEIGHTS, fail_fast=True)] = Field(
        description="A row for each perceptron"
    )
    biases: Weights


class PerceptronsBody(LearnBody):
    """Layers of perceptrons, and what they are to decide on."""

    layers: Annotated[list[PerceptronLayer], Field(min_length=1, max_length=MAX_LAYERS, fail_fast=True)]
    inputs: Annotated[list[BitRow], Field(min_length=1, max_length=256, fail_fast=True)]

    @model_validator(mode="after")
    def check_sizes(self) -> Self:
        """Refuse a row that has not a number for each that comes in, and biases of another count."""
        wide = len(self.inputs[0])
        rows: list[tuple[str, int, Sequence[Sequence[float]]]] = [("inputs", wide, self.inputs)]
        for at, layer in enumerate(self.layers):
            rows.append((f"layers/{at}/weights", wide, layer.weights))
            wide = len(layer.weights)
            rows.append((f"layers/{at}/biases", wide, [layer.biases]))
        for place, expected, found in rows:
            if any(len(row) != expected for row in found):
                raise ValueError(
                    _("%(place)s: expected %(expected)s numbers in each row")
                    % {"place": place, "expected": expected}
                )
        return self


class PerceptronsAnswer(BaseModel):
    """What each perceptron decided."""

    decisions: list[list[list[int]]] = Field(description="By layer, row of `inputs`, perceptron")


class AdderBody(LearnBody):
    """Two bits to be added."""

    x1: Bit
    x2: Bit


class AdderAnswer(BaseModel):
    """Their sum, and what every NAND gate gave."""

    gates: dict[str, int]
    sum: int
    carry: int


class CurveBody(LearnBody):
    """A sigmoid neuron with one input."""

    weight: Value
    bias: Value


class CurveAnswer(BaseModel):
    """What it gives from x = −1 to 1, and what a perceptron with the same numbers gives."""

    x: list[float]
    sigmoid: list[float]
    step: list[int]


class RecurrentBody(CurveBody):
    """A neuron that may see its own last answer."""

    loop: Value = Field(description="The weight of its own last answer")


class RecurrentAnswer(BaseModel):
    """What it answers at each moment, without the loop and with it."""

    inputs: list[float]
    feedforward: list[float]
    recurrent: list[float]


class ChangeBody(DrawingBody):
    """A small change of a weight and of the bias of an output neuron of the live version."""

    digit: Annotated[int, Field(ge=0, le=9), WHOLE]
    dw: Annotated[float, Field(ge=-10, le=10, allow_inf_nan=False)]
    db: Annotated[float, Field(ge=-10, le=10, allow_inf_nan=False)]


class ChangeAnswer(BaseModel):
    """Both sides of Δoutput ≈ ∂output/∂w Δw + ∂output/∂b Δb."""

    digit: int
    unit: int
    input: float
    weight: float
    bias: float
    slope_w: float
    slope_b: float
    before: float
    after: float
    found: float = Field(description="Δoutput, by computing the output anew")
    foretold: float = Field(description="∂output/∂w Δw + ∂output/∂b Δb")


@router.post(
    "/perceptron",
    summary="Let a perceptron decide",
    response={200: PerceptronAnswer},
    openapi_extra=learn_operation(PerceptronBody),
    url_name="learn-perceptron",
)
def decide(request: HttpRequest) -> HttpResponse:
    """Return w·x + b and the decision for each row of `inputs`."""
    body = learn_body(request, PerceptronBody)
    inputs = np.array(body.inputs, np.float64)
    z = weighted_inputs(body.weights, body.bias, inputs)
    outputs = perceptron(body.weights, body.bias, inputs)
    return learn_answer(PerceptronAnswer(z=rounded(z), outputs=outputs.tolist()))


@router.post(
    "/perceptrons",
    summary="Let layers of perceptrons decide",
    response={200: PerceptronsAnswer},
    openapi_extra=learn_operation(PerceptronsBody),
    url_name="learn-perceptrons",
)
def decide_together(request: HttpRequest) -> HttpResponse:
    """Return the decisions of all perceptrons: those of a layer are what the next one weighs."""
    body = learn_body(request, PerceptronsBody)
    layers = [(layer.weights, layer.biases) for layer in body.layers]
    decisions = perceptron_layers(layers, np.array(body.inputs, np.float64))
    return learn_answer(PerceptronsAnswer(decisions=[layer.tolist() for layer in decisions]))


@router.post(
    "/adder",
    summary="Add two bits by NAND gates",
    response={200: AdderAnswer},
    openapi_extra=learn_operation(AdderBody),
    url_name="learn-adder",
)
def add(request: HttpRequest) -> HttpResponse:
    """Return x1 + x2 as five perceptrons compute it."""
    body = learn_body(request, AdderBody)
    found = add_bits(body.x1, body.x2)
    return learn_answer(AdderAnswer(gates=found.gates, sum=found.sum, carry=found.carry))


@router.post(
    "/curve",
    summary="A sigmoid neuron beside a perceptron",
    response={200: CurveAnswer},
    openapi_extra=learn_operation(CurveBody),
    url_name="learn-curve",
)
def curve(request: HttpRequest) -> HttpResponse:
    """Return σ(w x + b) and the step for x from −1 to 1."""
    body = learn_body(request, CurveBody)
    x = np.linspace(-1, 1, POINTS)
    answer = CurveAnswer(
        x=rounded(x),
        sigmoid=rounded(sigmoid_curve(body.weight, body.bias, x)),
        step=step(weighted_inputs([body.weight], body.bias, x[:, None])).tolist(),
    )
    return learn_answer(answer)


@router.post(
    "/recurrent",
    summary="A neuron without and with a loop",
    response={200: RecurrentAnswer},
    openapi_extra=learn_operation(RecurrentBody),
    url_name="learn-recurrent",
)
def recur(request: HttpRequest) -> HttpResponse:
    """Return what a neuron answers, moment by moment, to a short impulse."""
    body = learn_body(request, RecurrentBody)
    inputs = [1.0, 1.0] + [0.0] * (TICKS - 2)
    plain, looped = recurrent_run(body.weight, body.loop, body.bias, inputs)
    answer = RecurrentAnswer(
        inputs=inputs, feedforward=rounded(np.array(plain)), recurrent=rounded(np.array(looped))
    )
    return learn_answer(answer)


@router.post(
    "/change",
    summary="A small change of a weight, and what it does to an output",
    response={200: ChangeAnswer},
    openapi_extra=learn_operation(ChangeBody),
    url_name="learn-change",
)
def change(request: HttpRequest) -> HttpResponse:
    """Return an output of the live version before and after the change, and the derivatives' forecast."""
    body = learn_body(request, ChangeBody)
    network = live_model.current().network
    found = small_change(network, body.drawing.as_tile(), digit=body.digit, dw=body.dw, db=body.db)
    answer = ChangeAnswer(
        digit=found.digit,
        unit=found.unit,
        input=found.input,
        weight=found.weight,
        bias=found.bias,
        slope_w=found.slope_w,
        slope_b=found.slope_b,
        before=found.before,
        after=found.after,
        found=found.after - found.before,
        foretold=found.slope_w * body.dw + found.slope_b * body.db,
    )
    return learn_answer(answer)
