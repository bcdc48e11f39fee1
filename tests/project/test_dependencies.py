"""pyproject.toml says what is wanted, the lock files what is installed, architecture.md why: they agree."""

import importlib.metadata
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.site import ROOT
from tests.test_architecture import imported_modules

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
SITE = [*PROJECT["project"]["dependencies"], *EXTRAS["postgres"], *EXTRAS["redis"]]
FEW_NEED = ("dask", "onnx", "otel", "parquet", "s3")
WANTED = {
    "requirements.txt": SITE,
    **{f"requirements-{extra}.txt": [*SITE, *EXTRAS[extra]] for extra in FEW_NEED},
    "requirements-dev.txt": [
        *SITE,
        *(wanted for extra in FEW_NEED for wanted in EXTRAS[extra]),
        *EXTRAS["dev"],
    ],
    "requirements-bench.txt": PROJECT["dependency-groups"]["bench"],
}
"""What each lock file has to lock."""

PYTHONS = ["3.11.0", "3.11.14", "3.12.0", "3.13.0", "3.14.0"]
SYSTEMS = [
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
]


@dataclass(frozen=True, kw_only=True)
class Locked:
    """One release in a lock file."""

    name: str
    version: str
    marker: Marker | None
    hashes: list[str]

    def is_for(self, environment: dict[str, str]) -> bool:
        """Whether it is installed there."""
        return self.marker is None or self.marker.evaluate(environment)


def locked(name: str) -> Iterator[Locked]:
    """Yield what a lock file has. Each release is followed by its hashes, line by line."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / name).read_text(), flags=re.MULTILINE)
    for line in text.replace("\\\n", " ").splitlines():
        wanted, *hashes = re.split(r"\s+--hash=", line.strip())
        requirement = Requirement(wanted)
        (version,) = requirement.specifier
        assert version.operator == "==", line
        yield Locked(
            name=canonicalize_name(requirement.name),
            version=version.version,
            marker=requirement.marker,
            hashes=hashes,
        )


def environments() -> Iterator[dict[str, str]]:
    """Yield the Pythons and systems for which the lock files are made, as markers ask for them."""
    for python in PYTHONS:
        for system in SYSTEMS:
            short = ".".join(python.split(".")[:2])
            yield {**system, "python_full_version": python, "python_version": short}


def own_extras(requirement: Requirement) -> bool:
    """Whether it is the project itself, with extras."""
    return requirement.name == "digitweb"


@pytest.mark.parametrize("name", WANTED)
def test_all_that_is_wanted_is_locked_in_a_release_that_is_wanted(name: str) -> None:
    for environment in environments():
        versions = {package.name: package.version for package in locked(name) if package.is_for(environment)}
        for requirement in map(Requirement, WANTED[name]):
            if not own_extras(requirement):
                version = versions[canonicalize_name(requirement.name)]
                assert requirement.specifier.contains(version), f"{requirement} · {version}: make lock"


def test_developers_get_all_extras_of_the_site() -> None:
    (own,) = filter(own_extras, map(Requirement, EXTRAS["dev"]))
    assert own.extras == set(EXTRAS) - {"dev"}


def test_what_the_packages_want_themselves_is_locked() -> None:
    versions = {package.name: package.version for package in locked("requirements-dev.txt")}
    for name in versions:
        try:
            wanted = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system or Python
        for requirement in map(Requirement, wanted):
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)])


def test_a_package_has_the_same_release_in_every_lock_file() -> None:
    tested = {package.name: package.version for package in locked("requirements-dev.txt")}
    for name in WANTED:
        for package in locked(name):
            assert tested.get(package.name, package.version) == package.version, f"{name}: {package.name}"


@pytest.mark.parametrize("name", WANTED)
def test_every_release_is_locked_by_hash_and_from_no_address(name: str) -> None:
    packages = list(locked(name))
    assert packages
    for package in packages:
        assert package.hashes, package.name
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in package.hashes), package.name
    assert "://" not in (ROOT / name).read_text()


def test_there_is_no_other_lock_file() -> None:
    assert {path.name for path in Path(ROOT).glob("requirements*.txt")} == set(WANTED)


def test_what_is_tested_is_what_was_locked() -> None:
    """Whoever changed a lock file and not the environment would test something else."""
    for package in locked("requirements-dev.txt"):
        try:
            assert importlib.metadata.version(package.name) == package.version, f"{package.name}: make test"
        except importlib.metadata.PackageNotFoundError:
            assert package.marker, package.name


@pytest.mark.parametrize(
    ("folders", "wanted"),
    [
        (["digitweb", "recognizer"], [*SITE, *(wanted for extra in FEW_NEED for wanted in EXTRAS[extra])]),
        (["tests"], WANTED["requirements-dev.txt"]),
    ],
    ids=["the site", "the tests"],
)
def test_whatever_is_imported_is_wanted(folders: list[str], wanted: list[str]) -> None:
    """A library that came along with another one goes with it as well."""
    known = {canonicalize_name(Requirement(one).name) for one in wanted}
    providers = importlib.metadata.packages_distributions()
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    for module in {name.split(".")[0] for file in files for name in imported_modules(file)}:
        by = {canonicalize_name(name) for name in providers.get(module, [])}
        assert not by or by & known, f"{module} comes from {by}"


def test_architecture_says_why_each_library_was_chosen() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    section = text[text.index("## Dependencies, and why") :]
    rows = re.findall(r"^\| (.+?) \|", section, flags=re.MULTILINE)
    said = {re.sub(r"[^a-z0-9]", "", name.lower()) for row in rows for name in re.split(r",|:\*", row)}
    for requirement in (Requirement(one) for wanted in WANTED.values() for one in wanted):
        name = re.sub(r"[^a-z0-9]", "", requirement.name.lower())
        assert own_extras(requirement) or any(one.startswith(name) for one in said), requirement.name
