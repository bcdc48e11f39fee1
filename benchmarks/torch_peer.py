"""PyTorch, written as its own tutorials are."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch import nn

from benchmarks.workloads import Workload
from recognizer.nn import Network
from recognizer.nn.arrays import Array

ACTIVATIONS: dict[str, Callable[[], nn.Module]] = {
    "sigmoid": nn.Sigmoid,
    "relu": nn.ReLU,
    "linear": nn.Identity,
}


def build(architecture: dict[str, Any], *, logits: bool) -> nn.Sequential:
    """Return the same network; with ``logits`` the softmax is left to the cost, as PyTorch wants it."""
    shape = architecture["input_shape"]
    size = shape[-1]
    modules: list[nn.Module] = [] if len(shape) == 1 else [nn.Unflatten(1, (shape[2], *shape[:2]))]
    side = shape[0]
    for layer in architecture["layers"]:
        if layer["type"] == "dense":
            modules.append(nn.Linear(size, layer["units"]))
            size = layer["units"]
        elif layer["type"] == "conv2d":
            modules.append(nn.Conv2d(size, layer["filters"], layer["kernel"]))
            size, side = layer["filters"], side - layer["kernel"] + 1
        elif layer["type"] == "max_pool2d":
            modules.append(nn.MaxPool2d(layer["size"]))
            side //= layer["size"]
        else:
            modules.append(nn.Flatten())
            size *= side * side
        if layer.get("activation") == "softmax":
            modules.extend([] if logits else [nn.Softmax(dim=1)])
        elif "activation" in layer:
            modules.append(ACTIVATIONS[layer["activation"]]())
    return nn.Sequential(*modules)


def train(workload: Workload) -> float:
    recipe = workload.recipe
    model = build(workload.architecture, logits=True)
    X, y = torch.from_numpy(workload.samples.X), torch.from_numpy(workload.samples.y)
    if recipe.cost == "quadratic":
        wanted = nn.functional.one_hot(y, 10).float()
        optimizer: torch.optim.Optimizer = torch.optim.SGD(model.parameters(), lr=recipe.learning_rate)

        def cost(A: torch.Tensor, Y: torch.Tensor) -> torch.Tensor:
            return ((A - Y) ** 2).sum() / (2 * len(Y))
    else:
        wanted = y
        optimizer = torch.optim.Adam(model.parameters(), lr=recipe.learning_rate)
        cost = nn.CrossEntropyLoss()
    started = time.perf_counter()
    order = torch.randperm(len(X))
    for start in range(0, len(X), recipe.batch_size):
        batch = order[start : start + recipe.batch_size]
        optimizer.zero_grad()
        cost(model(X[batch]), wanted[batch]).backward()
        optimizer.step()
    return time.perf_counter() - started


def with_weights_of(network: Network) -> nn.Sequential:
    """Return a model that must give the same outputs as the network."""
    model = build(network.architecture, logits=False)
    with torch.no_grad():
        for parameter, values in zip(model.parameters(), torch_parameters(network), strict=True):
            parameter.copy_(torch.from_numpy(np.ascontiguousarray(values)))
    return model


def torch_parameters(network: Network) -> Iterator[Array]:
    """Yield the parameters as PyTorch has them: channels before pixels, behind a flattening too."""
    channels = 0
    for values in network.parameters.values():
        if values.ndim == 4:
            channels = len(values)
            yield values.transpose(0, 3, 1, 2)
        elif values.ndim == 2 and channels:
            yield values.reshape(len(values), -1, channels).transpose(0, 2, 1).reshape(values.shape)
            channels = 0
        else:
            yield values


def predictor(network: Network) -> Callable[[Array], Array]:
    model = with_weights_of(network).eval()

    def predict(X: Array) -> Array:
        with torch.inference_mode():
            outputs: Array = model(torch.from_numpy(X)).numpy()
        return outputs

    return predict
