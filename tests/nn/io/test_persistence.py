import json
from pathlib import Path
from typing import Any

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
from recognizer.nn.io.files import read_tensor_header, write_tensors
from recognizer.nn.io.persistence import network_bytes
from recognizer.nn.row_network import RowNetwork
from tests.nn.helpers import small_network
from tests.nn.sequences.tiny_rows import architecture as row_architecture
from tests.nn.sequences.tiny_rows import made_up_rows


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


def row_network(dtype: type = np.float64) -> RowNetwork:
    return RowNetwork.build(row_architecture(), rng=np.random.default_rng(3), dtype=dtype)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_loads_the_network_of_rows_that_was_saved_with_another(tmp_path: Path, dtype: type) -> None:
    path, rows = tmp_path / "both", row_network(dtype)
    network = Network.build(dense_architecture([6, 5, 3]), rng=np.random.default_rng(1), dtype=dtype)
    save_network(path, network, {"name": "Zoë"}, rows=rows)

    loaded = load_network(path)

    assert loaded.rows is not None
    assert loaded.metadata == {"name": "Zoë"}
    assert loaded.rows.architecture == rows.architecture
    assert loaded.rows.vector.values.dtype == dtype
    np.testing.assert_array_equal(loaded.rows.vector.values, rows.vector.values)
    np.testing.assert_array_equal(loaded.network.vector.values, network.vector.values)
    assert loaded.parameter_count == network.parameter_count + rows.vector.values.size
    for pixels, _ in made_up_rows(3, seed=1):
        np.testing.assert_array_equal(loaded.rows.predict(pixels), rows.predict(pixels))
    assert network_bytes(loaded.network, loaded.metadata, rows=loaded.rows) == path.read_bytes()


def test_the_header_tells_of_the_network_of_rows(tmp_path: Path) -> None:
    path, network, rows = tmp_path / "both", small_network(6, 5, 3), row_network()
    save_network(path, network, {"name": "Zoë"}, rows=rows)
    header = read_header(path)
    assert header.rows_architecture == rows.architecture
    assert header.architecture == network.architecture
    assert header.metadata == {"name": "Zoë"}
    assert header.parameter_count == network.parameter_count + rows.vector.values.size
    with path.open("rb") as file:
        names = set(read_tensor_header(file).tensors)
    assert names == {*network.parameters, *(f"rows.{name}" for name in rows.vector.by_name)}


def test_a_network_alone_is_saved_without_a_word_of_rows(tmp_path: Path) -> None:
    network = small_network(6, 5, 3)
    own = {
        "architecture": json.dumps(network.architecture, sort_keys=True),
        "format": "digitweb-network",
        "format_version": "1",
    }
    write_tensors(tmp_path / "as before", network.parameters, {"name": "Zoë", **own})
    assert network_bytes(network, {"name": "Zoë"}) == (tmp_path / "as before").read_bytes()
    loaded = load_network(tmp_path / "as before")
    assert loaded.rows is None
    assert loaded.parameter_count == network.parameter_count
    assert read_header(tmp_path / "as before").rows_architecture is None


def test_the_name_of_the_architecture_of_rows_is_taken() -> None:
    with pytest.raises(ConfigurationError, match=r"rows_architecture; got 'rows_architecture'$"):
        network_bytes(small_network(2, 2), {"rows_architecture": "{}"})


def test_it_refuses_to_save_rows_that_are_not_finite() -> None:
    rows = row_network()
    rows.vector.by_name["layers.3.b"][1] = np.inf
    with pytest.raises(NetworkError, match=r"^rows\.layers\.3\.b must be finite"):
        network_bytes(small_network(2, 2), {}, rows=rows)


def test_it_refuses_to_load_rows_that_are_not_finite(tmp_path: Path) -> None:
    rows = row_network()
    parameters = {f"rows.{name}": values for name, values in rows.vector.by_name.items()}
    parameters["rows.layers.0.W"][0, 0, 0, 0] = np.nan
    tensors = {**small_network(2, 3).parameters, **parameters}
    metadata = own_metadata(rows_architecture=json.dumps(rows.architecture))
    write_tensors(tmp_path / "bad", tensors, metadata)
    assert read_header(tmp_path / "bad").rows_architecture == rows.architecture
    with pytest.raises(FileFormatError, match=r"^rows\.layers\.0\.W must be finite; it has NaN"):
        load_network(tmp_path / "bad")


def without_columns() -> dict[str, Any]:
    given = row_architecture()
    return {**given, "layers": [*given["layers"][:-1], {"type": "flatten"}]}


@pytest.mark.parametrize(
    ("rows", "left_out", "message"),
    [
        ("{", (), "the architecture must be JSON"),
        ("[]", (), "the architecture must be a JSON object; got list"),
        ("{}", (), "the architecture cannot be built: an architecture must have input_shape and layers"),
        (
            json.dumps(without_columns()),
            (),
            "cannot be built: the last layer of a network that reads rows must be columns; got flatten$",
        ),
        (
            json.dumps(row_architecture(width=60)),
            (),
            "cannot be built: rows must have one channel, be 64, .*; got 60 and 30 places$",
        ),
        (
            json.dumps(row_architecture()),
            ("rows.layers.2.b",),
            r"the architecture needs the arrays .*rows\.layers\.2\.b",
        ),
        (
            json.dumps(row_architecture(filters=(6, 11))),
            (),
            r"^rows\.layers\.2\.W must have the shape \(11, 4, 3, 6\); got \(12, 4, 3, 6\)$",
        ),
        (None, (), r"needs the arrays layers\.0\.W, layers\.0\.b; got .*rows\.layers\.0\.W"),
    ],
)
def test_it_refuses_rows_that_do_not_agree(
    tmp_path: Path, rows: str | None, left_out: tuple[str, ...], message: str
) -> None:
    parameters = {f"rows.{name}": values for name, values in row_network().vector.by_name.items()}
    tensors = {**small_network(2, 3).parameters, **parameters}
    metadata = own_metadata() if rows is None else own_metadata(rows_architecture=rows)
    kept = {name: values for name, values in tensors.items() if name not in left_out}
    write_tensors(tmp_path / "bad", kept, metadata)
    for read in (read_header, load_network):
        with pytest.raises(FileFormatError, match=message):
            read(tmp_path / "bad")
