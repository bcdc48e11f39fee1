"""`/api/v1/learn/…` of the lesson on backpropagation: one step, and a neuron that learns slowly."""

from http import HTTPStatus

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from numpy.typing import NDArray

from recognizer import nn
from recognizer.api.course.backpropagation.schemas import (
    AgreementAnswer,
    CheckedMatrix,
    CheckedNumbers,
    CourseAnswer,
    DemonAnswer,
    DemonBody,
    LayerNumbers,
    LearnedBody,
    NeuronWeights,
    OutputWeights,
    ProgramAnswer,
    ProgramLineAnswer,
    SaturationAnswer,
    SaturationBody,
    StepAnswer,
    StepBody,
    VariableAnswer,
)
from recognizer.api.course.requests import (
    learn_answer,
    learn_body,
    learn_operation,
    looking_operation,
    rounded,
)
from recognizer.api.course.schemas import encoded_tile
from recognizer.api.limits.throttling import LearnThrottle
from recognizer.api.problems import ApiError
from recognizer.nn.analysis.finite_differences import STEP
from recognizer.nn.arrays import Array
from recognizer.services.course.demon import demon
from recognizer.services.course.line_by_line import ComparedLine, program_line_by_line
from recognizer.services.course.networks import lesson_network
from recognizer.services.course.one_step import TOLERANCE, CheckedLayer, OneStep, learner_after, one_step
from recognizer.services.course.saturation import NeuronCourse, neuron_courses

router = Router(tags=["learn"], throttle=[LearnThrottle()])

FIGURES = 10
"""Significant figures of what is computed in double precision to be compared."""


@router.post(
    "/backpropagation",
    summary="Look at every number of one step of learning",
    response={200: StepAnswer},
    openapi_extra=learn_operation(StepBody, 404),
    url_name="learn-backpropagation",
)
def backpropagation(request: HttpRequest) -> HttpResponse:
    """Return z, a, δ, ∂C/∂b and ∂C/∂w for the drawing, each beside its judge, and what the step does."""
    body = learn_body(request, StepBody)
    tile = body.drawing.as_tile()
    network = lesson_network(body.network.choice())
    check_neuron(network, 0, body.neuron)
    found = one_step(
        network,
        pixels_of(body),
        body.label,
        cost_name=body.cost,
        learning_rate=body.learning_rate,
        steps=body.steps,
    )
    answer = answer_of(found, body.neuron)
    return learn_answer(answer.model_copy(update={"tile": encoded_tile(tile)}))


@router.post(
    "/demon",
    summary="Change the weighted input of a neuron",
    response={200: DemonAnswer},
    openapi_extra=learn_operation(DemonBody, 404),
    url_name="learn-demon",
)
def demon_answer(request: HttpRequest) -> HttpResponse:
    """Return what the cost becomes, and what its derivative foretells."""
    body = learn_body(request, DemonBody)
    network = lesson_network(body.network.choice())
    layer = 0 if body.layer == "hidden" else len(network.layers) - 1
    check_neuron(network, layer, body.neuron)
    learner = learner_after(
        network,
        pixels_of(body),
        body.label,
        cost_name=body.cost,
        learning_rate=body.learning_rate,
        steps=body.steps,
    )
    found = demon(learner, layer=layer, neuron=body.neuron)
    z, cost, delta = exact(np.array([found.z, found.cost, found.delta]))
    return learn_answer(
        DemonAnswer(
            z=z,
            cost=cost,
            delta=delta,
            changes=found.changes.tolist(),
            costs=exact(found.costs),
        )
    )


@router.get(
    "/program",
    summary="Run the lecture's short program line by line",
    response={200: ProgramAnswer},
    openapi_extra=looking_operation(),
    url_name="learn-program",
)
def program(request: HttpRequest) -> HttpResponse:
    """Return the program, its variables after every line, and the library's numbers beside them."""
    found = program_line_by_line()
    return learn_answer(
        ProgramAnswer(
            path=found.path,
            first=found.first,
            code=found.code,
            course=[program_line(compared) for compared in found.course],
        )
    )


@router.post(
    "/saturation",
    summary="Let a neuron unlearn from a bad start",
    response={200: SaturationAnswer},
    openapi_extra=learn_operation(SaturationBody),
    url_name="learn-saturation",
)
def saturation(request: HttpRequest) -> HttpResponse:
    """Return the course of a neuron that should learn the output 0, under both costs."""
    body = learn_body(request, SaturationBody)
    courses = neuron_courses(
        weight=body.weight, bias=body.bias, learning_rate=body.learning_rate, steps=body.steps
    )
    return learn_answer(SaturationAnswer(**{name: course_answer(course) for name, course in courses.items()}))


