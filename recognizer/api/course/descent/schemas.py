"""Schemas of the lesson on gradient descent."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from recognizer.api.course.networks import NetworkChoice, Seed
from recognizer.api.course.schemas import LearnBody
from recognizer.api.recognize.schemas import WHOLE
from recognizer.nn.optim.optimizers import OPTIMIZERS
from recognizer.nn.optim.schedules import SCHEDULES
from recognizer.services.course.all_variables import MAX_STEPS as MAX_STEPS_OF_ALL
from recognizer.services.course.descent import MAX_STEPS
from recognizer.services.course.gradients import MAX_IN_BATCH
from recognizer.services.course.surfaces import SURFACES

Place = Annotated[float, Field(allow_inf_nan=False, ge=-10, le=10)]


class LevelPlaceAnswer(BaseModel):
    """A place of a surface where ∇C = 0."""

    v: tuple[float, float]
    cost: float
    kind: Literal["lowest", "valley", "saddle", "top"]


class SurfaceAnswer(BaseModel):
    """A function C(v₁, v₂) to roll down."""

    name: str
    formula: str = Field(description="C in the notation of recognizer/mathml.py")
    gradient_formula: str
    reach: float = Field(description="The grid goes from −reach to reach in v₁ and in v₂")
    start: tuple[float, float]
    learning_rates: tuple[float, float, float] = Field(description="Too small, right, too large")
    grid: list[list[float]] = Field(description="C: rows are v₂, columns v₁, both rising")
    level_places: list[LevelPlaceAnswer] = Field(description="All solutions of ∇C = 0, the lowest first")


class SurfacesAnswer(BaseModel):
    """All surfaces."""

    surfaces: list[SurfaceAnswer]


class DescentBody(LearnBody):
    """A ball, and how it may roll."""

    surface: Literal[tuple(SURFACES)]  # type: ignore[valid-type]
    start: tuple[Place, Place]
    learning_rate: Annotated[float, Field(gt=0, le=10, allow_inf_nan=False)]
    steps: Annotated[int, Field(ge=0, le=MAX_STEPS), WHOLE] = 60
    optimizer: Literal[OPTIMIZERS[:-1]] = "sgd"  # type: ignore[valid-type]
    momentum: Annotated[float, Field(ge=0, lt=1)] = 0.9
    schedule: Literal[SCHEDULES] = "constant"  # type: ignore[valid-type]


class DescentAnswer(BaseModel):
    """Where the ball was after 0, 1, … steps."""

    path: list[tuple[float, float]] = Field(description="v₁ and v₂")
    costs: list[float]
    gradients: list[tuple[float, float]]
    rates: list[float] = Field(description="η of each step")
    promised: list[float] = Field(description="∇C · Δv of each step")
    outcome: Literal["arrived", "on_the_way", "unsteady", "diverged"]


class AllVariablesBody(LearnBody):
    """Whose weights and biases are changed, all at once."""

    network: NetworkChoice = NetworkChoice()
    learning_rate: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = 3.0
    steps: Annotated[int, Field(ge=0, le=MAX_STEPS_OF_ALL), WHOLE] = MAX_STEPS_OF_ALL


class AllVariablesAnswer(BaseModel):
    """The cost after 0, 1, … steps with the full gradient."""

    source: Literal["mnist", "synthetic"]
    variables: int
    digits: int = Field(description="Over which the gradient is the mean")
    costs: list[float]
    right: list[int]
    promised: list[float] = Field(description="−η ‖∇C‖² of each step")


class CostBody(LearnBody):
    """Whose cost, and which digits are shown one by one."""

    network: NetworkChoice = NetworkChoice()
    first: Annotated[int, Field(ge=0, le=988), WHOLE] = 0


class DigitCostAnswer(BaseModel):
    """What one digit costs."""

    tile: str
    label: int
    outputs: list[float]
    cost: float


class WayAnswer(BaseModel):
    """Cost and right answers along w − t ∇C."""

    places: list[float]
    costs: list[float]
    right: list[int]
    total: int


class CostAnswer(BaseModel):
    """The quadratic cost on real digits."""

    source: Literal["mnist", "synthetic"]
    digits: list[DigitCostAnswer]
    cost: float
    right: int
    total: int
    way: WayAnswer


class BatchBody(LearnBody):
    """A mini-batch to draw."""

    network: NetworkChoice = NetworkChoice()
    size: Annotated[int, Field(ge=1, le=MAX_IN_BATCH), WHOLE] = 10
    draw: Seed = 0


class BatchAnswer(BaseModel):
    """The gradient of one mini-batch beside the full one."""

    source: Literal["mnist", "synthetic"]
    digits: int = Field(description="n, over which the full gradient is the mean")
    tiles: list[str] = Field(description="Of the first digits of the mini-batch")
    estimated: list[float] = Field(description="∂C/∂b of the ten outputs")
    full: list[float]
    error: float
    length: float = Field(description="‖∇C‖")
    cosine: float


class ErrorsBody(LearnBody):
    """Whose gradient is estimated."""

    network: NetworkChoice = NetworkChoice()


class MeasuredErrorAnswer(BaseModel):
    """The error of mini-batches of one size."""

    size: int
    draws: int
    error: float
    predicted: float
    cosine: float


class ErrorsAnswer(BaseModel):
    """The error by the size of the mini-batch."""

    source: Literal["mnist", "synthetic"]
    digits: int
    length: float
    errors: list[MeasuredErrorAnswer]


class SamplesBody(LearnBody):
    """Which digits to see."""

    part: Literal["training", "test"] = "training"
    digit: Annotated[int, Field(ge=0, le=9), WHOLE] | None = Field(None, description="This class alone")
    page: Annotated[int, Field(ge=0, le=60_000), WHOLE] = 0


class SampleAnswer(BaseModel):
    """A digit of a set."""

    tile: str
    label: int
    place: int = Field(description="In the set, from 0")


class SamplesAnswer(BaseModel):
    """A page of a set of digits."""

    source: Literal["mnist", "synthetic"]
    total: int = Field(description="Of the set")
    matching: int = Field(description="Of the class that was asked for")
    pages: int
    samples: list[SampleAnswer]
