"""`/api/v1/learn/…`: what goes on inside a version for the reader's drawing."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from ninja import Router

from recognizer.api.course.inside.schemas import (
    DifferenceAnswer,
    EvidenceAnswer,
    EvidenceBody,
    InsideAnswer,
    InsideBody,
    LayerAnswer,
    LayoutAnswer,
    NeighbourAnswer,
    NeighboursAnswer,
    NeuronAnswer,
    NeuronBody,
    VersionAnswer,
    VersionsAnswer,
    signed_map,
    unsigned_map,
)
from recognizer.api.course.requests import (
    learn_answer,
    learn_body,
    learn_operation,
    looking_operation,
    rounded,
)
from recognizer.api.course.schemas import encoded_tile
from recognizer.api.limits.concurrency import costly_work
from recognizer.api.limits.throttling import HeavyThrottle, LearnThrottle
from recognizer.api.recognize.schemas import ModelAnswer
from recognizer.services.course.drawings import read_tile
from recognizer.services.course.evidence import PATCH, evidence
from recognizer.services.course.inside import Layout, layers_of, neuron_of
from recognizer.services.course.neighbours import gallery, nearest
from recognizer.services.recognition.version_cache import usable_version, usable_versions
from recognizer.services.versions.registry import LoadedVersion

router = Router(tags=["learn"], throttle=[LearnThrottle()])

NEIGHBOURS = 12


@router.get(
    "/versions",
    summary="List the versions that can be looked into",
    response={200: VersionsAnswer},
    openapi_extra=looking_operation(),
    url_name="learn-versions",
)
def versions(request: HttpRequest) -> HttpResponse:
    """Return all versions that can answer, the newest first."""
    answer = VersionsAnswer(
        versions=[
            VersionAnswer(
                version=row.number,
                name=row.name,
                is_active=row.is_active,
                parameters=row.parameters,
                mnist_accuracy=row.mnist_accuracy,
            )
            for row in usable_versions()
        ]
    )
    return learn_answer(answer)


@router.post(
    "/inside",
    summary="Activations of every layer",
    response={200: InsideAnswer},
    openapi_extra=learn_operation(InsideBody, 404),
    url_name="learn-inside",
)
def inside(request: HttpRequest) -> HttpResponse:
    """Return what every layer of a version makes of `drawing`."""
    body = learn_body(request, InsideBody)
    tile, version = body.drawing.as_tile(), usable_version(body.version)
    reading = read_tile(tile, version)
    answer = InsideAnswer(
        model=model_answer(version),
        tile=encoded_tile(tile),
        digit=reading.digit,
        outputs=rounded(reading.outputs),
        temperature=version.temperature,
        probabilities=rounded(reading.probabilities),
        layers=[
            LayerAnswer(
                type=layer.type,
                activation=layer.activation,
                parameters=layer.parameters,
                layout=layout_answer(layer.layout),
                activations=unsigned_map(layer.A),
            )
            for layer in layers_of(version.network, tile)
        ],
    )
    return learn_answer(answer)


@router.post(
    "/neuron",
    summary="One neuron with its numbers",
    response={200: NeuronAnswer},
    openapi_extra=learn_operation(NeuronBody, 404),
    url_name="learn-neuron",
)
def neuron(request: HttpRequest) -> HttpResponse:
    """Return one neuron's weights, inputs, bias, weighted input and activation for `drawing`."""
    body = learn_body(request, NeuronBody)
    network = usable_version(body.version).network
    found = neuron_of(network, body.drawing.as_tile(), layer=body.layer, unit=body.unit, place=body.place)
    answer = NeuronAnswer(
        layer=found.layer,
        unit=found.unit,
        place=found.place,
        layout=layout_answer(found.layout),
        weights=rounded(found.weights),
        inputs=rounded(found.inputs),
        products=rounded(found.weights * found.inputs),
        bias=found.bias,
        z=found.z,
        a=found.a,
        activation=found.activation,
    )
    return learn_answer(answer)


@router.post(
    "/evidence",
    summary="Which ink speaks for and against each digit",
    response={200: EvidenceAnswer},
    openapi_extra=learn_operation(EvidenceBody, 404),
    url_name="learn-evidence",
    throttle=[LearnThrottle(), HeavyThrottle()],
)
def which_ink_speaks(request: HttpRequest) -> HttpResponse:
    """Return a map of the tile for each digit, and for the difference of two if both are named."""
    body = learn_body(request, EvidenceBody)
    with costly_work.slot():
        found = evidence(usable_version(body.version).network, body.drawing.as_tile(), method=body.method)
    difference = None
    if body.digit is not None and body.against is not None:
        values = found.difference(body.digit, body.against)
        difference = DifferenceAnswer(
            digit=body.digit,
            against=body.against,
            z=float(found.scores[body.digit] - found.scores[body.against]),
            total=float(values.sum()),
            map=signed_map(values),
        )
    answer = EvidenceAnswer(
        method=body.method,
        patch=PATCH,
        scores=rounded(found.scores),
        totals=rounded(found.maps.sum(axis=1)),
        maps=[signed_map(values) for values in found.maps],
        difference=difference,
    )
    return learn_answer(answer)


@router.post(
    "/neighbours",
    summary="The known digits that the network finds most alike",
    response={200: NeighboursAnswer, 202: NeighboursAnswer},
    openapi_extra=learn_operation(InsideBody, 404),
    url_name="learn-neighbours",
)
def neighbours(request: HttpRequest) -> HttpResponse:
    """Return the nearest known digits; 202 and none while a version's are computed for the first time."""
    body = learn_body(request, InsideBody)
    version = usable_version(body.version)
    examples = gallery.examples(version)
    if examples is None:
        response = learn_answer(NeighboursAnswer(is_ready=False, known=0, neighbours=[]))
        response.status_code = HTTPStatus.ACCEPTED
        return response
    found = nearest(version, body.drawing.as_tile(), examples, k=NEIGHBOURS)
    answer = NeighboursAnswer(
        is_ready=True,
        known=sum(len(known.labels) for known in examples),
        neighbours=[
            NeighbourAnswer(
                tile=encoded_tile(one.tile), label=one.label, distance=one.distance, source=one.source
            )
            for one in found
        ],
    )
    return learn_answer(answer)


def model_answer(version: LoadedVersion) -> ModelAnswer:
    """Convert a version to the API's schema."""
    return ModelAnswer(version=version.number, name=version.name)


def layout_answer(layout: Layout) -> LayoutAnswer:
    """Convert a layout to the API's schema."""
    return LayoutAnswer(maps=layout.maps, height=layout.height, width=layout.width)
