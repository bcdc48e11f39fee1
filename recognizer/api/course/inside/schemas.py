"""Schemas of requests about the inside of a version, and of the answers."""

import base64
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from recognizer.api.course.schemas import DrawingBody, Outputs, Probabilities, Temperature
from recognizer.api.recognize.schemas import WHOLE, ModelAnswer
from recognizer.services.course.evidence import Method

Number = Annotated[int, Field(ge=0, le=1_000_000), WHOLE]
Digit = Annotated[int, Field(ge=0, le=9), WHOLE]


class InsideBody(DrawingBody):
    """A question about a version's inside."""

    version: Number | None = Field(None, description="The live one unless named")


class NeuronBody(InsideBody):
    """A question about one neuron."""

    layer: Number = Field(description="From 0, as /learn/inside lists them")
    unit: Number = Field(description="Of a convolutional layer, the feature map")
    place: tuple[Number, Number] | None = Field(
        None, description="Row and column on the feature map; where it is most active unless given"
    )


class EvidenceBody(InsideBody):
    """A question about ink for and against."""

    method: Method = "gradient"
    digit: Digit | None = Field(None, description="With `against`: why this digit and not that one")
    against: Digit | None = None


class LayoutAnswer(BaseModel):
    """How numbers are laid out: so many pictures of one size, one after another, row by row."""

    maps: int
    height: int
    width: int


class MapAnswer(BaseModel):
    """Numbers in steps of a byte, for pictures: value = low + byte · (high − low) / 255."""

    low: float
    high: float
    values: str = Field(description="Base64, a byte each")


class VersionAnswer(BaseModel):
    """One version that can be looked into."""

    version: int
    name: str
    is_active: bool
    parameters: int
    mnist_accuracy: float | None = None


class VersionsAnswer(BaseModel):
    """All of them."""

    versions: list[VersionAnswer]


class LayerAnswer(BaseModel):
    """One layer as it is for the drawing."""

    type: str
    activation: str
    parameters: int
    layout: LayoutAnswer
    activations: MapAnswer = Field(description="To the nearest of 256 steps, for pictures")


class InsideAnswer(BaseModel):
    """What a version makes of the drawing, layer by layer."""

    model: ModelAnswer
    tile: str = Field(description="Base64 of 784 bytes: 28 rows of 28 pixels, ink 255")
    digit: Digit
    outputs: Outputs
    temperature: Temperature
    probabilities: Probabilities
    layers: list[LayerAnswer]


class NeuronAnswer(BaseModel):
    """A neuron: z = Σ weights · inputs + bias, a = σ(z)."""

    layer: int
    unit: int
    place: tuple[int, int] | None = None
    layout: LayoutAnswer
    weights: list[float]
    inputs: list[float]
    products: list[float] = Field(description="weights · inputs, one by one")
    bias: float
    z: float
    a: float
    activation: str


class DifferenceAnswer(BaseModel):
    """Why one digit and not another."""

    digit: Digit
    against: Digit
    z: float = Field(description="The difference of the two weighted inputs")
    total: float = Field(description="The sum of the map")
    map: MapAnswer


class EvidenceAnswer(BaseModel):
    """How much each pixel speaks for each digit, in units of z of its output neuron."""

    method: Literal["gradient", "occlusion"]
    patch: int = Field(description="Side of the square that covers ink, in pixels")
    scores: list[float] = Field(description="z of the output neurons of the ten digits")
    totals: list[float] = Field(description="The sum of each map")
    maps: list[MapAnswer]
    difference: DifferenceAnswer | None = None


class NeighbourAnswer(BaseModel):
    """A known digit."""

    tile: str
    label: Digit
    distance: float
    source: Literal["mnist", "drawn"]


class NeighboursAnswer(BaseModel):
    """The nearest known digits."""

    is_ready: bool
    known: int = Field(description="How many digits there are to choose from")
    neighbours: list[NeighbourAnswer]


def unsigned_map(values: NDArray[np.float64]) -> MapAnswer:
    """Return numbers between their smallest, or 0 if none is below, and their largest."""
    return bytes_between(values, min(0.0, float(values.min())), float(values.max()))


def signed_map(values: NDArray[np.float64]) -> MapAnswer:
    """Return numbers about 0, which has a byte of its own: 127 steps on either side."""
    most = float(np.abs(values).max())
    return bytes_between(values, -most, most * 128 / 127)


def bytes_between(values: NDArray[np.float64], low: float, high: float) -> MapAnswer:
    """Return numbers in 256 steps from `low` to `high`."""
    span = high - low if high > low else 1.0
    steps = np.rint((values - low) * (255 / span)).astype(np.uint8)
    return MapAnswer(low=low, high=high, values=base64.b64encode(steps.tobytes()).decode())
