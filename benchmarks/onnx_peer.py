"""ONNX Runtime, with the network's own weights."""

from collections.abc import Callable

import numpy as np
import onnxruntime
from onnx import ModelProto, NodeProto, TensorProto, checker, helper, numpy_helper

from recognizer.nn import Network
from recognizer.nn.arrays import Array

ACTIVATIONS = {"sigmoid": "Sigmoid", "relu": "Relu", "softmax": "Softmax"}


def to_onnx(network: Network) -> ModelProto:
    """Return the network as ONNX has it, pictures (n, channels, height, width)."""
    nodes: list[NodeProto] = []
    weights = [
        numpy_helper.from_array(np.array(value), name) for name, value in onnx_parameters(network).items()
    ]
    value = "X"

    def add(operator: str, *inputs: str, **options: object) -> None:
        nonlocal value
        output = f"value{len(nodes)}"
        nodes.append(helper.make_node(operator, [value, *inputs], [output], **options))
        value = output

    if len(network.input_shape) == 3:
        height, width, channels = network.input_shape
        weights.append(numpy_helper.from_array(np.array([-1, channels, height, width]), "shape"))
        add("Reshape", "shape")
    for index, layer in enumerate(network.architecture["layers"]):
        names = f"layers.{index}.W", f"layers.{index}.b"
        if layer["type"] == "dense":
            add("Gemm", *names, transB=1)
        elif layer["type"] == "conv2d":
            add("Conv", *names)
        elif layer["type"] == "max_pool2d":
            add("MaxPool", kernel_shape=[layer["size"]] * 2, strides=[layer["size"]] * 2)
        else:
            add("Transpose", perm=[0, 2, 3, 1])
            add("Flatten")
        if "activation" in layer:
            add(ACTIVATIONS[layer["activation"]])
    inputs = [helper.make_tensor_value_info("X", TensorProto.FLOAT, ["n", 784])]
    outputs = [helper.make_tensor_value_info(value, TensorProto.FLOAT, ["n", network.output_size])]
    graph = helper.make_graph(nodes, "network", inputs, outputs, weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    checker.check_model(model)
    return model


def onnx_parameters(network: Network) -> dict[str, Array]:
    return {
        name: np.ascontiguousarray(value.transpose(0, 3, 1, 2)) if value.ndim == 4 else value
        for name, value in network.parameters.items()
    }


def predictor(network: Network) -> Callable[[Array], Array]:
    session = onnxruntime.InferenceSession(
        to_onnx(network).SerializeToString(), providers=["CPUExecutionProvider"]
    )

    def predict(X: Array) -> Array:
        outputs: Array = session.run(None, {"X": X})[0]
        return outputs

    return predict
