"""Files from elsewhere: measured where they are good, refused in plain words where they are not."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recognizer import nn
from recognizer.datasets.mnist import Mnist
from recognizer.models import ModelVersion, Status
from recognizer.nn.io.files import write_tensors
from recognizer.services.errors import VersionRefused
from recognizer.services.evaluation.headline import drawn_accuracy
from recognizer.services.paths import PRETRAINED, models_folder
from recognizer.services.release import importing
from recognizer.services.release.importing import import_file, import_upload
from recognizer.services.versions.file_store import path_of
from recognizer.services.versions.model_card import METADATA_KEY, VersionFacts
from recognizer.services.versions.registry import check_header, load_checked
from tests.support.versions import facts, write_good_network, write_untrained_network

pytestmark = pytest.mark.django_db


def stored() -> set[Path]:
    return set(models_folder().iterdir())


@pytest.fixture
def _nothing_is_left(request: pytest.FixtureRequest) -> Any:  # noqa: ANN401
    """Fail if the test leaves a row or a file behind."""
    before = stored(), ModelVersion.objects.count()
    yield
    assert (stored(), ModelVersion.objects.count()) == before


def with_facts(path: Path, text: str) -> Path:
    """Write a small network with this text for its facts."""
    network = nn.Network.build(nn.dense_architecture([784, 10]), rng=np.random.default_rng(0))
    nn.save_network(path, network, {METADATA_KEY: text})
    return path


def changed(**changes: Any) -> str:
    return json.dumps({**json.loads(facts().to_metadata()[METADATA_KEY]), **changes})


def test_a_good_file_becomes_a_version_with_figures_measured_here(tmp_path: Path, mnist: Mnist) -> None:
    network = nn.load_network(PRETRAINED).network
    claimed = facts("Boasting", mnist_accuracy=0.9999, drawn_accuracy=1.0, temperature=0.7)
    path = tmp_path / "boasting.safetensors"
    nn.save_network(path, network, claimed.to_metadata())
    version = import_file(path, name="From a friend")
    version.refresh_from_db()
    shipped = ModelVersion.objects.get(shipped=True)
    assert version.name == "From a friend"
    assert (version.status, version.imported, version.temperature) == (Status.READY, True, 0.7)
    assert version.mnist_accuracy == pytest.approx(shipped.mnist_accuracy, abs=2e-4)
    assert version.drawn_accuracy == drawn_accuracy(network)
    assert version.claims == {"mnist_accuracy": 0.9999, "drawn_accuracy": 1.0}
    assert np.sum(version.confusion_matrix) == 10_000


def test_without_mnist_its_accuracy_there_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "mnist_folder", lambda: tmp_path / "none")
    version = import_file(write_good_network(tmp_path / "good.safetensors", "No MNIST"))
    assert version.mnist_accuracy is None
    assert version.confusion_matrix == []
    assert version.claims["mnist_accuracy"] > 0.99


@pytest.mark.usefixtures("_nothing_is_left")
def test_what_is_a_version_already_is_no_new_one() -> None:
    with pytest.raises(VersionRefused, match=r"is known: it is the file of version \d+ · digitweb"):
        import_file(PRETRAINED)


@pytest.mark.usefixtures("_nothing_is_left")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "must be JSON"),
        ("[]", "must be a JSON object"),
        ("[" * 100_000, "must be JSON"),
        (changed(hyperparameters={"a": [[[[[[[[[1]]]]]]]]]}), "may lie 8 deep"),
        (changed(surprise=1), r"surprise: expected no field of this name"),
        (changed(mnist_accuracy=1.01), "mnist_accuracy: expected at most 1, found 1.01"),
        (changed(drawn_accuracy=-0.1), "drawn_accuracy: expected at least 0, found -0.1"),
        (changed(drawn_accuracy="0.99"), "drawn_accuracy: expected a number"),
        (changed(temperature=0), "temperature: expected at least 0.05, found 0"),
        (changed(temperature=1e6), "temperature: expected at most 20, found 1000000"),
        (changed(seed=-1), "seed: expected at least 0, found -1"),
        (changed(seed=10**40), "an integer must lie within"),
        (changed(training_seconds=-5), "training_seconds: "),
        (changed(name=""), "name: expected a text with a length of at least 1"),
        (changed(name="x" * 101), "name: expected a text with a length of at most 100"),
        (changed(name="two\nlines"), "a text must be one line"),
        (changed(name="nul\x00"), "a text must be one line"),
        (changed(command="\ud800"), "they must be JSON; it is not UTF-8"),
        (changed(hyperparameters={"\x00": 1}), "a text must be one line"),
        (changed(datasets={"train": 5}), r"datasets.train: expected a text"),
        (changed(confusion_matrix=[[1]]), "confusion_matrix"),
        (changed(confusion_matrix=[[1] * 10] * 9), "confusion_matrix: expected 10 rows, found 9"),
        (changed(epochs=[{"epoch": 0}]), "0.training_cost: expected a value, found none"),
        (changed().replace("0.0", "NaN"), "NaN is not JSON"),
        (changed().replace("0.0", "1e999"), "a number must lie within"),
    ],
)
def test_facts_that_cannot_be_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(VersionRefused, match=message):
        import_file(with_facts(tmp_path / "hostile.safetensors", text))


@pytest.mark.usefixtures("_nothing_is_left")
def test_the_facts_are_checked_before_a_weight_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise AssertionError("weights were read")

    monkeypatch.setattr("recognizer.nn.io.persistence.read_tensors", fail)
    with pytest.raises(VersionRefused, match="temperature"):
        import_file(with_facts(tmp_path / "hostile.safetensors", changed(temperature=0)))


@pytest.mark.usefixtures("_nothing_is_left")
def test_a_file_that_is_too_large_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "huge.safetensors"
    with path.open("wb") as file:
        file.truncate(importing.MAX_FILE_BYTES + 1)
    with pytest.raises(VersionRefused, match=r"has 67,108,865 bytes; a model file may have 67,108,864\."):
        import_file(path)


@pytest.mark.usefixtures("_nothing_is_left")
def test_a_small_file_may_not_make_much_work(tmp_path: Path) -> None:
    layers = [
        {"type": "conv2d", "filters": 600, "kernel": 1},
        {"type": "conv2d", "filters": 600, "kernel": 1},
        {"type": "conv2d", "filters": 1, "kernel": 28},
        {"type": "flatten"},
        {"type": "dense", "units": 10},
    ]
    architecture = {"input_shape": [28, 28, 1], "layers": layers}
    network = nn.Network.build(architecture, rng=np.random.default_rng(0))
    path = tmp_path / "busy.safetensors"
    nn.save_network(path, network, facts("Busy").to_metadata())
    with pytest.raises(VersionRefused, match="would need 283,180,810 multiplications"):
        import_file(path)


@pytest.mark.usefixtures("_nothing_is_left")
def test_shapes_of_terabytes_are_refused_by_the_header(tmp_path: Path) -> None:
    layers = ", ".join(['{"type": "dense", "units": 65536}'] * 90)
    architecture = f'{{"input_shape": [784], "layers": [{layers}]}}'
    path = tmp_path / "huge.safetensors"
    own = {"format": "digitweb-network", "format_version": "1", "architecture": architecture}
    write_tensors(path, {"layers.0.W": np.zeros((3, 2), np.float32)}, own)
    with pytest.raises(VersionRefused, match="needs the arrays"):
        import_file(path)


@pytest.mark.usefixtures("_nothing_is_left")
def test_a_network_that_explodes_is_refused(tmp_path: Path) -> None:
    architecture = nn.dense_architecture([784, 10, 10], hidden="relu", output="linear")
    network = nn.Network.build(architecture, rng=np.random.default_rng(0))
    network.vector.values[:] = 1e38
    path = tmp_path / "huge.safetensors"
    nn.save_network(path, network, facts("Huge").to_metadata())
    with pytest.raises(VersionRefused, match="cannot read the drawn benchmark"):
        import_file(path)


@pytest.mark.usefixtures("_nothing_is_left")
@pytest.mark.parametrize("name", ["none.safetensors", "."])
def test_what_is_no_file_is_said_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(VersionRefused, match=r"cannot be read: No such file|is not a file"):
        import_file(tmp_path / name)


def test_an_upload_arrives_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "measured", lambda _network: {"drawn_accuracy": 0.97})
    content = write_good_network(tmp_path / "good.safetensors", "In pieces").read_bytes()
    before = stored()
    version = import_upload("../../evil name.safetensors", [content[:1000], content[1000:]])
    assert version.name == "In pieces"
    assert stored() - before == {path_of(version.file_sha256)}


@pytest.mark.sqlite
@settings(
    max_examples=150,
    suppress_health_check=[*settings().suppress_health_check, HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_mutated_files_are_refused_or_whole(tmp_path: Path, data: st.DataObject) -> None:
    """A mutated file is refused in our own words, or it is a network of the same shape."""
    path = tmp_path / "mutated.safetensors"
    write_untrained_network(path)
    original = check_header(path)
    content = bytearray(path.read_bytes())
    header_bytes = 8 + int.from_bytes(content[:8], "little")
    match data.draw(st.sampled_from(["header", "anywhere", "cut", "insert"])):
        case "header":
            for _ in range(data.draw(st.integers(1, 3))):
                place = data.draw(st.integers(0, header_bytes - 1))
                content[place] = data.draw(st.sampled_from(b'0129-.eE"{}[],:nNaItf\x00\xff'))
        case "anywhere":
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        case "cut":
            del content[data.draw(st.integers(0, len(content) - 1)) :]
        case "insert":
            place = data.draw(st.integers(0, header_bytes))
            content[place:place] = data.draw(st.binary(min_size=1, max_size=8))
    path.write_bytes(content)
    with suppress(VersionRefused):
        header = check_header(path)
        importing.check_work(header.architecture)
        VersionFacts.from_metadata(header.metadata)
        network = load_checked(path).network
        assert {name: array.shape for name, array in network.parameters.items()} == {
            "layers.0.W": (10, 784),
            "layers.0.b": (10,),
        }
        assert header.parameter_count == original.parameter_count


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=200)
@given(st.sampled_from(sorted(VersionFacts.__annotations__)), JSON)
def test_any_value_for_a_fact_is_refused_or_can_be_kept(name: str, value: Any) -> None:  # noqa: ANN401
    with suppress(VersionRefused):
        known = VersionFacts.from_metadata({METADATA_KEY: changed(**{name: value})})
        ModelVersion(**known.__dict__, status=Status.FAILED).save()
