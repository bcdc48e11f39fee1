"""Parse a request into strokes or a picture; raise ApiError for what the API does not allow."""

import base64
import binascii
from http import HTTPStatus
from typing import Any

import numpy as np
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from recognizer.api.bodies import JSON, BodyLimits, check_size, parse_json, validated
from recognizer.api.problems import ApiError
from recognizer.api.recognize.schemas import MAX_POINTS, DrawnStroke, RecognizeOptions, RecognizeRequest
from recognizer.ink import Stroke

MULTIPART = "multipart/form-data"
MAX_VALUES = 100_000
"""The most values of a JSON body: half as many again as the largest drawing has.

Whoever sends a few points too many is told how many."""
USUAL_STROKES = 100
USUAL_POINTS = 4_000
STROKES_BYTES = 4 * 1024 * 1024
"""The largest JSON body with strokes; one with a picture may be as large as any."""


def parse_recognize(request: HttpRequest) -> tuple[RecognizeOptions, list[Stroke] | bytes]:
    """Return a request's options and its ink: strokes as arrays (n, 2), or a picture's file."""
    check_size(request)
    if request.content_type == JSON:
        body = parse_json(RecognizeRequest, request.body, limits=limits_of(request.body))
        if body.strokes is not None:
            return body, as_strokes(body.strokes)
        return body, decoded_base64(body.image or "")
    if request.content_type == MULTIPART:
        return parse_multipart(request)
    raise ApiError(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        _('Expected the content type %(json)s or %(form)s, found "%(found)s".')
        % {"json": JSON, "form": MULTIPART, "found": request.content_type or _("none")},
    )


def is_costly(ink: list[Stroke] | bytes) -> bool:
    """Whether reading is costly: a picture, or far more ink than people draw."""
    if isinstance(ink, bytes):
        return True
    return len(ink) > USUAL_STROKES or sum(map(len, ink)) > USUAL_POINTS


def limits_of(body: bytes) -> BodyLimits:
    """Return how much a JSON body may hold: bytes are many only where there is a picture."""
    has_picture = b'"image"' in body
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE if has_picture else STROKES_BYTES
    return BodyLimits(bytes=most, values=MAX_VALUES)


def parse_multipart(request: HttpRequest) -> tuple[RecognizeOptions, bytes]:
    """Return the options and the picture's file of a form with a file field `image`."""
    file = request.FILES.get("image")
    if not isinstance(file, UploadedFile):
        raise ApiError(HTTPStatus.BAD_REQUEST, _('Expected a file in the form field "image", found none.'))
    fields: dict[str, Any] = {name: value for name, value in request.POST.items() if name != "include"}
    if "include" in request.POST:
        fields["include"] = request.POST.getlist("include")
    return validated(RecognizeOptions, fields), file.read()


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


def decoded_base64(text: str, *, where: str = "/image") -> bytes:
    """Return the bytes of a base64 text or of a data URL; `where` in the body it stands."""
    if text.startswith("data:"):
        header, comma, text = text.partition(",")
        if not comma or not header.endswith(";base64"):
            raise ApiError(
                HTTPStatus.BAD_REQUEST,
                _('%(where)s: expected a data URL of the form "data:image/…;base64,…".') % {"where": where},
            )
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ApiError(
            HTTPStatus.BAD_REQUEST,
            _("%(where)s: expected base64, found something else.") % {"where": where},
        ) from error
