"""Parse what people give; raise ApiError for what the API does not allow."""

import re
from http import HTTPStatus

from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from recognizer.api.bodies import JSON, BodyLimits, check_bytes, check_size, parse_json, validated
from recognizer.api.feedback.schemas import MAX_CUT_OUT_BYTES, FeedbackBody, GivenDigitBody
from recognizer.api.problems import ApiError
from recognizer.api.recognize.parsing import MAX_VALUES, STROKES_BYTES, as_strokes, decoded_base64
from recognizer.ink import Stroke
from recognizer.models import NO_DIGIT
from recognizer.services.feedback.gifts import Gift, GivenDigit

LIMITS = BodyLimits(bytes=STROKES_BYTES, values=MAX_VALUES, fields=400)
"""Each of 60 digits has up to three colons."""
MAX_CUT_OUTS_BYTES = 2 * 1024 * 1024
"""Of all cut-outs together."""
HEADER = "Contributor"
NAME = re.compile(r"[A-Za-z0-9_-]{43}")
MAX_ID = 2**63 - 1


class PageOptions(BaseModel):
    """What may stand behind the address of what was given."""

    model_config = ConfigDict(extra="forbid")

    before: int | None = Field(None, ge=1, le=MAX_ID)


def parse_gift(request: HttpRequest) -> Gift:
    """Return what a request gives."""
    check_size(request, most=LIMITS.bytes)
    if request.content_type != JSON:
        raise ApiError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            _('Expected the content type %(json)s, found "%(found)s".')
            % {"json": JSON, "found": request.content_type or _("none")},
        )
    body = parse_json(FeedbackBody, request.body, limits=LIMITS)
    if not body.digits:
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY, _("/digits: expected at least one digit, found none.")
        )
    strokes = None if body.strokes is None else as_strokes(body.strokes)
    pictures = [_cut_out(digit, place) for place, digit in enumerate(body.digits)]
    check_bytes(sum(len(picture or b"") for picture in pictures), MAX_CUT_OUTS_BYTES)
    for place, digit in enumerate(body.digits):
        _check_strokes(digit, place, strokes)
    return Gift(
        contributor=body.contributor,
        consent=body.consent,
        receipt=body.receipt,
        device=body.device,
        strokes=strokes,
        digits=tuple(
            GivenDigit(
                said=NO_DIGIT if digit.said == "none" else digit.said,
                strokes=tuple(digit.strokes or ()),
                picture=picture,
            )
            for digit, picture in zip(body.digits, pictures, strict=True)
        ),
    )


def name_in(request: HttpRequest) -> str:
    """Return the contributor's name, which stands in a header: addresses are logged."""
    name = request.headers.get(HEADER, "")
    if not NAME.fullmatch(name):
        raise ApiError(
            HTTPStatus.BAD_REQUEST,
            _("Expected a contributor's name of 43 characters in the header %(header)s.")
            % {"header": HEADER},
        )
    return name


def page_of(request: HttpRequest) -> int | None:
    """Return the claim before which a page begins; None for the first one."""
    return validated(PageOptions, request.GET.dict()).before


def _cut_out(digit: GivenDigitBody, place: int) -> bytes | None:
    if digit.image is None:
        return None
    picture = decoded_base64(digit.image, where=f"/digits/{place}/image")
    check_bytes(len(picture), MAX_CUT_OUT_BYTES)
    return picture


def _check_strokes(digit: GivenDigitBody, place: int, strokes: list[Stroke] | None) -> None:
    """Refuse a digit that names a stroke that is not there, or none with a point."""
    if digit.strokes is None or strokes is None:
        return
    if max(digit.strokes, default=0) >= len(strokes):
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            _("/digits/%(place)s/strokes: expected indices of %(count)s strokes, found %(found)s.")
            % {"place": place, "count": len(strokes), "found": max(digit.strokes)},
        )
    if not any(len(strokes[index]) for index in digit.strokes):
        raise ApiError(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            _("/digits/%(place)s/strokes: expected at least one point, found none.") % {"place": place},
        )
