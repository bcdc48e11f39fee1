"""Errors of the API: the one module that maps exceptions to HTTP responses (RFC 9457)."""

import logging
import math
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import get_language_from_request, gettext_noop, override
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled

from recognizer.api.recognize.schemas import Problem
from recognizer.ink import BrokenPicture, InkError, PictureTooLarge, UnknownPictureFormat
from recognizer.services.errors import (
    AlreadyClaimed,
    ClaimRefused,
    NoActiveVersion,
    NoSuchPart,
    NoSuchTraining,
    NothingGiven,
    TooManyClaims,
    TooManyTrainings,
    TrainingOfAnother,
    UnknownVersion,
    explained,
)
from recognizer.telemetry.requests import current_id

PROBLEM_JSON = "application/problem+json"
PREFIX = "/api/"
MAX_DIGITS = 18
"""Of a number of bytes; a longer one would be no number that any machine counts."""

logger = logging.getLogger(__name__)


class ApiError(Exception):
    """A request that cannot be answered, and why; the detail is shown to the client."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        errors: Sequence[dict[str, str]] | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.retry_after = retry_after
        """Seconds after which it is worth trying again."""


STATUS_OF: Mapping[type[Exception], HTTPStatus] = {
    AlreadyClaimed: HTTPStatus.CONFLICT,
    ClaimRefused: HTTPStatus.UNPROCESSABLE_ENTITY,
    NothingGiven: HTTPStatus.NOT_FOUND,
    TooManyClaims: HTTPStatus.TOO_MANY_REQUESTS,
    NoSuchTraining: HTTPStatus.NOT_FOUND,
    TooManyTrainings: HTTPStatus.CONFLICT,
    TrainingOfAnother: HTTPStatus.FORBIDDEN,
    NoActiveVersion: HTTPStatus.SERVICE_UNAVAILABLE,
    UnknownVersion: HTTPStatus.NOT_FOUND,
    NoSuchPart: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnknownPictureFormat: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    PictureTooLarge: HTTPStatus.UNPROCESSABLE_ENTITY,
    BrokenPicture: HTTPStatus.BAD_REQUEST,
    InkError: HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""Domain errors whose own message is meant for the client; the first class that fits counts."""

MALFORMED = (SuspiciousOperation, MultiPartParserError, UnreadablePostError)
"""What Django raises of a form with too many fields or without its parts, and of a body that breaks off."""

DETAILS: Mapping[int, str] = {
    HTTPStatus.BAD_REQUEST: gettext_noop("The request is malformed."),
    HTTPStatus.FORBIDDEN: gettext_noop("The request was refused."),
    HTTPStatus.NOT_FOUND: gettext_noop("There is nothing at this address. See /api/docs for what there is."),
    HTTPStatus.INTERNAL_SERVER_ERROR: gettext_noop("Something went wrong on the server. It has been logged."),
}


def detail_of(status: int) -> str:
    """Return the detail of an error whose cause is not shown to clients."""
    other = (
        HTTPStatus.FORBIDDEN
        if status < HTTPStatus.INTERNAL_SERVER_ERROR
        else HTTPStatus.INTERNAL_SERVER_ERROR
    )
    return _(DETAILS.get(status, DETAILS[other]))


def problem(
    status: int,
    detail: str,
    *,
    errors: Sequence[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return an `application/problem+json` answer."""
    body = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        errors=list(errors) if errors else None,
        request_id=current_id() if status >= HTTPStatus.INTERNAL_SERVER_ERROR else None,
    )
    return HttpResponse(
        body.model_dump_json(exclude_none=True),
        status=status,
        content_type=PROBLEM_JSON,
        headers=dict(headers or {}),
    )


def problem_of(request: HttpRequest, error: Exception) -> HttpResponse:
    """Return the response to an error for the client; raise any other again."""
    wait = getattr(error, "retry_after", None)
    headers = {"Retry-After": str(wait)} if wait else None
    if isinstance(error, ApiError):
        return problem(error.status, error.detail, errors=error.errors, headers=headers)
    if isinstance(error, RequestDataTooBig):
        return too_large(request)
    for kind, status in STATUS_OF.items():
        if isinstance(error, kind):
            return problem(status, explained(error), headers=headers)
    raise error


def register(api: NinjaAPI) -> None:
    """Register handlers that answer our errors as problems."""

    def on_domain_error(request: HttpRequest, error: Exception) -> HttpResponse:
        return problem_of(request, error)

    def on_throttled(_request: HttpRequest, error: Throttled) -> HttpResponse:
        seconds = max(1, math.ceil(error.wait or 1))
        return problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            _("Too many requests from your address. Try again in %(seconds)s s.") % {"seconds": seconds},
            headers={"Retry-After": str(seconds)},
        )

    def on_http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, detail_of(error.status_code))

    def on_malformed(_request: HttpRequest, _error: Exception) -> HttpResponse:
        return problem(HTTPStatus.BAD_REQUEST, detail_of(HTTPStatus.BAD_REQUEST))

    handlers: list[tuple[type[Exception], Callable[[HttpRequest, Any], HttpResponse]]] = [
        (ApiError, on_domain_error),
        (Throttled, on_throttled),
        (HttpError, on_http_error),
        (RequestDataTooBig, on_domain_error),
        *((kind, on_malformed) for kind in MALFORMED),
        *((kind, on_domain_error) for kind in STATUS_OF),
    ]
    for kind, handler in handlers:
        api.add_exception_handler(kind, handler)


def content_length(request: HttpRequest) -> int | None:
    """Return a request's Content-Length; None if it is no number."""
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else None


def too_large(request: HttpRequest) -> HttpResponse:
    """Return the 413 for a body over the limit."""
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    found = content_length(request) or _("more")
    return problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        _("Expected a body of at most %(most)s bytes, found %(found)s.") % {"most": limit, "found": found},
    )


class ProblemJsonMiddleware:
    """Convert Django's own error pages under /api/ (404, 405, 500 …) into problems, without internals."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        response = self.get_response(request)
        status = response.status_code
        if (
            status < HTTPStatus.BAD_REQUEST
            or not request.path_info.startswith(PREFIX)
            or response.headers.get("Content-Type") == PROBLEM_JSON
        ):
            return response
        with override(get_language_from_request(request)):  # this stands outside of what else chooses it
            if status == HTTPStatus.METHOD_NOT_ALLOWED:
                methods = {"allowed": response.headers["Allow"], "found": request.method}
                detail = _("Expected %(allowed)s, found %(found)s.") % methods
            else:
                detail = detail_of(status)
        # the answer stays, with the headers that keep a browser safe; what it says is exchanged
        response.content = problem(status, detail).content
        response.headers["Content-Type"] = PROBLEM_JSON
        response.headers["Content-Length"] = str(len(response.content))
        return response
