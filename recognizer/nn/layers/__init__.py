"""The layers, one module each."""

from recognizer.nn.layers.base import Layer
from recognizer.nn.layers.columns import Columns
from recognizer.nn.layers.conv2d import Conv2D
from recognizer.nn.layers.dense import Dense
from recognizer.nn.layers.dropout import Dropout
from recognizer.nn.layers.flatten import Flatten
from recognizer.nn.layers.max_pool2d import MaxPool2D

__all__ = ["LAYERS", "Columns", "Conv2D", "Dense", "Dropout", "Flatten", "Layer", "MaxPool2D"]

LAYERS: dict[str, type[Layer]] = {
    layer.type: layer for layer in (Dense, Conv2D, MaxPool2D, Flatten, Dropout, Columns)
}
