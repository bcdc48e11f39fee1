import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from recognizer.nn import ConfigurationError, Network, NetworkError, ShapeError
from recognizer.nn.arrays import Array
from recognizer.nn.row_network import WIDTHS, RowNetwork, padded_rows
from tests.nn.sequences.tiny_rows import architecture, made_up_rows

SMEARED = 2
"""Places at the end of a row that see where its padding ends."""


def network(seed: int = 0, dtype: type = np.float64, **options: Any) -> RowNetwork:
    built = RowNetwork.build(architecture(**options), rng=np.random.default_rng(seed), dtype=dtype)
    for name, values in built.vector.by_name.items():
        if name.endswith("b"):  # so that paper is not as nothing
            values[...] = np.random.default_rng(1).normal(0, 0.5, values.shape)
    return built


def row(width: int, seed: int = 2) -> Array:
    return np.random.default_rng(seed).integers(0, 256, (8, width), dtype=np.uint8)


def read_at(reader: RowNetwork, pixels: Array, width: int) -> Array:
    """Return the activations of a row that is padded to this width."""
    padded = np.zeros((1, 8, width, 1), np.uint8)
    padded[0, :, : pixels.shape[1], 0] = pixels
    return reader.at(width).predict(padded)[0, : reader.places(pixels.shape[1])]


@pytest.mark.parametrize("places", [1, 2])
@pytest.mark.parametrize("width", WIDTHS[1:6])
def test_a_row_reads_the_same_at_any_padded_width_but_for_its_end(width: int, places: int) -> None:
    reader, pixels = network(places=places), row(64)
    narrow, wide = read_at(reader, pixels, 64), read_at(reader, pixels, width)
    end = len(narrow) - SMEARED * places
    np.testing.assert_allclose(wide[:end], narrow[:end], rtol=0, atol=1e-12)
    assert not np.allclose(wide, narrow, rtol=0, atol=1e-6)


def test_a_row_that_ends_well_before_its_padding_reads_the_same_to_its_end() -> None:
    reader, pixels = network(), row(50)
    np.testing.assert_allclose(read_at(reader, pixels, 64), read_at(reader, pixels, 1024), rtol=0, atol=1e-12)


