from pathlib import Path

import numpy as np
import pytest

from recognizer.nn import (
    ConfigurationError,
    FileFormatError,
    Network,
    NetworkError,
    dense_architecture,
    load_network,
    read_header,
    save_network,
)
from recognizer.nn.io.files import write_tensors
from tests.nn.helpers import small_network


def saved(tmp_path: Path, network: Network | None = None) -> Path:
    path = tmp_path / "network.safetensors"
    save_network(path, network or small_network(6, 5, 3), {"name": "Zoë", "accuracy": "0.95"})
    return path


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_loads_what_was_saved(tmp_path: Path, dtype: type) -> None:
    network = Network.build(dense_architecture([6, 5, 3]), rng=np.random.default_rng(1), dtype=dtype)
    X = np.random.default_rng(2).random((4, 6))

    loaded = load_network(saved(tmp_path, network))

    assert loaded.metadata == {"name": "Zoë", "accuracy": "0.95"}
    assert loaded.network.architecture == network.architecture
    assert loaded.network.dtype == dtype
    np.testing.assert_array_equal(loaded.network.predict(X), network.predict(X))


def test_it_saves_the_same_network_as_the_same_bytes(tmp_path: Path) -> None:
    first = saved(tmp_path).read_bytes()
    path = tmp_path / "again"
    loaded = load_network(tmp_path / "network.safetensors")
    save_network(path, loaded.network, dict(reversed(loaded.metadata.items())))
    assert path.read_bytes() == first


def test_it_reads_the_header_alone(tmp_path: Path) -> None:
    header = read_header(saved(tmp_path))
    assert header.parameter_count == 5 * 6 + 5 + 3 * 5 + 3
    assert header.architecture == dense_architecture([6, 5, 3])
    assert header.metadata["name"] == "Zoë"
    assert header.dtype == np.float64


def test_it_refuses_to_save_what_is_not_finite(tmp_path: Path) -> None:
    network = small_network(6, 5, 3)
    network.parameters["layers.1.b"][2] = np.nan
    with pytest.raises(NetworkError, match=r"^layers\.1\.b must be finite; it has NaN or infinity in it$"):
        saved(tmp_path, network)
    assert list(tmp_path.iterdir()) == []


def test_it_refuses_metadata_under_its_own_names(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigurationError, match="under names other than architecture, format, format_version"
    ):
        save_network(tmp_path / "x", small_network(2, 2), {"format": "mine"})


def test_it_refuses_to_load_what_is_not_finite(tmp_path: Path) -> None:
    path = saved(tmp_path)
    path.write_bytes(path.read_bytes()[:-8] + np.float64(np.inf).tobytes())
    with pytest.raises(FileFormatError, match="must be finite"):
        load_network(path)


def own_metadata(**changes: str) -> dict[str, str]:
    architecture = '{"input_shape": [2], "layers": [{"type": "dense", "units": 3}]}'
    return {"format": "digitweb-network", "format_version": "1", "architecture": architecture, **changes}


W, b = np.zeros((3, 2), np.float32), np.zeros(3, np.float32)


@pytest.mark.parametrize(
    ("tensors", "metadata", "message"),
    [
        ({}, {}, "the file's format must be digitweb-network; got None"),
        ({}, own_metadata(format_version="2"), "format_version must be 1; got '2'"),
        ({}, own_metadata(architecture="{"), "the architecture must be JSON"),
        ({}, own_metadata(architecture="[]"), "the architecture must be a JSON object; got list"),
        (
            {},
            own_metadata(architecture='{"input_shape": [2], "layers": [{"type": "lstm"}]}'),
            "the architecture cannot be built: layer 0: a layer must have a type out of dense",
        ),
        ({"layers.0.W": W}, own_metadata(), "needs the arrays layers.0.W, layers.0.b; got layers.0.W"),
        (
            {"layers.0.W": W.T.copy(), "layers.0.b": b},
            own_metadata(),
            r"layers.0.W must have the shape \(3, 2\); got \(2, 3\)",
        ),
        (
            {"layers.0.W": W, "layers.0.b": b.astype(np.float64)},
            own_metadata(),
            "all arrays must have one dtype; got float32, float64",
        ),
        (
            {"layers.0.W": W.astype(np.uint8), "layers.0.b": b.astype(np.uint8)},
            own_metadata(),
            "all arrays must be float32 or float64; got uint8",
        ),
    ],
)
def test_it_refuses_a_header_that_does_not_agree(
    tmp_path: Path, tensors: dict[str, np.ndarray], metadata: dict[str, str], message: str
) -> None:
    write_tensors(tmp_path / "bad", tensors, metadata)
    for read in (read_header, load_network):
        with pytest.raises(FileFormatError, match=message):
            read(tmp_path / "bad")


def test_it_does_not_make_room_for_a_network_before_its_arrays_are_known_to_be_there(tmp_path: Path) -> None:
    layers = ", ".join(['{"type": "dense", "units": 65536}'] * 90)
    huge = own_metadata(architecture=f'{{"input_shape": [65536], "layers": [{layers}]}}')
    write_tensors(tmp_path / "huge", {"layers.0.W": W, "layers.0.b": b}, huge)
    with pytest.raises(FileFormatError, match="needs the arrays"):
        load_network(tmp_path / "huge")
