"""`/api/v1/feedback`: give a reading, see what was given, take it along, take it back."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import BaseModel

from recognizer.api.bodies import JSON
from recognizer.api.feedback.answers import claim_answer, exported
from recognizer.api.feedback.parsing import HEADER, MAX_ID, NAME, name_in, page_of, parse_gift
from recognizer.api.feedback.schemas import (
    DepartureAnswer,
    ExportAnswer,
    FeedbackBody,
    GivenAnswer,
    KeptClaimAnswer,
)
from recognizer.api.limits.concurrency import work_slot
from recognizer.api.limits.throttling import FeedbackThrottle
from recognizer.api.openapi import PROBLEMS, inlined, problem_responses
from recognizer.api.problems import ApiError
from recognizer.api.recognize.parsing import is_costly
from recognizer.models import Departure
from recognizer.services.data_sets.withdrawal import forget, forget_claim
from recognizer.services.errors import NothingGiven
from recognizer.services.feedback.claims import keep
from recognizer.services.feedback.contributors import contributor_of
from recognizer.services.feedback.given import PAGE, claim_of, claims_of
from recognizer.tasks import request_sorting

router = Router(tags=["feedback"], throttle=[FeedbackThrottle()])

NAMED = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "description": "The name by which it was given",
    "schema": {"type": "string", "pattern": f"^{NAME.pattern}$"},
}
BEFORE = {
    "name": "before",
    "in": "query",
    "required": False,
    "description": "The claim before which a page begins",
    "schema": {"type": "integer", "minimum": 1, "maximum": MAX_ID},
}


def operation_of(*statuses: int, parameters: tuple[dict[str, Any], ...] = (NAMED,)) -> dict[str, Any]:
    """Return the OpenAPI operation of an endpoint without a body."""
    return {"parameters": list(parameters), **problem_responses(400, 429, *statuses)}


GIVING = {
    "requestBody": {"required": True, "content": {JSON: {"schema": inlined(FeedbackBody)}}},
    **problem_responses(*PROBLEMS, 404, 409),
}


@router.post(
    "",
    summary="Give a reading, with what you say of it",
    response={201: KeptClaimAnswer},
    openapi_extra=GIVING,
    url_name="feedback",
)
def give(request: HttpRequest) -> HttpResponse:
    """Keep a reading and what its contributor says of it, until people have reviewed it."""
    if not settings.FEEDBACK:
        raise ApiError(HTTPStatus.NOT_FOUND, _("This site takes no readings."))
    gift = parse_gift(request)
    with work_slot(is_costly=gift.strokes is None or is_costly(list(gift.strokes))):
        kept = keep(gift)
    request_sorting()
    return answered(
        KeptClaimAnswer(id=kept.id, kept_until=kept.kept_until, samples=kept.samples), HTTPStatus.CREATED
    )


@router.get(
    "",
    summary="See what you gave",
    response={200: GivenAnswer},
    openapi_extra=operation_of(404, parameters=(NAMED, BEFORE)),
)
def see_given(request: HttpRequest) -> HttpResponse:
    """Return a page of what this contributor gave, the newest first."""
    contributor = contributor_of(name_in(request))
    claims = claims_of(contributor, before=page_of(request))
    return answered(
        GivenAnswer.model_construct(
            claims=[claim_answer(claim) for claim in claims],
            before=claims[-1].pk if len(claims) == PAGE else None,
            disagreements=contributor.disagreements.count(),
        )
    )


@router.get(
    "/export",
    summary="Take along all that you gave",
    response={200: ExportAnswer},
    openapi_extra=operation_of(404),
)
def export_given(request: HttpRequest) -> StreamingHttpResponse:
    """Return a JSON file of all that this contributor gave, drawings included."""
    contributor = contributor_of(name_in(request))
    return StreamingHttpResponse(
        exported(contributor),
        content_type=JSON,
        headers={"Content-Disposition": 'attachment; filename="given.json"', "Cache-Control": "no-store"},
    )


@router.delete(
    "/{claim_id}",
    summary="Take back one reading",
    response={200: DepartureAnswer},
    openapi_extra=operation_of(404),
)
def delete_claim(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Delete one reading that this contributor gave, out of data sets too."""
    name = name_in(request)
    number = claim_id.lstrip("0")  # Python refuses to read a number of thousands of digits, be they noughts
    if not number.isascii() or not number.isdigit() or int(number[:20]) > MAX_ID:
        raise NothingGiven("You have given nothing of this number.")
    return departed(forget_claim(claim_of(contributor_of(name), int(number))))


@router.delete(
    "",
    summary="Take back all that you gave",
    response={200: DepartureAnswer},
    openapi_extra=operation_of(404),
)
def delete_all(request: HttpRequest) -> HttpResponse:
    """Delete this contributor with all that was given."""
    return departed(forget(contributor_of(name_in(request))))


def departed(departure: Departure) -> HttpResponse:
    """Return what went."""
    return answered(
        DepartureAnswer(
            samples=departure.samples,
            data_sets=sorted(int(number) for number in departure.data_sets),
            versions=sorted(departure.versions),
        )
    )


def answered(body: BaseModel, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    """Return an answer as JSON without fields that are None; it is one person's, and nobody keeps it."""
    return HttpResponse(
        body.model_dump_json(exclude_none=True),
        status=status,
        content_type=JSON,
        headers={"Cache-Control": "no-store"},
    )
