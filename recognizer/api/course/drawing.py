"""`POST /api/v1/learn/drawing`: what the network sees of the reader's drawing, and says to it."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from recognizer.api.course.requests import learn_answer, learn_body, learn_operation, rounded
from recognizer.api.course.schemas import DrawingAnswer, DrawingBody, encoded_tile
from recognizer.api.limits.throttling import LearnThrottle
from recognizer.api.recognize.schemas import ModelAnswer
from recognizer.services.course.drawings import read_tile

router = Router(tags=["learn"], throttle=[LearnThrottle()])


@router.post(
    "/drawing",
    summary="Read one digit that a reader drew",
    response={200: DrawingAnswer},
    openapi_extra=learn_operation(DrawingBody),
    url_name="learn-drawing",
)
def read_drawing(request: HttpRequest) -> HttpResponse:
    """Return the tile of `drawing`, and how likely the live version takes each digit to be."""
    tile = learn_body(request, DrawingBody).drawing.as_tile()
    reading = read_tile(tile)
    return learn_answer(
        DrawingAnswer(
            tile=encoded_tile(tile),
            digit=reading.digit,
            outputs=rounded(reading.outputs),
            temperature=reading.version.temperature,
            probabilities=[round(value, 6) for value in reading.probabilities.tolist()],
            model=ModelAnswer(version=reading.version.number, name=reading.version.name),
        )
    )
