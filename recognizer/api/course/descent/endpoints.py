"""`/api/v1/learn/…` of the lesson on gradient descent: the ball, the quadratic cost, mini-batches."""

import numpy as np
from django.http import HttpRequest, HttpResponse
from ninja import Router

from recognizer.api.course.descent.schemas import (
    AllVariablesAnswer,
    AllVariablesBody,
    BatchAnswer,
    BatchBody,
    CostAnswer,
    CostBody,
    DescentAnswer,
    DescentBody,
    DigitCostAnswer,
    ErrorsAnswer,
    ErrorsBody,
    LevelPlaceAnswer,
    MeasuredErrorAnswer,
    SampleAnswer,
    SamplesAnswer,
    SamplesBody,
    SurfaceAnswer,
    SurfacesAnswer,
    WayAnswer,
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
from recognizer.services.course.all_variables import descend_all
from recognizer.services.course.descent import descend
from recognizer.services.course.digits import measured_digits
from recognizer.services.course.gradients import DRAWS, Gradients, errors_of
from recognizer.services.course.level_places import level_places
from recognizer.services.course.networks import lesson_network
from recognizer.services.course.quadratic import cost_of_digits, way_of_weights
from recognizer.services.course.samples import PAGE, Part, sample_page
from recognizer.services.course.surfaces import SURFACES

router = Router(tags=["learn"], throttle=[LearnThrottle()])

TILES_SHOWN = 20


@router.get(
    "/surfaces",
    summary="List the surfaces that a ball can roll down",
    response={200: SurfacesAnswer},
    openapi_extra=looking_operation(),
    url_name="learn-surfaces",
)
def surfaces(request: HttpRequest) -> HttpResponse:
    """Return every surface with its formula and a grid of its values."""
    return learn_answer(
        SurfacesAnswer(
            surfaces=[
                SurfaceAnswer(
                    name=name,
                    formula=surface.formula,
                    gradient_formula=surface.gradient_formula,
                    reach=surface.reach,
                    start=surface.start,
                    learning_rates=surface.learning_rates,
                    grid=np.round(surface.grid(), 3).tolist(),
                    level_places=[
                        LevelPlaceAnswer(v=place.v, cost=place.cost, kind=place.kind.value)
                        for place in level_places(name)
                    ],
                )
                for name, surface in SURFACES.items()
            ]
        )
    )


@router.post(
    "/descent",
    summary="Let a ball roll down a surface",
    response={200: DescentAnswer},
    openapi_extra=learn_operation(DescentBody),
    url_name="learn-descent",
)
def descent(request: HttpRequest) -> HttpResponse:
    """Return where the ball was step by step, by the optimizers that train networks."""
    body = learn_body(request, DescentBody)
    found = descend(
        SURFACES[body.surface],
        body.start,
        learning_rate=body.learning_rate,
        steps=body.steps,
        optimizer=body.optimizer,
        momentum=body.momentum,
        schedule=body.schedule,
    )
    return learn_answer(
        DescentAnswer(
            path=[rounded(place) for place in found.v],
            costs=rounded(found.costs),
            gradients=[rounded(gradient) for gradient in found.gradients],
            rates=rounded(found.rates),
            promised=rounded(found.promised),
            outcome=found.outcome.value,
        )
    )


@router.post(
    "/all-variables",
    summary="Descend with all weights and biases at once",
    response={200: AllVariablesAnswer},
    openapi_extra=learn_operation(AllVariablesBody, 404),
    throttle=[LearnThrottle(), HeavyThrottle()],
    url_name="learn-all-variables",
)
def all_variables(request: HttpRequest) -> HttpResponse:
    """Return the cost of some digits step by step, and what −η ‖∇C‖² promised of each step."""
    body = learn_body(request, AllVariablesBody)
    with costly_work.slot():
        digits = measured_digits()
        network = lesson_network(body.network.choice())
        found = descend_all(network, digits, learning_rate=body.learning_rate, steps=body.steps)
    return learn_answer(
        AllVariablesAnswer(
            source=digits.source.value,
            variables=found.variables,
            digits=found.digits,
            costs=rounded(found.costs),
            right=found.right,
            promised=rounded(found.promised),
        )
    )


@router.post(
    "/samples",
    summary="Leaf through the digits to learn from",
    response={200: SamplesAnswer},
    openapi_extra=learn_operation(SamplesBody),
    url_name="learn-samples",
)
def samples(request: HttpRequest) -> HttpResponse:
    """Return a page of MNIST's training or test set, or of synthetic digits in their place."""
    body = learn_body(request, SamplesBody)
    found = sample_page(Part(body.part), digit=body.digit, page=body.page)
    return learn_answer(
        SamplesAnswer(
            source=found.source.value,
            total=found.total,
            matching=found.matching,
            pages=-(-found.matching // PAGE),
            samples=[
                SampleAnswer(tile=encoded_tile(image), label=int(label), place=int(place))
                for image, label, place in zip(found.images, found.labels, found.places, strict=True)
            ],
        )
    )


@router.post(
    "/cost",
    summary="Measure the quadratic cost of a network on real digits",
    response={200: CostAnswer},
    openapi_extra=learn_operation(CostBody, 404),
    throttle=[LearnThrottle(), HeavyThrottle()],
    url_name="learn-cost",
)
def cost(request: HttpRequest) -> HttpResponse:
    """Return the cost of some digits one by one, of all, and along a short way through weight space."""
    body = learn_body(request, CostBody)
    with costly_work.slot():
        network, digits = lesson_network(body.network.choice()), measured_digits()
        found = cost_of_digits(network, digits, first=body.first)
        way = way_of_weights(network, Gradients(network, digits).full, digits)
    return learn_answer(
        CostAnswer(
            source=digits.source.value,
            digits=[
                DigitCostAnswer(
                    tile=encoded_tile(digit.image),
                    label=digit.label,
                    outputs=rounded(digit.outputs),
                    cost=digit.cost,
                )
                for digit in found.shown
            ],
            cost=found.cost,
            right=found.right,
            total=found.total,
            way=WayAnswer(
                places=rounded(way.places),
                costs=rounded(way.costs),
                right=way.right.tolist(),
                total=way.total,
            ),
        )
    )


@router.post(
    "/mini-batch",
    summary="Estimate a gradient by one mini-batch",
    response={200: BatchAnswer},
    openapi_extra=learn_operation(BatchBody, 404),
    throttle=[LearnThrottle(), HeavyThrottle()],
    url_name="learn-mini-batch",
)
def mini_batch(request: HttpRequest) -> HttpResponse:
    """Return the gradient of a mini-batch that is drawn by chance, beside that of all digits."""
    body = learn_body(request, BatchBody)
    with costly_work.slot():
        digits = measured_digits()
        gradients = Gradients(lesson_network(body.network.choice()), digits)
        found = gradients.estimate(body.size, np.random.default_rng([body.draw, body.size]))
    return learn_answer(
        BatchAnswer(
            source=digits.source.value,
            digits=len(digits.labels),
            tiles=[encoded_tile(digits.images[index]) for index in found.picked[:TILES_SHOWN]],
            estimated=rounded(found.estimated),
            full=rounded(found.full),
            error=found.error,
            length=found.length,
            cosine=found.cosine,
        )
    )


@router.post(
    "/mini-batch-errors",
    summary="Measure the error of mini-batches by their size",
    response={200: ErrorsAnswer},
    openapi_extra=learn_operation(ErrorsBody, 404),
    throttle=[LearnThrottle(), HeavyThrottle()],
    url_name="learn-mini-batch-errors",
)
def mini_batch_errors(request: HttpRequest) -> HttpResponse:
    """Return how far estimates lie from the full gradient, for mini-batches of 1 to 500 digits."""
    choice = learn_body(request, ErrorsBody).network.choice()
    with costly_work.slot():
        found = errors_of(choice)
    return learn_answer(
        ErrorsAnswer(
            source=found.source.value,
            digits=found.digits,
            length=found.length,
            errors=[
                MeasuredErrorAnswer(
                    size=one.size, draws=draws, error=one.error, predicted=one.predicted, cosine=one.cosine
                )
                for one, draws in zip(found.errors, DRAWS, strict=True)
            ],
        )
    )
