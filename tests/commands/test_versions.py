"""The commands of model versions, as an operator types them."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from recognizer.models import Deployment, ModelVersion, Status
from recognizer.services.paths import PRETRAINED
from recognizer.services.release import importing
from tests.support.versions import register_good_version, write_good_network

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the figures for granted: tests/services/release/test_importing.py measures for real."""
    figures: dict[str, object] = {"drawn_accuracy": 0.97, "mnist_accuracy": None, "confusion_matrix": []}
    monkeypatch.setattr(importing, "measured", lambda _network: figures)


def run(command: str, *arguments: object) -> str:
    output = io.StringIO()
    call_command(command, *map(str, arguments), stdout=output, no_color=True)
    return output.getvalue()


def active() -> ModelVersion:
    return ModelVersion.objects.get(status=Status.ACTIVE)


def test_list_versions_prints_a_line_for_each(tmp_path: Path) -> None:
    version = register_good_version(tmp_path, "[bold]Odd name")
    lines = run("list_versions").splitlines()
    assert lines[0].split()[:3] == ["version", "state", "name"]
    assert lines[1].split()[:2] == [str(version.number), "ready"]
    assert "[bold]Odd name" in lines[1]
    assert f"{active().mnist_accuracy:.2%}" in lines[2]
    assert "885,377" in lines[2]


def test_list_versions_speaks_to_programs() -> None:
    (version,) = json.loads(run("list_versions", "--json"))
    assert version["number"] == active().number
    assert version["status"] == "active"
    assert version["file_sha256"] == active().file_sha256
    assert version["temperature"] == active().temperature


def test_activate_and_roll_back(tmp_path: Path) -> None:
    before = active()
    version = register_good_version(tmp_path)
    said = run("activate_version", version.number, "--reason", "Better")
    assert said == f"Version {version} is live.\n"
    assert active() == version
    assert Deployment.objects.latest("pk").reason == "Better"
    assert run("rollback_version", "--reason", "Worse") == f"Version {before} is live again.\n"
    assert active() == before
    with pytest.raises(CommandError, match=r"Not rolled back\. No other version"):
        run("rollback_version")


def test_activating_a_worse_one_takes_force_and_a_reason(tmp_path: Path) -> None:
    version = register_good_version(tmp_path)
    ModelVersion.objects.filter(pk=version.pk).update(mnist_accuracy=0.9)
    with pytest.raises(CommandError, match=r"Not activated\. .* worse by more than 0\.2 percentage points"):
        run("activate_version", version.number)
    with pytest.raises(CommandError, match="--force: say why"):
        run("activate_version", version.number, "--force")
    said = run("activate_version", version.number, "--force", "--reason", "For the lecture")
    assert "is live against a failed check." in said
    assert active() == version


@pytest.mark.parametrize("command", ["activate_version", "export_version"])
def test_an_unknown_number_is_answered_by_those_that_there_are(command: str, tmp_path: Path) -> None:
    arguments = ["--output", tmp_path / "x"] if command == "export_version" else []
    with pytest.raises(CommandError, match=r"There is no version 999\. There are: \d+ · digitweb\."):
        run(command, 999, *arguments)


@pytest.mark.parametrize("kind", ["safetensors", "onnx"])
def test_export_writes_the_file(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"network.{kind}"
    said = run("export_version", active().number, "--format", kind, "--output", path)
    assert said == f"Wrote version {active()} into {path}.\n"
    assert path.stat().st_size > 1_600_000


def test_export_leaves_the_old_file_where_it_cannot_make_a_new_one(tmp_path: Path) -> None:
    version = ModelVersion.objects.create(name="Unfinished")
    path = tmp_path / "network.onnx"
    path.write_bytes(b"old")
    with pytest.raises(CommandError, match="is training and has no file"):
        run("export_version", version.number, "--output", path)
    assert path.read_bytes() == b"old"
    with pytest.raises(CommandError, match="--output: expected a file in an existing folder"):
        run("export_version", active().number, "--output", tmp_path / "none" / "file")


def test_what_was_exported_can_be_imported_elsewhere(tmp_path: Path) -> None:
    version = register_good_version(tmp_path, "Travelling")
    path = tmp_path / "exported.safetensors"
    run("export_version", version.number, "--output", path)
    sha256 = version.file_sha256
    version.delete()
    said = run("import_version", path)
    imported = ModelVersion.objects.latest("number")
    assert (imported.name, imported.file_sha256) == ("Travelling", sha256)
    assert f"Version {imported}: not measured of the MNIST test set, 97.00% of the drawn benchmark." in said
    assert "fetch_mnist" in said


def test_import_refuses_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "network.safetensors"
    path.write_bytes(b"\x80\x04 a pickle")
    with pytest.raises(CommandError, match=r"Not imported\. network\.safetensors: not a safetensors file"):
        run("import_version", path)
    with pytest.raises(CommandError, match=r"Not imported\. .* is known"):
        run("import_version", PRETRAINED)
    assert ModelVersion.objects.count() == 1


def test_import_and_activate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_good_network(tmp_path / "good.safetensors", "Good")
    with pytest.raises(CommandError, match=r"Imported, but not activated\. .* never measured"):
        run("import_version", path, "--activate")
    figures: dict[str, object] = {"drawn_accuracy": 0.999, "mnist_accuracy": 0.999}
    monkeypatch.setattr(importing, "measured", lambda _network: figures)
    path = write_good_network(tmp_path / "better.safetensors", "Better")
    assert "is live." in run("import_version", path, "--activate", "--name", "The better one")
    assert active().name == "The better one"


def test_prune_says_what_goes(tmp_path: Path) -> None:
    first, _second = (register_good_version(tmp_path, name) for name in ("First", "Second"))
    assert f"Would delete version {first}." in run("prune_versions", "--keep", 1, "--dry-run")
    assert ModelVersion.objects.count() == 3
    said = run("prune_versions", "--keep", 1)
    assert f"Deleted version {first}." in said
    assert "Versions: 1, files:" in said
    assert ModelVersion.objects.count() == 2
    with pytest.raises(CommandError, match="--keep: expected 0 or more, found -1"):
        run("prune_versions", "--keep", -1)
