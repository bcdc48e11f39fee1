"""The network that a request is about: one that is always there, or one that its reader has trained."""

from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from recognizer.api.course.schemas import LearnBody
from recognizer.api.recognize.schemas import WHOLE
from recognizer.services.course.networks import Choice, Start
from recognizer.services.course.trainings import EpochOfTraining

MAX_SEED = 999_999
MAX_EPOCHS = 30

Seed = Annotated[int, Field(ge=0, le=MAX_SEED), WHOLE]
TrainingId = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


class NetworkChoice(LearnBody):
    """Which network: a start, or, with `training`, what a reader's training had learned after `epoch`."""

    start: Literal["trained", "fresh", "saturated"] = Field(
        "trained",
        description='"trained": the deck\'s network; "fresh": untrained, weights of deviation 1/√n; '
        '"saturated": untrained, weights of deviation 1',
    )
    seed: Seed = Field(0, description="Of an untrained network's weights")
    training: TrainingId | None = None
    epoch: Annotated[int, Field(ge=0, le=MAX_EPOCHS), WHOLE] | None = None

    @model_validator(mode="after")
    def check_both_or_neither(self) -> Self:
        """Refuse a training without an epoch, and an epoch without a training."""
        if (self.training is None) != (self.epoch is None):
            raise ValueError(_('expected "training" and "epoch" together'))
        return self

    def choice(self) -> Choice:
        """Convert the choice to the service's type."""
        if self.training is not None and self.epoch is not None:
            return Choice(epoch=EpochOfTraining(training=self.training, epoch=self.epoch))
        return Choice(start=Start(self.start), seed=self.seed)
