"""From the bytes of a request to strokes or a picture; an error for all that the contract does not allow."""

import base64
import binascii
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, TypeVar

import numpy as np
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from recognizer.api.problems import ApiError
from recognizer.api.schemas import MAX_POINTS, DrawnStroke, RecognizeOptions, RecognizeRequest
from recognizer.ink import Picture, Stroke, open_picture
from recognizer.services.errors import translated
from recognizer.services.objections import objection

JSON = "application/json"
MULTIPART = "multipart/form-data"
OUT_OF_RANGE = frozenset({"finite_number", "greater_than_equal", "less_than_equal"})
"""Pydantic's error types for numbers that are well-formed and all the same impossible: 422 instead of 400."""
STROKE_DEPTH = 2
"""Steps from the body to a stroke: strokes, its index."""
ERRORS_SHOWN = 5

Body = TypeVar("Body", bound=BaseModel)


def check_size(request: HttpRequest, *, most: int | None = None) -> None:
    """Refuse a body over the site's limit, or over `most` bytes, before any of it is read."""
    if "chunked" in request.headers.get("Transfer-Encoding", ""):
        raise ApiError(
            HTTPStatus.BAD_REQUEST,
            _("Expected a body with a Content-Length, found one in chunks without it."),
        )
    found = int(request.META.get("CONTENT_LENGTH") or 0)
    if found > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise RequestDataTooBig
    if most is not None and found > most:
        raise ApiError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            _("Expected a body of at most %(most)s bytes, found %(found)s.") % {"most": most, "found": found},
        )


def parse_recognize(request: HttpRequest) -> tuple[RecognizeOptions, list[Stroke] | Picture]:
    """Return a request's options and its ink: strokes as arrays (n, 2), or a picture."""
    check_size(request)
    if request.content_type == JSON:
        body = validated(RecognizeRequest, request.body)
        if body.strokes is not None:
            return body, as_strokes(body.strokes)
        return body, open_picture(decoded_base64(body.image or ""))
    if request.content_type == MULTIPART:
        return parse_multipart(request)
    raise ApiError(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        _('Expected the content type %(json)s or %(form)s, found "%(found)s".')
        % {"json": JSON, "form": MULTIPART, "found": request.content_type or _("none")},
    )


def parse_multipart(request: HttpRequest) -> tuple[RecognizeOptions, Picture]:
    """Return the options and the picture of a form with a file field `image`."""
    file = request.FILES.get("image")
    if not isinstance(file, UploadedFile):
        raise ApiError(HTTPStatus.BAD_REQUEST, _('Expected a file in the form field "image", found none.'))
    fields: dict[str, Any] = {name: value for name, value in request.POST.items() if name != "include"}
    if "include" in request.POST:
        fields["include"] = request.POST.getlist("include")
    return validated(RecognizeOptions, fields), open_picture(file.read())


def validated(schema: type[Body], body: bytes | Mapping[str, Any]) -> Body:
    """Return `body` as `schema`; raise 400 if it is malformed, 422 if it is well-formed but impossible."""
    try:
        return schema.model_validate_json(body) if isinstance(body, bytes) else schema.model_validate(body)
    except ValidationError as error:
        found = error.errors(include_url=False)
        impossible = all(is_impossible(item) for item in found)
        errors = [
            {"pointer": json_pointer(item["loc"]), "detail": translated(objection(item))}
            for item in found[:ERRORS_SHOWN]
        ]
        where = errors[0]["pointer"] or _("The body")
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY if impossible else HTTPStatus.BAD_REQUEST,
            _("%(where)s: %(what)s.") % {"where": where, "what": errors[0]["detail"]},
            errors=errors,
        ) from error


def json_pointer(path: tuple[int | str, ...]) -> str:
    """Return a path into the body as RFC 6901 writes it."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def is_impossible(error: ErrorDetails) -> bool:
    """Whether Pydantic objects to a value's size, not to its form; a point of three numbers is malformed."""
    too_many = error["type"] == "too_long" and len(error["loc"]) <= STROKE_DEPTH
    return too_many or error["type"] in OUT_OF_RANGE


def as_strokes(drawn: list[DrawnStroke]) -> list[Stroke]:
    """Return a request's strokes as arrays; refuse a drawing without points or with too many."""
    points = sum(map(len, drawn))
    if not points:
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY, _("/strokes: expected at least one point, found none.")
        )
    if points > MAX_POINTS:
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            _("/strokes: expected at most %(most)s points, found %(found)s.")
            % {"most": MAX_POINTS, "found": points},
        )
    return [np.array(stroke, dtype=np.float64).reshape(-1, 2) for stroke in drawn]


def decoded_base64(text: str) -> bytes:
    """Return the bytes of a base64 text or of a data URL."""
    if text.startswith("data:"):
        header, comma, text = text.partition(",")
        if not comma or not header.endswith(";base64"):
            raise ApiError(
                HTTPStatus.BAD_REQUEST,
                _('/image: expected a data URL of the form "data:image/…;base64,…".'),
            )
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ApiError(HTTPStatus.BAD_REQUEST, _("/image: expected base64, found something else.")) from error
