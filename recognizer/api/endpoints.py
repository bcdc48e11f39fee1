"""The endpoints of the API."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop
from ninja import NinjaAPI
from pydantic_core import to_json

from digitweb import __version__
from recognizer.api import problems
from recognizer.api.course import drawing as learn_drawing
from recognizer.api.course import neurons as learn_neurons
from recognizer.api.course import prototype as learn_prototype
from recognizer.api.course import summary as learn_summary
from recognizer.api.course.backpropagation import endpoints as learn_backpropagation
from recognizer.api.course.descent import endpoints as learn_descent
from recognizer.api.course.inside import endpoints as learn_inside
from recognizer.api.course.trainings import endpoints as learn_trainings
from recognizer.api.feedback import endpoints as feedback
from recognizer.api.limits.concurrency import work_slot
from recognizer.api.limits.throttling import RecognizeThrottle
from recognizer.api.openapi import RECOGNIZE_OPERATION
from recognizer.api.recognize.afterwards import AnswerThen, watch
from recognizer.api.recognize.parsing import is_costly, parse_recognize
from recognizer.api.recognize.schemas import RecognizeAnswer
from recognizer.ink import Blank, open_picture
from recognizer.services.feedback.receipts import Receipt, receipt_of
from recognizer.services.recognition.reading import Reading, recognize_picture, recognize_strokes
from recognizer.services.recognition.row_reading import ReadDigit
from recognizer.services.recognition.tiles import png_data_url
from recognizer.telemetry.stages import StageSeconds

api = NinjaAPI(
    title="digitweb",
    version=__version__,
    description="Reads handwritten digits and whole numbers, drawn as strokes or photographed.",
    urls_namespace="api-v1",
    docs_url=None,
    openapi_url="/openapi.json",
)
problems.register(api)
for lesson in (
    learn_drawing,
    learn_inside,
    learn_prototype,
    learn_neurons,
    learn_descent,
    learn_backpropagation,
    learn_trainings,
    learn_summary,
):
    api.add_router("/learn", lesson.router)
api.add_router("/feedback", feedback.router)

REASONS = {
    Blank.TOO_DARK: gettext_noop("The picture is too dark."),
    Blank.TOO_FAINT: gettext_noop("The ink is too faint: it hardly stands out from the paper."),
    Blank.TOO_MUCH: gettext_noop("There is too much in the picture to be a number."),
    Blank.NO_DIGITS: gettext_noop("There is ink, but nothing that looks like digits."),
    Blank.NO_INK: gettext_noop("There is no ink in the picture."),
}


@api.post(
    "/recognize",
    summary="Read a drawing or a picture",
    response={200: RecognizeAnswer},
    openapi_extra=RECOGNIZE_OPERATION,
    throttle=[RecognizeThrottle()],
)
def recognize(request: HttpRequest) -> HttpResponse:
    """Read the digits in `strokes` (a drawing) or in `image` (a picture)."""
    seconds = StageSeconds()
    with seconds.of("parse"):
        options, ink = parse_recognize(request)
    with work_slot(is_costly=is_costly(ink)):
        if isinstance(ink, bytes):
            with seconds.of("open"):
                picture = open_picture(ink)
            reading = recognize_picture(picture, mode=options.mode)
        else:
            reading = recognize_strokes(ink, mode=options.mode)
        with seconds.of("answer"):
            receipt = receipt_of(reading, mode=options.mode) if settings.FEEDBACK else None
            body = answer(reading, include=options.include, receipt=receipt)
    return AnswerThen(
        body,
        then=partial(watch, reading, ink, options, seconds),
        content_type="application/json",
    )


def answer(reading: Reading, *, include: Sequence[str], receipt: Receipt | None) -> bytes:
    """Return the JSON that `RecognizeAnswer` describes, without the parts that there are not.

    All of it was made here, so nothing is checked once more on the way out.
    """
    parts: dict[str, Any] = {
        "text": reading.text,
        "confidence": round(reading.confidence, 6),
        "verdict": reading.verdict.value,
        "digits": [digit_part(digit, has_tile="tiles" in include) for digit in reading.digits],
        "ignored": [
            {"box": mark.box, "kind": mark.kind.value, "strokes": mark.strokes} for mark in reading.ignored
        ],
        "model": {"version": reading.version_number, "name": reading.version_name},
        "timings_ms": {
            "preprocess": round(reading.preprocess_ms, 3),
            "network": round(reading.network_ms, 3),
        },
    }
    if reading.ink is not None and "ink" in include:
        parts["ink"] = png_data_url(reading.ink)
    if reading.blank is not None:
        parts["reason"] = gettext(REASONS[reading.blank])
    if receipt is not None:
        parts["receipt"], parts["wanted"] = receipt.signed(), receipt.wanted
    return to_json(parts)


def digit_part(digit: ReadDigit, *, has_tile: bool) -> dict[str, Any]:
    """Return what the answer says of a digit."""
    part: dict[str, Any] = {
        "digit": digit.digit,
        "confidence": round(digit.confidence, 6),
        "probabilities": [round(value, 8) for value in digit.probabilities.tolist()],
        "box": digit.glyph.box,
        "strokes": digit.glyph.strokes,
    }
    if has_tile:
        part["tile"] = png_data_url(digit.glyph.tile)
    return part
