"""Parse the body of a learning page's request, and describe it for OpenAPI."""

from http import HTTPStatus
from typing import Any, TypeVar

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pydantic import BaseModel

from recognizer.api.bodies import JSON, BodyLimits, check_size, parse_json
from recognizer.api.course.schemas import LEARN_BODY_BYTES, LEARN_VALUES
from recognizer.api.openapi import PROBLEMS, inlined, problem_responses
from recognizer.api.problems import ApiError

Body = TypeVar("Body", bound=BaseModel)

LEARN_LIMITS = BodyLimits(bytes=LEARN_BODY_BYTES, values=LEARN_VALUES)
FIGURES = 8
"""Significant figures of the numbers in answers: float32 has no more."""


def learn_body(request: HttpRequest, schema: type[Body]) -> Body:
    """Parse a JSON body as `schema`; raise ApiError for another media type, size or form."""
    check_size(request, most=LEARN_LIMITS.bytes)
    if request.content_type != JSON:
        raise ApiError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            _('Expected the content type %(json)s, found "%(found)s".')
            % {"json": JSON, "found": request.content_type or _("none")},
        )
    return parse_json(schema, request.body, limits=LEARN_LIMITS)


def learn_answer(body: BaseModel) -> HttpResponse:
    """Return an answer as JSON without fields that are None."""
    return HttpResponse(body.model_dump_json(exclude_none=True), content_type=JSON)


def rounded(values: NDArray[np.floating]) -> list[float]:
    """Round numbers to `FIGURES` significant figures."""
    return [float(f"{value:.{FIGURES}g}") for value in values.tolist()]


def learn_operation(schema: type[BaseModel], *also: int) -> dict[str, Any]:
    """Return the OpenAPI operation of an endpoint that takes `schema` by `learn_body`.

    `also` are the statuses of errors that others do not have.
    """
    content = {JSON: {"schema": inlined(schema)}}
    return {"requestBody": {"required": True, "content": content}, **problem_responses(*PROBLEMS, *also)}


def looking_operation(*also: int) -> dict[str, Any]:
    """Return the OpenAPI operation of an endpoint without a body."""
    return problem_responses(HTTPStatus.BAD_REQUEST, HTTPStatus.TOO_MANY_REQUESTS, *also)
