"""Arrows run one way: views, api, admin, tasks, commands → services → models · ink · nn · datasets."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "recognizer"

MAY_IMPORT: dict[str, set[str]] = {
    "phrases": set(),
    "nn": {"numpy", "threadpoolctl", "recognizer.phrases"},  # the second holds back NumPy's own threads
    "ink": {"numpy", "PIL", "scipy", "recognizer.phrases"},
    "datasets": {"numpy", "PIL", "scipy", "recognizer.ink", "recognizer.phrases"},
    "fields": {"django", "recognizer.phrases"},
    "models": {"django", "recognizer.fields", "recognizer.phrases"},
    "services": {
        "django",
        "numpy",
        "PIL",
        "pyarrow",
        "pydantic",
        "onnx",
        "recognizer.models",
        "recognizer.phrases",
        "recognizer.ink",
        "recognizer.nn",
        "recognizer.datasets",
    },
    "plots": {"matplotlib"},
}
"""What each part may import beside itself and the standard library; parts not named may import all."""


def part_of(file: Path) -> str:
    """Return the part of the app to which a module belongs."""
    first = file.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


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


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_no_arrow_runs_back(file: Path) -> None:
    part = part_of(file)
    wrong = sorted(name for name in imported_modules(file) if not is_allowed(name, part))
    assert not wrong, f"{part} may not import {', '.join(wrong)}"


@pytest.mark.parametrize(
    "file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: str(file.relative_to(PACKAGE))
)
def test_modules_stay_small(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= 300


def test_nothing_unpickles_but_the_one_checked_reader() -> None:
    users = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        if "pickle" in imported_modules(file)
        or any(name.startswith("pickle.") for name in imported_modules(file))
    }
    assert users == {"datasets/mnist/pickled.py"}
