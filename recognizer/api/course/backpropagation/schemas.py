"""Schemas of the lesson on backpropagation."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from recognizer.api.course.networks import NetworkChoice
from recognizer.api.course.schemas import DrawnDigit, LearnBody
from recognizer.api.recognize.schemas import WHOLE
from recognizer.services.course import one_step, saturation

CostName = Literal["quadratic", "cross_entropy"]


class LearnedBody(LearnBody):
    """Steps of learning: from which drawing, what it should be called, and by which network."""

    drawing: DrawnDigit
    label: Annotated[int, Field(ge=0, le=9), WHOLE]
    network: NetworkChoice = NetworkChoice()
    cost: CostName = "quadratic"
    learning_rate: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = 0.5
    steps: Annotated[int, Field(ge=0, le=one_step.MAX_STEPS), WHOLE] = Field(
        0, description="Steps that were taken before the one that is looked at"
    )


class StepBody(LearnedBody):
    """One step of learning, in all its numbers."""

    neuron: Annotated[int, Field(ge=0, le=99), WHOLE] = Field(
        0, description="The hidden neuron whose weights are told one by one"
    )


class CheckedNumbers(BaseModel):
    """Derivatives, and the difference quotients that judge them."""

    exact: list[float]
    quotients: list[float]


class CheckedMatrix(BaseModel):
    """The same for the weights of several neurons: a row each."""

    exact: list[list[float]]
    quotients: list[list[float]]


class LayerNumbers(BaseModel):
    """Every number of one layer; its neurons are the entries."""

    inputs: int
    z: list[float]
    a: list[float]
    slope: list[float] = Field(description="σ'(z)")
    back: list[float] = Field(description="∂C/∂a: ∇ₐC, or (w of the next layer)ᵀ δ")
    b: list[float]
    delta: CheckedNumbers
    nabla_b: CheckedNumbers


class NeuronWeights(BaseModel):
    """All weights into one hidden neuron."""

    neuron: int
    w: list[float]
    nabla_w: CheckedNumbers


class OutputWeights(BaseModel):
    """All weights into the ten outputs: a row for each output."""

    w: list[list[float]]
    nabla_w: CheckedMatrix


class AgreementAnswer(BaseModel):
    """How well backpropagation and difference quotients agree, over everything."""

    entries: int
    agreeing: int
    largest: float
    tolerance: float
    h: float


class StepAnswer(BaseModel):
    """Every number of one step."""

    tile: str
    sizes: list[int]
    x: list[float]
    y: list[float]
    layers: list[LayerNumbers] = Field(description="The hidden layer, then the output layer")
    nabla_a: CheckedNumbers
    hidden_weights: NeuronWeights
    output_weights: OutputWeights
    other_delta: list[float] = Field(description="δ of the output layer under the other cost")
    agreement: AgreementAnswer
    costs: list[float] = Field(description="C after 0, 1, …, steps + 1 steps")
    outputs: list[list[float]] = Field(description="Output activations after as many")


class DemonBody(LearnedBody):
    """A neuron whose weighted input is changed."""

    layer: Literal["hidden", "output"] = "output"
    neuron: Annotated[int, Field(ge=0, le=99), WHOLE] = 0


class DemonAnswer(BaseModel):
    """What becomes of the cost as the weighted input of one neuron is changed."""

    z: float = Field(description="Before anything is changed")
    cost: float
    delta: float = Field(description="∂C/∂z, by backpropagation")
    changes: list[float] = Field(description="Δz")
    costs: list[float] = Field(description="C with z + Δz, each by feeding forward what follows")


class SaturationBody(LearnBody):
    """A neuron with the input 1 that should learn the output 0."""

    weight: Annotated[float, Field(ge=-5, le=5, allow_inf_nan=False)] = 2.0
    bias: Annotated[float, Field(ge=-5, le=5, allow_inf_nan=False)] = 2.0
    learning_rate: Annotated[float, Field(gt=0, le=10, allow_inf_nan=False)] = 0.15
    steps: Annotated[int, Field(ge=1, le=saturation.MAX_STEPS), WHOLE] = 300


class CourseAnswer(BaseModel):
    """What became of the neuron, from the start on."""

    weights: list[float]
    biases: list[float]
    outputs: list[float]
    costs: list[float]
    slopes: list[float]
    deltas: list[float]


class SaturationAnswer(BaseModel):
    """The same neuron under both costs."""

    quadratic: CourseAnswer
    cross_entropy: CourseAnswer


class VariableAnswer(BaseModel):
    """A variable of a program, as rows of numbers; those of a vector have one number each."""

    name: str
    layer: int | None = Field(None, description="The number of the layer that it belongs to")
    value: list[list[float]]
    library: list[list[float]] | None = Field(
        None, description="What the library computes for the same, where it has it"
    )
    is_new: bool = Field(description="Whether this line has changed it")
    is_same: bool = Field(description="Whether the library agrees, or has no such number")


class ProgramLineAnswer(BaseModel):
    """A line that was run, or the head of a function that was called, and the variables after it."""

    function: str
    line: int = Field(description="Its number in the file")
    is_call: bool
    variables: list[VariableAnswer]


class ProgramAnswer(BaseModel):
    """A short program and every line of its course, beside the library."""

    path: str = Field(description="Within the project")
    first: int = Field(description="The number of the first line of the code")
    code: list[str]
    course: list[ProgramLineAnswer]
