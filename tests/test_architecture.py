"""Arrows run one way: views, api, admin, tasks, commands → services → models · ink · nn · datasets.

So they do between the folders of services, nn and ink.
"""

import ast
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "recognizer"

MAY_IMPORT: dict[str, set[str]] = {
    "atomic_files": set(),
    "phrases": set(),
    # threadpoolctl holds back NumPy's own threads; of SciPy nothing but BLAS
    "nn": {"numpy", "scipy.linalg", "threadpoolctl", "recognizer.atomic_files", "recognizer.phrases"},
    "ink": {"numpy", "PIL", "scipy", "recognizer.phrases"},
    "datasets": {
        "numpy",
        "PIL",
        "scipy",
        "recognizer.atomic_files",
        "recognizer.ink",
        "recognizer.phrases",
    },
    # knows nothing of what it is told
    "telemetry": {"django", "prometheus_client", "pythonjsonlogger", "opentelemetry", "digitweb"},
    "fields": {"django", "recognizer.phrases"},
    "models": {"django", "recognizer.fields", "recognizer.phrases"},
    "services": {
        "django",
        "numpy",
        "PIL",
        "pyarrow",
        "pydantic",
        "onnx",
        "distributed",
        "fsspec",
        "digitweb.__version__",
        "recognizer.models",
        "recognizer.phrases",
        "recognizer.ink",
        "recognizer.nn",
        "recognizer.datasets",
        "recognizer.telemetry",
    },
    "charts": set(),
}
"""What each part may import beside itself and the standard library; parts not named may import all."""


def part_of(file: Path) -> str:
    """Return the part of the app to which a module belongs."""
    first = file.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


@cache
def imported_modules(file: Path) -> set[str]:
    """Return the absolute names that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute here"
            assert node.module
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def is_allowed(name: str, part: str) -> bool:
    """Whether a module of `part` may import `name`."""
    if name.split(".", maxsplit=1)[0] in sys.stdlib_module_names:
        return True
    allowed = {*MAY_IMPORT[part], f"recognizer.{part}"}
    return any(name == module or name.startswith(f"{module}.") for module in allowed)


MODULES = sorted(file for file in PACKAGE.rglob("*.py") if part_of(file) in MAY_IMPORT)


def test_no_arrow_runs_back() -> None:
    wrong = {
        str(file.relative_to(PACKAGE)): runs_back
        for file in MODULES
        if (
            runs_back := sorted(
                name for name in imported_modules(file) if not is_allowed(name, part_of(file))
            )
        )
    }
    assert wrong == {}, "their parts may not import this"


def imports_between_folders(part: str) -> dict[str, set[str]]:
    """Return which folder or module right below a part imports which, be it for type checking only."""
    place = PACKAGE / part
    below = {path.stem for path in place.iterdir()}
    imports: dict[str, set[str]] = {name: set() for name in below}
    for file in place.rglob("*.py"):
        own = file.relative_to(place).parts[0].removesuffix(".py")
        for name in imported_modules(file):
            if f"{name}.".startswith(f"recognizer.{part}."):
                third = name.split(".")[2:3]
                imports[own] |= below.intersection(third) or {"__init__"}  # which imports them all
    return {own: imported - {own} for own, imported in imports.items()}


def way_back(imports: Mapping[str, set[str]], start: str) -> list[str]:
    """Return a shortest chain of imports from a folder back to it; none if there is no circle."""
    ways, seen = [[start]], set[str]()
    for way in ways:  # which grows meanwhile
        for name in sorted(imports[way[-1]] - seen):
            if name == start:
                return [*way, start]
            seen.add(name)
            ways.append([*way, name])
    return []


@pytest.mark.parametrize("part", ["services", "nn", "ink"])
def test_no_folder_imports_what_imports_it(part: str) -> None:
    imports = imports_between_folders(part)
    folders = sorted(path.name for path in (PACKAGE / part).iterdir() if (path / "__init__.py").is_file())
    circles = [" → ".join(way) for folder in folders if (way := way_back(imports, folder))]
    assert not circles, f"{part} has circles: {'; '.join(circles)}"


def test_modules_stay_small() -> None:
    lines = {
        str(file.relative_to(PACKAGE)): len(file.read_text().splitlines()) for file in PACKAGE.rglob("*.py")
    }
    assert {file: count for file, count in lines.items() if count > 300} == {}


def test_nothing_unpickles_but_the_one_checked_reader() -> None:
    users = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        if "pickle" in imported_modules(file)
        or any(name.startswith("pickle.") for name in imported_modules(file))
    }
    assert users == {"datasets/mnist/pickled.py"}
