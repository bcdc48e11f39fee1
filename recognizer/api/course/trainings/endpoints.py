"""`/api/v1/learn/trainings`: a network that is trained while its reader watches."""

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from ninja import Router

from recognizer.api.course.requests import (
    learn_answer,
    learn_body,
    learn_operation,
    looking_operation,
    rounded,
)
from recognizer.api.course.trainings.schemas import (
    AnswersAnswer,
    AnswersBody,
    EpochAnswer,
    StopBody,
    TrainingAnswer,
    TrainingBody,
)
from recognizer.api.limits.clients import client_of
from recognizer.api.limits.throttling import HeavyThrottle, LearnThrottle
from recognizer.services.course.digits import source_of_digits
from recognizer.services.course.training_records import TrainingRecord
from recognizer.services.course.trainings import answers_by_epoch, begin, stop, training_status
from recognizer.services.recognition.tiles import network_input

router = Router(tags=["learn"], throttle=[LearnThrottle()])

SALT = "recognizer.learn.trainings"


@router.post(
    "/trainings",
    summary="Train a network",
    response={201: TrainingAnswer},
    openapi_extra=learn_operation(TrainingBody, 409),
    throttle=[LearnThrottle(), HeavyThrottle()],
    url_name="learn-trainings",
)
def begin_training(request: HttpRequest) -> HttpResponse:
    """Queue a training; it runs on the server, whether anybody looks or not."""
    body = learn_body(request, TrainingBody)
    address = client_of(request)
    record = begin(body.settings(), client=hashed(body.client or address), address=hashed(address))
    answer = learn_answer(training_answer(record, 0))
    answer.status_code = 201
    return answer


@router.get(
    "/trainings/{training_id}",
    summary="See how far a training is",
    response={200: TrainingAnswer},
    openapi_extra=looking_operation(404),
    url_name="learn-training",
)
def see_training(request: HttpRequest, training_id: str) -> HttpResponse:
    """Return the state of a training and its epochs so far."""
    return learn_answer(training_answer(*training_status(training_id)))


@router.post(
    "/trainings/{training_id}/stop",
    summary="End a training early",
    response={200: TrainingAnswer},
    openapi_extra=learn_operation(StopBody, 403, 404),
    url_name="learn-training-stop",
)
def stop_training(request: HttpRequest, training_id: str) -> HttpResponse:
    """End a training after its current mini-batch; what it has learned so far is kept."""
    body = learn_body(request, StopBody)
    return learn_answer(
        training_answer(stop(training_id, client=hashed(body.client or client_of(request))), 0)
    )


@router.post(
    "/trainings/{training_id}/answers",
    summary="Ask what a network would have said after each epoch",
    response={200: AnswersAnswer},
    openapi_extra=learn_operation(AnswersBody, 404),
    url_name="learn-training-answers",
)
def training_answers(request: HttpRequest, training_id: str) -> HttpResponse:
    """Return the outputs for a drawing, of the network after each epoch from `since` on."""
    body = learn_body(request, AnswersBody)
    outputs = answers_by_epoch(training_id, network_input([body.drawing.as_tile()]), since=body.since)
    return learn_answer(AnswersAnswer(since=body.since, outputs=[rounded(row) for row in outputs]))


def training_answer(record: TrainingRecord, before: int) -> TrainingAnswer:
    """Convert a training to the API's schema."""
    return TrainingAnswer(
        id=record.id,
        state=record.state.value,
        before=before,
        settings=record.settings,
        source=record.source or source_of_digits().value,
        samples=record.samples,
        epochs=[EpochAnswer(**entry) for entry in record.epochs],
        progress=record.progress,
    )


def hashed(text: str) -> str:
    """Return a hash that identifies a text without revealing it."""
    return salted_hmac(SALT, text).hexdigest()[:32]
