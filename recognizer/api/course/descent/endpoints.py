"""`/api/v1/learn/…` of the lesson on gradient descent: the ball, the quadratic cost, mini-batches."""

import numpy as np
from django.http import HttpRequest, HttpResponse
from ninja import Router

from recognizer.api.course.descent.schemas import (
    BatchAnswer,
    BatchBody,
    CostAnswer,
    CostBody,
    DescentAnswer,
    DescentBody,
    DigitCostAnswer,
    ErrorsAnswer,
    ErrorsBody,
    MeasuredErrorAnswer,
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
from recognizer.services.course.descent import descend
from recognizer.services.course.digits import measured_digits
from recognizer.services.course.gradients import DRAWS, Gradients, errors_of
from recognizer.services.course.networks import lesson_network
from recognizer.services.course.quadratic import cost_of_digits, way_of_weights
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
    )
    return learn_answer(
        DescentAnswer(
            path=[rounded(place) for place in found.v],
            costs=rounded(found.costs),
            gradients=[rounded(gradient) for gradient in found.gradients],
            promised=rounded(found.promised),
            outcome=found.outcome.value,
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
