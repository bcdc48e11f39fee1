"""Schemas of readers' trainings."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from recognizer.api.course.networks import MAX_EPOCHS, Seed
from recognizer.api.course.schemas import DrawnDigit, LearnBody
from recognizer.api.recognize.schemas import WHOLE
from recognizer.services.course.training_records import TrainingSettings

Client = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]


class TrainingBody(LearnBody):
    """A network to be trained."""

    client: Client | None = Field(
        None,
        description="Tells readers behind one address apart, made up by the page; else the address counts",
    )
    hidden: Annotated[int, Field(ge=1, le=50), WHOLE] = Field(30, description="Neurons of each hidden layer")
    layers: Annotated[int, Field(ge=1, le=3), WHOLE] = Field(1, description="Hidden layers")
    epochs: Annotated[int, Field(ge=1, le=MAX_EPOCHS), WHOLE] = 10
    batch_size: Annotated[int, Field(ge=1, le=1000), WHOLE] = 10
    learning_rate: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = 3.0
    samples: Annotated[int, Field(ge=100, le=50_000), WHOLE] = 50_000
    cost: Literal["quadratic", "cross_entropy"] = "quadratic"
    seed: Seed = 0

    def settings(self) -> TrainingSettings:
        """Convert the settings to the service's type."""
        return TrainingSettings(**self.model_dump(exclude={"client"}))


class StopBody(LearnBody):
    """Who stops a training: the one who began it."""

    client: Client | None = None


class AnswersBody(LearnBody):
    """A drawing, and the first epoch of interest."""

    drawing: DrawnDigit
    since: Annotated[int, Field(ge=0, le=MAX_EPOCHS), WHOLE] = 0


class EpochAnswer(BaseModel):
    """One epoch; the epoch 0 is the network before training."""

    epoch: int
    cost: float = Field(description="On digits that are not trained on")
    training_cost: float | None = None
    correct: int
    size: int
    seconds: float


class TrainingAnswer(BaseModel):
    """A training as it is now."""

    id: str
    state: Literal["waiting", "running", "finished", "stopped", "out_of_time", "diverged", "interrupted"]
    before: int = Field(description="How many others wait before it")
    settings: TrainingSettings
    source: Literal["mnist", "synthetic"]
    samples: int | None = Field(None, description="How many digits it trains on, once that is known")
    epochs: list[EpochAnswer]
    progress: float = Field(description="Of the epoch that is under way, 0 to 1")


class AnswersAnswer(BaseModel):
    """What the network would have said after each epoch."""

    since: int
    outputs: list[list[float]]
