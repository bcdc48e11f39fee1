"""`make sbom` lists what a release is made of: every locked release with its hashes, faces, networks."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from digitweb import __version__
from tests.project.test_dependencies import locked
from tests.support.site import ROOT

pytestmark = pytest.mark.slow  # it starts the library's command


@pytest.fixture(scope="module")
def bom(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The list, as the command writes it without any network."""
    file = tmp_path_factory.mktemp("sbom") / "new" / "bom.json"
    nowhere = "http://127.0.0.1:9"
    result = subprocess.run(
        [sys.executable, "-m", "supply.sbom", str(file)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HTTP_PROXY": nowhere, "HTTPS_PROXY": nowhere},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert f"{file}: " in result.stdout
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def of_kind(bom: dict[str, Any], start: str) -> list[dict[str, Any]]:
    return [each for each in bom["components"] if each.get("purl", each["bom-ref"]).startswith(start)]


def test_it_is_of_this_version(bom: dict[str, Any]) -> None:
    about = bom["metadata"]["component"]
    assert (about["name"], about["version"], about["type"]) == ("digitweb", __version__, "application")
    assert about["licenses"][0]["license"]["id"] == "MIT"


def test_it_has_every_locked_release_with_its_hashes_and_no_other(bom: dict[str, Any]) -> None:
    found = {
        (each["name"], each["version"]): sorted(
            one["content"] for one in each["externalReferences"][0]["hashes"]
        )
        for each in of_kind(bom, "pkg:pypi/")
    }
    wanted = {
        (each.name, each.version): sorted(one.removeprefix("sha256:") for one in each.hashes)
        for each in locked("requirements.txt")
    }
    assert found == wanted


def test_it_has_the_faces_with_licence_and_hash(bom: dict[str, Any]) -> None:
    found = {each["name"]: each for each in of_kind(bom, "pkg:npm/")}
    assert set(found) == {"@expo-google-fonts/stix-two-math", "@expo-google-fonts/stix-two-text"}
    for each in found.values():
        assert each["licenses"] == [{"expression": "MIT AND OFL-1.1"}]
        assert [(one["alg"], len(one["content"])) for one in each["hashes"]] == [("SHA-512", 128)]


def test_it_has_the_networks_that_ship(bom: dict[str, Any]) -> None:
    found = {
        each["name"]: each["hashes"][0]["content"] for each in bom["components"] if "learning" in each["type"]
    }
    files = sorted((ROOT / "recognizer" / "pretrained").glob("*.safetensors"))
    assert found == {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_digitweb_is_made_of_all_of_them(bom: dict[str, Any]) -> None:
    from supply.sbom import SELF  # noqa: PLC0415 - its library is large, and other tests do without

    needs = {each["ref"]: each.get("dependsOn", []) for each in bom["dependencies"]}
    assert sorted(needs[SELF]) == sorted(each["bom-ref"] for each in bom["components"])


def test_it_is_the_same_each_time(bom: dict[str, Any]) -> None:
    from supply.sbom import sbom  # noqa: PLC0415 - as above

    assert sbom() == bom


def test_what_is_not_valid_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from supply import sbom as module  # noqa: PLC0415 - to be spoilt

    monkeypatch.setattr(module, "sbom", lambda: {"bomFormat": "CycloneDX", "components": "none"})
    monkeypatch.setattr(sys, "argv", ["sbom", str(tmp_path / "bom.json")])
    with pytest.raises(SystemExit, match="The list is not valid CycloneDX"):
        module.main()
    assert not list(tmp_path.iterdir())
