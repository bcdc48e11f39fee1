"""ONNX Runtime runs what we export, and agrees."""

from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest

from recognizer import nn
from recognizer.models import ModelVersion
from recognizer.nn.arrays import Array
from recognizer.services.errors import VersionRefused
from recognizer.services.evaluation.synthetic import drawn_benchmark
from recognizer.services.paths import PRETRAINED
from recognizer.services.recognition.tiles import network_input
from recognizer.services.release import exporting
from recognizer.services.release.exporting import exported
from recognizer.services.release.onnx_export import to_onnx
from recognizer.services.versions.registry import load_version


def run(model: bytes, tiles: Array) -> Array:
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    outputs: Array = session.run(["outputs"], {"tiles": tiles.reshape(-1, 28, 28, 1)})[0]
    return outputs


def thousand_tiles() -> Array:
    return network_input(drawn_benchmark().images[:1000])


@pytest.mark.django_db
@pytest.mark.sqlite
def test_the_shipped_network_agrees_on_a_thousand_tiles() -> None:
    version = ModelVersion.objects.get(shipped=True)
    X = thousand_tiles()
    found = run(exported(version, "onnx"), X)
    np.testing.assert_allclose(found, load_version(version).network.predict(X), rtol=0, atol=1e-5)
    assert found.argmax(axis=1).tolist().count(0) > 50


def test_the_decks_network_agrees_on_a_thousand_tiles() -> None:
    network = nn.Network.build(nn.dense_architecture([784, 30, 10]), rng=np.random.default_rng(0))
    X = thousand_tiles()
    found = run(to_onnx(network, {}).SerializeToString(), X)
    np.testing.assert_allclose(found, network.predict(X), rtol=0, atol=1e-5)
    assert found.std() > 0.01


CONV = {"type": "conv2d", "filters": 5, "kernel": 4, "padding": 2, "activation": "tanh"}
DENSE = {"type": "dense", "units": 10}


@pytest.mark.parametrize(
    ("input_shape", "layers"),
    [
        ([784], [{**DENSE, "activation": "softmax"}]),
        ([784], [{"type": "flatten"}, {"type": "dropout", "rate": 0.5}, DENSE]),
        ([28, 28, 1], [CONV, {"type": "max_pool2d", "size": 3}, {"type": "flatten"}, DENSE]),
        ([28, 28, 1], [{**CONV, "activation": "softmax"}, {"type": "flatten"}, DENSE]),
        ([28, 28, 1], [{"type": "dropout", "rate": 0.2}, CONV, {"type": "flatten"}, DENSE]),
        ([14, 14, 4], [{**CONV, "activation": "relu"}, {"type": "flatten"}, DENSE]),
        ([28, 28, 1], [{"type": "flatten"}, {"type": "dense", "units": 11, "activation": "sigmoid"}]),
    ],
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_layer_and_activation_agrees(input_shape: list[int], layers: list[Any], dtype: type) -> None:
    architecture = {"input_shape": input_shape, "layers": layers}
    network = nn.Network.build(architecture, initializer="he", rng=np.random.default_rng(1), dtype=dtype)
    X = thousand_tiles()[:50]
    found = run(to_onnx(network, {}).SerializeToString(), X)
    np.testing.assert_allclose(found, network.predict(X), rtol=1e-5, atol=1e-5)


@pytest.mark.django_db
@pytest.mark.sqlite
def test_the_file_says_what_it_is() -> None:
    version = ModelVersion.objects.get(shipped=True)
    model = onnx.load_from_string(exported(version, "onnx"))
    texts = {entry.key: entry.value for entry in model.metadata_props}
    assert float(texts["temperature"]) == version.temperature
    assert texts["source_sha256"] == version.file_sha256
    assert "NHWC" in model.doc_string


@pytest.mark.django_db
@pytest.mark.sqlite
def test_as_safetensors_it_is_the_very_file() -> None:
    assert exported(ModelVersion.objects.get(shipped=True), "safetensors") == PRETRAINED.read_bytes()


@pytest.mark.django_db
@pytest.mark.sqlite
def test_without_the_library_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise ImportError("No module named 'onnx'")

    monkeypatch.setattr("recognizer.services.release.onnx_export.to_onnx", fail)
    with pytest.raises(VersionRefused, match=r"pip install -r requirements-onnx\.txt"):
        exported(ModelVersion.objects.get(shipped=True), "onnx")


@pytest.mark.django_db
@pytest.mark.sqlite
def test_what_is_in_training_has_no_file() -> None:
    with pytest.raises(VersionRefused, match="is training and has no file"):
        exported(ModelVersion.objects.create(name="Unfinished"), "onnx")
    assert set(exporting.FORMATS) == {"safetensors", "onnx"}