@pytest.mark.parametrize("width", [1, 2, 3, 63, 64, 65, 200, 256, 257, 500, 1024])
def test_it_says_something_of_each_place_of_a_row(width: int) -> None:
    reader, pixels = network(), row(width)
    padded = next(at for at in WIDTHS if at >= width)
    activations = reader.predict(pixels)
    assert activations.shape == (-(-width // 2), 4)
    np.testing.assert_allclose(activations.sum(axis=1), 1, rtol=0, atol=1e-12)
    np.testing.assert_allclose(activations, read_at(reader, pixels, padded), rtol=0, atol=1e-12)


@pytest.mark.parametrize("width", [100, 300])
def test_what_it_has_said_stays_when_it_reads_on(width: int) -> None:
    reader = network()
    first = reader.predict(row(width))
    kept = first.copy()
    reader.predict(row(width, seed=3))
    np.testing.assert_array_equal(first, kept)


def test_places_are_counted_in_steps_of_its_columns() -> None:
    single, double = network(), network(places=2)
    assert (single.height, single.outputs, single.stride) == (8, 4, 2)
    assert (double.height, double.outputs, double.stride) == (8, 4, 1)
    assert [single.places(width) for width in (0, 1, 2, 3, 64)] == [0, 1, 1, 2, 32]
    assert [double.places(width) for width in (0, 1, 2, 3, 64)] == [0, 1, 2, 3, 64]


def test_networks_of_all_widths_have_their_parameters_in_common() -> None:
    reader, pixels = network(), row(50)
    before = read_at(reader, pixels, 128)
    assert reader.at(128) is reader.at(128)
    assert reader.at(128).input_shape == (8, 128, 1)
    for name, values in reader.vector.by_name.items():
        assert np.shares_memory(reader.at(128).parameters[name], values)
    reader.at(64).parameters["layers.3.b"][0] += 3
    after = read_at(reader, pixels, 128)
    assert (after[:, 0] > before[:, 0]).all()
    np.testing.assert_allclose(after, read_at(reader, pixels, 64), rtol=0, atol=1e-12)


def test_the_architecture_stays_as_it_was_given() -> None:
    given = architecture(width=128)
    reader = RowNetwork(given)
    reader.at(64)
    reader.architecture["input_shape"][1] = 7
    assert reader.architecture == given == architecture(width=128)
    assert json.loads(json.dumps(reader.architecture)) == given


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_is_built_with_weights_by_he(dtype: type) -> None:
    built = RowNetwork.build(architecture(), rng=np.random.default_rng(5), dtype=dtype)
    drawn = Network.build(architecture(), initializer="he", rng=np.random.default_rng(5), dtype=dtype)
    assert built.vector.values.dtype == dtype
    np.testing.assert_array_equal(built.vector.values, drawn.vector.values)
    assert built.predict(row(70)).dtype == built.predict(row(300)).dtype == dtype


def test_several_threads_read_as_one_does() -> None:
    rows = [row(width, seed) for seed in range(6) for width in (30, 64, 90, 200, 300)]
    expected = [network().predict(each) for each in rows]
    reader = network()
    with ThreadPoolExecutor(6) as pool:
        for found, alone in zip(pool.map(reader.predict, rows), expected, strict=True):
            np.testing.assert_array_equal(found, alone)


def test_rows_are_padded_to_the_next_width_with_paper_behind() -> None:
    rows = [pixels for pixels, _ in made_up_rows(3, seed=4)] + [row(65)]
    padded = padded_rows(rows, 8)
    assert padded.shape == (4, 8, 96, 1)
    assert padded.dtype == np.uint8
    for found, pixels in zip(padded[..., 0], rows, strict=True):
        np.testing.assert_array_equal(found[:, : pixels.shape[1]], pixels)
        assert not found[:, pixels.shape[1] :].any()


@pytest.mark.parametrize("shape", [(7, 20), (9, 20), (8, 1025)])
def test_it_refuses_rows_of_other_sizes(shape: tuple[int, int]) -> None:
    message = rf"^rows must be 8 pixels high and at most 1024 wide; got \[\({shape[0]}, {shape[1]}\)\]$"
    with pytest.raises(ShapeError, match=message):
        network().predict(np.zeros(shape, np.uint8))


def changed(*, last: int = 0, input_shape: list[int] | None = None, **of_layers: Any) -> dict[str, Any]:
    """Return the architecture with other layers at some places, and without its last ones."""
    found = architecture()
    for place, layer in of_layers.items():
        found["layers"][int(place.removeprefix("layer_"))] = layer
    return {"input_shape": input_shape or found["input_shape"], "layers": found["layers"][: 5 - last]}


FLAT = {"type": "flatten"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            changed(layer_4=FLAT),
            "^the last layer of a network that reads rows must be columns; got flatten$",
        ),
        (changed(last=1), r"^the last layer must have flat outputs; got shape \(1, 32, 4\)$"),
        (
            changed(input_shape=[8, 60, 1]),
            "^rows must have one channel, be 64, 96, .*, 1024 wide, .* for each place; got 60 and 30 places$",
        ),
        (changed(input_shape=[8, 64, 3]), "^rows must have one channel, .*; got 64 and 32 places$"),
        (changed(input_shape=[10, 64, 1]), "^layer 4: a columns layer needs inputs one row high, .*; got 2 "),
        (
            changed(layer_2={"type": "conv2d", "filters": 3, "kernel": [4, 3]}),
            "^rows must have one channel, .*; got 64 and 30 places$",
        ),
        ({"input_shape": [8]}, "^an architecture must have input_shape and layers; got"),
    ],
)
def test_it_refuses_architectures_that_do_not_read_rows(given: dict[str, Any], message: str) -> None:
    for refuse in (RowNetwork, RowNetwork.checked_layers):
        with pytest.raises(NetworkError, match=message):
            refuse(given)


@pytest.mark.parametrize(
    "given",
    [
        changed(layer_2={"type": "conv2d", "filters": 3, "kernel": [4, 17]}),
        changed(input_shape=[8, 96, 1], layer_3={"type": "max_pool2d", "size": [1, 3]}),
    ],
)
def test_it_refuses_architectures_whose_places_do_not_grow_with_the_width(given: dict[str, Any]) -> None:
    given["layers"][3:4] = [given["layers"][3], {"type": "conv2d", "filters": 4, "kernel": 1}]
    with pytest.raises(ConfigurationError, match="a whole number of columns for each place"):
        RowNetwork(given)
