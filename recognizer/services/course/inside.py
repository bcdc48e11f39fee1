"""Inside a network: the activations of all layers for one tile, and one neuron with all its numbers."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognizer import nn
from recognizer.nn.arrays import Array
from recognizer.nn.layers import Conv2D, Dropout, Flatten, Layer
from recognizer.services.course.drawings import Tile
from recognizer.services.errors import NoSuchPart
from recognizer.services.recognition.tiles import network_input


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How numbers are laid out as pictures: so many, of one size; the last may not be full."""

    maps: int
    height: int
    width: int


@dataclass(frozen=True, kw_only=True)
class LayerView:
    """One layer as it is for one tile."""

    type: str
    activation: str
    parameters: int
    layout: Layout
    A: NDArray[np.float64]
    """Activations, one after another as `layout` has them: all of the first map, then of the second."""


@dataclass(frozen=True, kw_only=True)
class NeuronView:
    """One neuron with its numbers. Arrays are laid out as `layout` says, n inputs long."""

    layer: int
    unit: int
    place: tuple[int, int] | None
    """Row and column on a feature map; None in a dense layer."""
    layout: Layout
    weights: NDArray[np.float64]
    inputs: NDArray[np.float64]
    """What it sees: all activations of the layer before, or its receptive field of them."""
    bias: float
    z: float
    a: float
    activation: str


def layers_of(network: nn.Network, tile: Tile) -> list[LayerView]:
    """Return all layers, first to last, as they are for this tile."""
    traces = nn.trace(network, network_input([tile]))
    return [
        LayerView(
            type=layer.type,
            activation=layer.activation.name,
            parameters=sum(math.prod(shape) for shape in layer.parameter_shapes.values()),
            layout=layout_of(layer.output_shape),
            A=maps_first(trace.A[0]),
        )
        for layer, trace in zip(network.layers, traces, strict=True)
    ]


def neuron_of(
    network: nn.Network, tile: Tile, *, layer: int, unit: int, place: tuple[int, int] | None = None
) -> NeuronView:
    """Return one neuron's numbers for this tile.

    Of a feature map, `unit` is the map and `place` the row and column on it; where it is most active, unless
    given.

    Raises
    ------
    NoSuchPart
        If there is no such layer, no such neuron in it, or the layer has no neurons.
    """
    traces = nn.trace(network, network_input([tile]))
    if not 0 <= layer < len(network.layers):
        raise NoSuchPart(
            "layer: expected 0 to {most}, found {layer}.", most=len(network.layers) - 1, layer=layer
        )
    chosen, trace = network.layers[layer], traces[layer]
    if trace.Z is None:
        raise NoSuchPart(
            "layer: expected one with neurons, found {layer}, a {kind} layer.", layer=layer, kind=chosen.type
        )
    units = chosen.output_shape[-1]
    if not 0 <= unit < units:
        raise NoSuchPart(
            "unit: expected 0 to {most} in layer {layer}, found {unit}.",
            most=units - 1,
            layer=layer,
            unit=unit,
        )
    A_in = traces[layer - 1].A[0] if layer > 0 else network_input([tile])[0].reshape(network.input_shape)
    if isinstance(chosen, Conv2D):
        place = place_on(trace.A[0, :, :, unit], place)
        index: tuple[int, ...] = (*place, unit)
        inputs = receptive_field(chosen, A_in, place)
        layout = layout_of(inputs.shape)
        weights = maps_first(chosen.parameters["W"][unit])
        inputs = maps_first(inputs)
    else:
        if place is not None:
            raise NoSuchPart("place: expected none in a dense layer, found {place}.", place=list(place))
        index = (unit,)
        shape = shape_before(network.layers, layer)
        layout = layout_of(shape)
        weights = maps_first(chosen.parameters["W"][unit].reshape(shape))
        inputs = maps_first(A_in.reshape(shape))
    return NeuronView(
        layer=layer,
        unit=unit,
        place=place,
        layout=layout,
        weights=weights,
        inputs=inputs,
        bias=float(chosen.parameters["b"][unit]),
        z=float(trace.Z[0][index]),
        a=float(trace.A[0][index]),
        activation=chosen.activation.name,
    )


def place_on(feature_map: Array, place: tuple[int, int] | None) -> tuple[int, int]:
    """Return a place on a map, or where the map is most active if none is given."""
    rows, columns = feature_map.shape
    if place is None:
        row, column = divmod(int(feature_map.argmax()), columns)
        return row, column
    if not (0 <= place[0] < rows and 0 <= place[1] < columns):
        raise NoSuchPart(
            "place: expected a row and a column below {rows} and {columns}, found {place}.",
            rows=rows,
            columns=columns,
            place=list(place),
        )
    return place


def receptive_field(layer: Conv2D, A_in: Array, place: tuple[int, int]) -> Array:
    """Return what the neurons at this place see: (*kernel, channels), zeros beyond the edge."""
    (above, before), (tall, wide), (row, column) = layer.padding, layer.kernel, place
    padded = np.pad(A_in, ((above, above), (before, before), (0, 0)))
    field: Array = padded[row : row + tall, column : column + wide]
    return field


def shape_before(layers: list[Layer], layer: int) -> tuple[int, ...]:
    """Return the shape that the inputs of a dense layer had before they were written in a row."""
    for before in reversed(layers[:layer]):
        if isinstance(before, Flatten):
            return before.input_shape
        if not isinstance(before, Dropout):
            break
    shape = layers[layer].input_shape
    return (28, 28, 1) if layer == 0 and shape == (784,) else shape


def layout_of(shape: tuple[int, ...]) -> Layout:
    """Return how to draw activations of this shape: pictures as they are, others in rows about as many."""
    if len(shape) == 3:
        height, width, maps = shape
        return Layout(maps=maps, height=height, width=width)
    width = shape[0] if shape[0] <= 16 else min(32, math.ceil(math.sqrt(shape[0]) / 4) * 4)
    return Layout(maps=1, height=math.ceil(shape[0] / width), width=width)


def maps_first(values: Array) -> NDArray[np.float64]:
    """Return values (height, width, maps) or (n,) as one row: each map by itself."""
    ordered = values.transpose(2, 0, 1) if values.ndim == 3 else values
    return ordered.reshape(-1).astype(np.float64)
