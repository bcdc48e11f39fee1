"""The endpoints of the API."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop
from ninja import NinjaAPI

from digitweb import __version__
from recognizer.api import problems
from recognizer.api.course import drawing as learn_drawing
from recognizer.api.course import neurons as learn_neurons
from recognizer.api.course import summary as learn_summary
from recognizer.api.course.backpropagation import endpoints as learn_backpropagation
from recognizer.api.course.descent import endpoints as learn_descent
from recognizer.api.course.inside import endpoints as learn_inside
from recognizer.api.course.trainings import endpoints as learn_trainings
from recognizer.api.limits.concurrency import work_slot
from recognizer.api.limits.throttling import RecognizeThrottle
from recognizer.api.openapi import RECOGNIZE_OPERATION
from recognizer.api.recognize.parsing import is_costly, parse_recognize
from recognizer.api.recognize.schemas import (
    DigitAnswer,
    IgnoredAnswer,
    ModelAnswer,
    RecognizeAnswer,
    TimingsAnswer,
)
from recognizer.ink import Blank, open_picture
from recognizer.services.recognition.reading import Reading, recognize_picture, recognize_strokes
from recognizer.services.recognition.tiles import png_data_url

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
    learn_neurons,
    learn_descent,
    learn_backpropagation,
    learn_trainings,
    learn_summary,
):
    api.add_router("/learn", lesson.router)

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
    options, ink = parse_recognize(request)
    with work_slot(is_costly=is_costly(ink)):
        if isinstance(ink, bytes):
            reading = recognize_picture(open_picture(ink), mode=options.mode)
        else:
            reading = recognize_strokes(ink, mode=options.mode)
        body = answer(reading, include=options.include)
    return HttpResponse(body.model_dump_json(exclude_none=True), content_type="application/json")


def answer(reading: Reading, *, include: Sequence[str]) -> RecognizeAnswer:
    """Convert a reading to the API's schema."""
    return RecognizeAnswer.model_construct(
        text=reading.text,
        confidence=round(reading.confidence, 6),
        verdict=reading.verdict.value,
        digits=[
            DigitAnswer.model_construct(
                digit=digit.digit,
                confidence=round(digit.confidence, 6),
                probabilities=[round(value, 8) for value in digit.probabilities.tolist()],
                box=list(digit.glyph.box),
                strokes=list(digit.glyph.strokes),
                tile=png_data_url(digit.glyph.tile) if "tiles" in include else None,
            )
            for digit in reading.digits
        ],
        ignored=[
            IgnoredAnswer.model_construct(
                box=list(mark.box), kind=mark.kind.value, strokes=list(mark.strokes)
            )
            for mark in reading.ignored
        ],
        reason=None if reading.blank is None else gettext(REASONS[reading.blank]),
        model=ModelAnswer.model_construct(version=reading.version_number, name=reading.version_name),
        timings_ms=TimingsAnswer.model_construct(
            preprocess=round(reading.preprocess_ms, 3), network=round(reading.network_ms, 3)
        ),
        ink=png_data_url(reading.ink) if reading.ink is not None and "ink" in include else None,
    )
