"""The plain JSON form of a network, from which its layers are built."""

import inspect
from collections.abc import Mapping, Sequence
from functools import cache
from math import prod
from typing import Any

from recognizer.nn.arrays import Shape
from recognizer.nn.errors import ConfigurationError, NetworkError
from recognizer.nn.layers import LAYERS, Columns, Layer
from recognizer.nn.parameters import parameter_name
from recognizer.phrases import Phrase, message_of

__all__ = ["build_layers", "dense_architecture", "parameter_shapes"]

MAX_LAYERS = 100
MAX_LAYER_VALUES = 2**24
"""That a layer makes of one sample, or an input's: an architecture may come from a stranger's file."""


def dense_architecture(
    sizes: Sequence[int], *, hidden: str = "sigmoid", output: str = "sigmoid"
) -> dict[str, Any]:
    """Return the architecture of a fully connected network.

    Parameters
    ----------
    sizes : sequence of int
        Number of inputs, of neurons in each hidden layer, and of outputs: 784, 30, 10 is the deck's.
    hidden, output : str
        Activations of the hidden layers and of the output layer.

    Raises
    ------
    ConfigurationError
        If there are fewer than two sizes.
    """
    if len(sizes) < 2:
        raise ConfigurationError(
            "sizes must be at least the inputs and the outputs; got {sizes}", sizes=list(sizes)
        )
    activations = [hidden] * (len(sizes) - 2) + [output]
    layers = [
        {"type": "dense", "units": units, "activation": activation}
        for units, activation in zip(sizes[1:], activations, strict=True)
    ]
    return {"input_shape": [sizes[0]], "layers": layers}


def build_layers(architecture: Mapping[str, Any]) -> list[Layer]:
    """Return the layers of an architecture, without parameters.

    Raises
    ------
    ConfigurationError, ShapeError
        Naming the layer by its place, what it would need, and what came.
    """
    shape, configs = checked_outline(architecture)
    layers: list[Layer] = []
    for index, config in enumerate(configs):
        try:
            layer = build_layer(config, shape)
        except NetworkError as error:
            raise type(error)(
                Phrase("layer {index}: {reason}", index=index, reason=message_of(error))
            ) from error
        shape = layer.output_shape
        if layer.values_per_sample > MAX_LAYER_VALUES:
            raise ConfigurationError(
                "layer {index}: at most {most} values for a sample are possible; got {found}",
                index=index,
                most=MAX_LAYER_VALUES,
                found=layer.values_per_sample,
            )
        layers.append(layer)
    if len(shape) != 1 and not isinstance(layers[-1], Columns):
        raise ConfigurationError("the last layer must have flat outputs; got shape {shape}", shape=shape)
    return layers


def parameter_shapes(layers: Sequence[Layer]) -> dict[str, Shape]:
    """Return the shapes of all parameters by their names: "layers.0.W", "layers.0.b" and so on."""
    return {
        parameter_name(index, kind): shape
        for index, layer in enumerate(layers)
        for kind, shape in layer.parameter_shapes.items()
    }


def checked_outline(architecture: Mapping[str, Any]) -> tuple[Shape, Sequence[Any]]:
    """Return the input shape and the layers' entries, or raise a ConfigurationError."""
    if not isinstance(architecture, Mapping) or set(architecture) != {"input_shape", "layers"}:
        raise ConfigurationError(
            "an architecture must have input_shape and layers; got {architecture}",
            architecture=f"{architecture!r:.200}",
        )
    shape, configs = architecture["input_shape"], architecture["layers"]
    if not (
        isinstance(shape, list | tuple)
        and len(shape) in (1, 3)
        and all(type(length) is int and length > 0 for length in shape)
        and prod(shape) <= MAX_LAYER_VALUES
    ):
        raise ConfigurationError(
            "input_shape must be [features] or [height, width, channels]; got {shape}",
            shape=f"{shape!r:.200}",
        )
    if not isinstance(configs, list | tuple) or not 1 <= len(configs) <= MAX_LAYERS:
        raise ConfigurationError(
            "layers must be a list of 1 to {most} layers; got {configs}",
            most=MAX_LAYERS,
            configs=f"{configs!r:.200}",
        )
    return tuple(shape), configs


def build_layer(config: object, input_shape: Shape) -> Layer:
    """Return the layer that an entry of an architecture describes."""
    if not isinstance(config, Mapping) or config.get("type") not in list(LAYERS):
        raise ConfigurationError(
            "a layer must have a type out of {types}; got {config}",
            types=", ".join(LAYERS),
            config=f"{config!r:.200}",
        )
    layer_class = LAYERS[config["type"]]
    given = {name: value for name, value in config.items() if name != "type"}
    options = options_of(layer_class)
    missing = [
        name for name, default in options.items() if default is inspect.Parameter.empty and name not in given
    ]
    unknown = [name for name in given if name not in options]
    if missing or unknown:
        raise ConfigurationError(
            "the options of {layer} are {options}; got {given}",
            layer=layer_class.type,
            options=", ".join(options) or Phrase("none"),
            given=", ".join(map(str, given)) or Phrase("none"),
        )
    return layer_class(input_shape, **given)


@cache
def options_of(layer_class: type[Layer]) -> dict[str, Any]:
    """Return the options of a layer with their defaults: what an architecture may say of it."""
    return {
        name: parameter.default
        for name, parameter in inspect.signature(layer_class).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY
    }
