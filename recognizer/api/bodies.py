"""Parse request bodies into schemas; refuse too large ones before they are read or parsed."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from recognizer.api.problems import ApiError, content_length
from recognizer.phrases import shortened
from recognizer.services.errors import translated
from recognizer.services.validation_messages import validation_message

JSON = "application/json"
OUT_OF_RANGE = frozenset({"finite_number", "greater_than_equal", "less_than_equal"})
"""Pydantic's error types for numbers that are well-formed and all the same impossible: 422 instead of 400."""
STROKE_DEPTH = 2
"""Steps from the body to a stroke: strokes, its index."""
ERRORS_SHOWN = 5
MAX_FIELDS = 100
"""The most fields of a JSON body, those of objects in it too; far more than most requests have."""

Body = TypeVar("Body", bound=BaseModel)


@dataclass(frozen=True, kw_only=True)
class BodyLimits:
    """Limits of a JSON body, which bound the cost of parsing it."""

    bytes: int
    values: int
    """Numbers, texts and lists together."""
    fields: int = MAX_FIELDS


def check_size(request: HttpRequest, *, most: int | None = None) -> None:
    """Raise a 413 for a body over the site's limit, or over `most` bytes, before it is read."""
    if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        raise ApiError(
            HTTPStatus.BAD_REQUEST,
            _("Expected a body with a Content-Length, found one in chunks without it."),
        )
    found = content_length(request)
    if found is None:
        raise ApiError(
            HTTPStatus.BAD_REQUEST, _("Expected a whole number in Content-Length, found something else.")
        )
    if found > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise RequestDataTooBig
    if most is not None:
        check_bytes(found, most)


def check_bytes(found: int, most: int) -> None:
    """Refuse a body of too many bytes."""
    if found > most:
        raise ApiError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            _("Expected a body of at most %(most)s bytes, found %(found)s.") % {"most": most, "found": found},
        )


def check_counts(body: bytes, *, most_values: int, most_fields: int = MAX_FIELDS) -> None:
    """Raise an error for JSON of too many values or fields, by its commas, brackets and colons.

    Every value but the first of a list stands behind a comma, and base64 has neither comma nor bracket.
    """
    values = body.count(b",") + body.count(b"[") + 1
    if values > most_values:
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            _("Expected a body of at most %(most)s values, found %(found)s.")
            % {"most": most_values, "found": values},
        )
    fields = body.count(b":")
    if fields > most_fields:
        raise ApiError(
            HTTPStatus.BAD_REQUEST,
            _("Expected a body of at most %(most)s fields, found %(found)s.")
            % {"most": most_fields, "found": fields},
        )


def parse_json(schema: type[Body], body: bytes, *, limits: BodyLimits) -> Body:
    """Parse a JSON body as `schema`; raise ApiError if it is too large or invalid."""
    check_bytes(len(body), limits.bytes)
    check_counts(body, most_values=limits.values, most_fields=limits.fields)
    return validated(schema, body)


def validated(schema: type[Body], body: bytes | Mapping[str, Any]) -> Body:
    """Return `body` as `schema`; raise 400 if it is malformed, 422 if it is well-formed but impossible."""
    try:
        return schema.model_validate_json(body) if isinstance(body, bytes) else schema.model_validate(body)
    except ValidationError as error:
        found = error.errors(include_url=False)
        impossible = all(is_impossible(item) for item in found)
        errors = [
            {"pointer": json_pointer(item["loc"]), "detail": translated(validation_message(item))}
            for item in found[:ERRORS_SHOWN]
        ]
        where = errors[0]["pointer"] or _("The body")
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY if impossible else HTTPStatus.BAD_REQUEST,
            _("%(where)s: %(what)s.") % {"where": where, "what": errors[0]["detail"]},
            errors=errors,
        ) from error


def json_pointer(path: tuple[int | str, ...]) -> str:
    """Return a JSON pointer (RFC 6901) into the body; cut a very long name."""
    return "".join("/" + shortened(str(step)).replace("~", "~0").replace("/", "~1") for step in path)


def is_impossible(error: ErrorDetails) -> bool:
    """Whether an error is about a value's size, not its form; a point of three numbers is malformed."""
    too_many = error["type"] == "too_long" and len(error["loc"]) <= STROKE_DEPTH
    return too_many or error["type"] in OUT_OF_RANGE
