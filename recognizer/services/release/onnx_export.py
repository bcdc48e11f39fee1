"""A network as ONNX (https://onnx.ai/onnx/operators/), for whatever runs that format.

Input ``tiles``, float32 (n, 28, 28, 1): MNIST-style tiles, samples first and channels last (NHWC); ink is 1,
paper 0. Output ``outputs``, float32 (n, 10) or (n, 11): the output activations, one for each digit, and where
there is an eleventh, for what is no digit. They become calibrated probabilities by the temperature T in the
model's metadata: pⱼ = aⱼ^(1/T) / Σₖ aₖ^(1/T).

ONNX has channels first; pictures are transposed on the way in, and again before they are flattened, so that
the weights of dense layers stay as they are.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from recognizer import nn
from recognizer.nn.parameters import parameter_name

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

OPSET = 17
IR_VERSION = 10
SIDE = 28
OPERATORS = {"sigmoid": "Sigmoid", "tanh": "Tanh", "relu": "Relu", "softmax": "Softmax"}
"""By the activation's name; linear needs none."""


class GraphBuilder:
    """A chain of nodes, each fed by the one before, with their arrays."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.arrays: list[TensorProto] = []
        self.value = "tiles"

    def add(self, operator: str, *inputs: str, **options: Any) -> None:
        """Append an operator."""
        from onnx import helper  # noqa: PLC0415 - optional, and slow to load

        output = f"{operator.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, [self.value, *inputs], [output], **options))
        self.value = output

    def array(self, name: str, values: Any) -> str:  # noqa: ANN401 - whatever NumPy takes
        """Add an array and return its name."""
        from onnx import numpy_helper  # noqa: PLC0415

        self.arrays.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name


def to_onnx(network: nn.Network, metadata: Mapping[str, str]) -> "ModelProto":
    """Return a network from 784 inputs as an ONNX model in float32, with texts to go with it."""
    from onnx import TensorProto, checker, helper  # noqa: PLC0415

    builder = GraphBuilder()
    if len(network.input_shape) == 3:
        height, width, channels = network.input_shape
        if network.input_shape != (SIDE, SIDE, 1):
            builder.add("Reshape", builder.array("input_shape", [-1, height, width, channels]))
        builder.add("Transpose", perm=[0, 3, 1, 2])
    else:
        builder.add("Flatten")
    for index, layer in enumerate(network.layers):
        add_layer(builder, network, index, layer.input_shape)
    builder.add("Identity")
    builder.nodes[-1].output[0] = "outputs"
    graph = helper.make_graph(
        builder.nodes,
        "network",
        [helper.make_tensor_value_info("tiles", TensorProto.FLOAT, ["n", SIDE, SIDE, 1])],
        [helper.make_tensor_value_info("outputs", TensorProto.FLOAT, ["n", network.output_size])],
        builder.arrays,
    )
    model = helper.make_model(
        graph,
        producer_name="digitweb",
        doc_string=__doc__,
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
    )
    helper.set_model_props(model, dict(metadata))
    checker.check_model(model, full_check=True)
    return model


def add_layer(builder: GraphBuilder, network: nn.Network, index: int, input_shape: tuple[int, ...]) -> None:
    """Append a layer and its activation."""
    config = network.architecture["layers"][index]
    is_picture = len(input_shape) == 3
    match config["type"]:
        case "dense":
            builder.add("Gemm", *parameters(builder, network, index), transB=1)
        case "conv2d":
            padding = config.get("padding", 0)
            builder.add("Conv", *parameters(builder, network, index), pads=[padding] * 4)
        case "max_pool2d":
            size = config.get("size", 2)
            builder.add("MaxPool", kernel_shape=[size, size], strides=[size, size])
        case "flatten" if is_picture:
            builder.add("Transpose", perm=[0, 2, 3, 1])
            builder.add("Flatten")
        case "flatten" | "dropout":
            pass  # flat already; and dropout silences nothing but in training
        case unknown:
            raise nn.ConfigurationError(
                "layer {index}: there is no ONNX for a layer of type {unknown}", index=index, unknown=unknown
            )
    activation = OPERATORS.get(network.layers[index].activation.name)
    if activation == "Softmax":
        builder.add(activation, axis=1)  # over channels or units, whichever there are
    elif activation is not None:
        builder.add(activation)


def parameters(builder: GraphBuilder, network: nn.Network, index: int) -> tuple[str, str]:
    """Add a layer's weights and biases in ONNX's order, and return their names."""
    W, b = (network.parameters[parameter_name(index, kind)].astype(np.float32) for kind in ("W", "b"))
    if W.ndim == 4:
        W = W.transpose(0, 3, 1, 2)  # (filters, channels, kernel, kernel)
    return (
        builder.array(parameter_name(index, "W"), W),
        builder.array(parameter_name(index, "b"), b),
    )
