"""The layers, one module each, and the way from a network's architecture to a list of them."""

from recognizer.nn.layers.base import Layer
from recognizer.nn.layers.dense import Dense

__all__ = ["LAYERS", "Dense", "Layer"]

LAYERS: dict[str, type[Layer]] = {layer.type: layer for layer in (Dense,)}
