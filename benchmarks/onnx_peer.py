"""ONNX Runtime, with the network's own weights."""

from collections.abc import Callable

import onnxruntime

from recognizer.nn import Network
from recognizer.nn.arrays import Array
from recognizer.services.release.onnx_export import to_onnx


def predictor(network: Network) -> Callable[[Array], Array]:
    session = onnxruntime.InferenceSession(
        to_onnx(network, {}).SerializeToString(), providers=["CPUExecutionProvider"]
    )

    def predict(X: Array) -> Array:
        outputs: Array = session.run(None, {"tiles": X.reshape(-1, 28, 28, 1)})[0]
        return outputs

    return predict
