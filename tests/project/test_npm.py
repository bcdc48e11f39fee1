"""What comes from the npm registry is named to the last byte, for every machine that one develops on."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.lighthouse import WANTED as OF_LIGHTHOUSE
from tests.support import npm
from tests.support.npm import STAMP, WANTED, InstallationError, install, packages, trusting

pytestmark = pytest.mark.slow  # it runs make, pip or linters

PLATFORMS = ("linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64")


def lock(folder: Path = WANTED) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "package-lock.json").read_text())
    return found


@pytest.mark.parametrize("folder", [WANTED, OF_LIGHTHOUSE], ids=["tests", "Lighthouse"])
def test_a_lock_file_names_each_package_by_hash_and_no_registry(folder: Path) -> None:
    for name, package in lock(folder)["packages"].items():
        if name:
            assert package["integrity"].startswith("sha512-"), name
            assert "resolved" not in package, name


def test_the_lock_file_has_the_programs_of_every_platform() -> None:
    names = lock()["packages"]
    for platform in PLATFORMS:
        assert f"node_modules/@biomejs/cli-{platform}" in names
        assert f"node_modules/@typescript/typescript-{platform}" in names


def test_a_second_installation_has_nothing_to_do() -> None:
    installed = packages().parent
    before = (installed / STAMP).stat().st_mtime_ns, packages().stat().st_ino
    install(WANTED, installed)
    assert ((installed / STAMP).stat().st_mtime_ns, packages().stat().st_ino) == before


def test_node_trusts_whom_the_system_trusts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    company = tmp_path / "authorities.crt"
    monkeypatch.setattr(npm, "AUTHORITIES", (tmp_path / "elsewhere.crt", company))
    assert trusting({"HOME": "/"}) == {"HOME": "/"}
    company.touch()
    assert trusting({"HOME": "/"}) == {"HOME": "/", "NODE_EXTRA_CA_CERTS": str(company)}
    assert trusting({"NODE_EXTRA_CA_CERTS": "mine"}) == {"NODE_EXTRA_CA_CERTS": "mine"}


def test_a_failed_installation_says_why_and_does_not_pass_for_one(tmp_path: Path) -> None:
    wanted, installed = tmp_path / "wanted", tmp_path / "installed"
    wanted.mkdir()
    (wanted / "package.json").write_text('{"devDependencies": {"axe-core": "4.14.1"}}')
    (wanted / "package-lock.json").write_text(
        '{"lockfileVersion": 3, "requires": true, "packages": {"": {}}}'
    )
    for _attempt in range(2):
        with pytest.raises(InstallationError, match=r"package\.json and package-lock\.json"):
            install(wanted, installed)
        assert not (installed / STAMP).exists()
