"""`/api/v1/learn/…`: the code behind the algorithm, and the training that it describes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from recognizer.api.course.requests import learn_answer, looking_operation
from recognizer.api.limits.throttling import LearnThrottle
from recognizer.services.course.algorithm import source_of, training_state
from recognizer.services.course.architecture_facts import ArchitectureFacts
from recognizer.services.errors import NoActiveVersion
from recognizer.services.recognition.live import NONE_ACTIVE

router = Router(tags=["learn"], throttle=[LearnThrottle()])


class SourceAnswer(BaseModel):
    """A piece of the code that runs here."""

    name: str
    qualified_name: str
    path: str = Field(description="Within the project")
    line: int
    code: str


class LastEpochAnswer(BaseModel):
    """The last epoch of a training."""

    number: int = Field(description="From 1")
    of: int
    learning_rate: float | None = None
    training_cost: float | None = None
    validation_correct: int | None = None
    validation_size: int | None = None


class ArchitectureAnswer(BaseModel):
    """What there is to be said of the layers of a version."""

    hidden_layers: int = Field(description="Layers with neurons before the output layer")
    hidden_activations: list[str] = Field(description="Of those, in their order, each once")
    output_activation: str
    outputs: int = Field(description="10, or 11 with one for what is no digit")


class AlgorithmAnswer(BaseModel):
    """The training that runs now, or that of the version that answers."""

    version: int
    name: str
    is_training: bool
    parameters: int
    architecture: ArchitectureAnswer | None = None
    sources: list[str] = Field(description="Names of the code that runs in it, as /learn/source takes them")
    cost: str
    optimizer: str
    batch_size: int | None = None
    learning_rate: float | None = None
    epoch: LastEpochAnswer | None = None
    seconds: float
    mnist_accuracy: float | None = None
    sha256: str
    size: int


@router.get(
    "/source/{name}",
    summary="The code behind a line of the algorithm",
    response={200: SourceAnswer},
    openapi_extra=looking_operation(422),
    url_name="learn-source",
)
def source(request: HttpRequest, name: str) -> HttpResponse:
    """Return the source of one of the functions that the summary names; 422 lists them."""
    found = source_of(name)
    return learn_answer(
        SourceAnswer(
            name=found.name,
            qualified_name=found.qualified_name,
            path=found.path,
            line=found.line,
            code=found.code,
        )
    )


@router.get(
    "/training",
    summary="The state of the algorithm",
    response={200: AlgorithmAnswer},
    openapi_extra=looking_operation(503),
    url_name="learn-training",
)
def training(request: HttpRequest) -> HttpResponse:
    """Return how far the training that runs now is, or how the version that answers was trained."""
    found = training_state()
    if found is None:
        raise NoActiveVersion(NONE_ACTIVE)
    recipe = found.hyperparameters
    answer = AlgorithmAnswer(
        version=found.version,
        name=found.name,
        is_training=found.is_training,
        parameters=found.parameters,
        architecture=architecture_answer(found.architecture),
        sources=found.sources,
        cost=found.cost,
        optimizer=found.optimizer,
        batch_size=recipe.get("batch_size"),
        learning_rate=recipe.get("learning_rate"),
        epoch=last_epoch(found.epochs, recipe),
        seconds=found.seconds,
        mnist_accuracy=found.mnist_accuracy,
        sha256=found.sha256,
        size=found.size,
    )
    return learn_answer(answer)


def architecture_answer(facts: ArchitectureFacts | None) -> ArchitectureAnswer | None:
    """Convert facts of the layers to the API's schema."""
    if facts is None:
        return None
    return ArchitectureAnswer(
        hidden_layers=facts.hidden_layers,
        hidden_activations=list(facts.hidden_activations),
        output_activation=facts.output_activation,
        outputs=facts.outputs,
    )


def last_epoch(epochs: list[dict[str, Any]], recipe: dict[str, Any]) -> LastEpochAnswer | None:
    """Return the last epoch that is over."""
    if not epochs:
        return None
    last = epochs[-1]
    return LastEpochAnswer(
        number=int(last["epoch"]) + 1,
        of=int(recipe.get("epochs", len(epochs))),
        learning_rate=last.get("learning_rate"),
        training_cost=last.get("training_cost"),
        validation_correct=last.get("validation_correct"),
        validation_size=last.get("validation_size"),
    )