def pixels_of(body: LearnedBody) -> Array:
    """Return the input of the network, (784,)."""
    return nn.unit_range(body.drawing.as_tile().reshape(-1), np.dtype(np.float64))


def check_neuron(network: nn.Network, layer: int, neuron: int) -> None:
    """Refuse a neuron that a layer does not have."""
    units = network.layers[layer].output_shape[0]
    if neuron < units:
        return
    hidden = _(
        "/neuron: expected at most %(most)s, for the network has %(hidden)s hidden neurons; found %(found)s."
    )
    output = _("/neuron: expected at most %(most)s, for the network has %(hidden)s outputs; found %(found)s.")
    sentence = hidden if layer == 0 else output
    raise ApiError(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        sentence % {"most": units - 1, "hidden": units, "found": neuron},
    )


def program_line(compared: ComparedLine) -> ProgramLineAnswer:
    """Convert a line of the program to the API's schema."""
    line = compared.line
    return ProgramLineAnswer(
        function=line.function,
        line=line.number,
        is_call=line.is_call,
        variables=[
            VariableAnswer(
                name=name,
                layer=layer,
                value=rows_of(values),
                library=rows_of(compared.library[name, layer]) if (name, layer) in compared.library else None,
                is_new=(name, layer) in compared.new,
                is_same=compared.agrees_on(name, layer),
            )
            for (name, layer), values in line.values.items()
        ],
    )


def rows_of(values: NDArray[np.float64]) -> list[list[float]]:
    """Return a matrix as its rows, a vector as a column, a number as a matrix of one."""
    columns = values.shape[1] if values.ndim > 1 else 1
    return [rounded(row) for row in values.reshape(-1, columns)]


def answer_of(found: OneStep, neuron: int) -> StepAnswer:
    """Convert a step to the API's schema."""
    hidden, output = found.layers
    return StepAnswer(
        tile="",
        sizes=[len(found.x), len(hidden.A), len(output.A)],
        x=rounded(found.x),
        y=found.y.tolist(),
        layers=[layer_numbers(layer) for layer in found.layers],
        nabla_a=checked(output.back, found.nabla_a_differences),
        hidden_weights=NeuronWeights(
            neuron=neuron,
            w=exact(hidden.W[neuron]),
            nabla_w=checked(hidden.nabla_w[neuron], hidden.differences.W[neuron]),
        ),
        output_weights=OutputWeights(
            w=[exact(row) for row in output.W],
            nabla_w=CheckedMatrix(
                exact=[exact(row) for row in output.nabla_w],
                quotients=[exact(row) for row in output.differences.W],
            ),
        ),
        other_delta=exact(found.other_delta),
        agreement=AgreementAnswer(
            entries=found.agreement.entries,
            agreeing=found.agreement.agreeing,
            largest=found.agreement.largest,
            tolerance=TOLERANCE,
            h=STEP,
        ),
        costs=exact(found.costs),
        outputs=[exact(row) for row in found.outputs],
    )


def layer_numbers(layer: CheckedLayer) -> LayerNumbers:
    """Convert a layer to the API's schema."""
    return LayerNumbers(
        inputs=layer.W.shape[1],
        z=exact(layer.Z),
        a=exact(layer.A),
        slope=exact(layer.slope),
        back=exact(layer.back),
        b=exact(layer.b),
        delta=checked(layer.delta, layer.differences.Z),
        nabla_b=checked(layer.nabla_b, layer.differences.b),
    )


def course_answer(course: NeuronCourse) -> CourseAnswer:
    """Convert a neuron's course to the API's schema."""
    return CourseAnswer(
        weights=rounded(course.weights),
        biases=rounded(course.biases),
        outputs=rounded(course.outputs),
        costs=rounded(course.costs),
        slopes=rounded(course.slopes),
        deltas=rounded(course.deltas),
    )


def checked(derivatives: NDArray[np.float64], quotients: NDArray[np.float64]) -> CheckedNumbers:
    """Return derivatives beside their difference quotients."""
    return CheckedNumbers(exact=exact(derivatives), quotients=exact(quotients))


def exact(values: NDArray[np.float64]) -> list[float]:
    """Return numbers of double precision, as precise as is needed to compare them."""
    return [float(f"{value:.{FIGURES}g}") for value in values.tolist()]
