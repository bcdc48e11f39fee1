"""Every environment variable that is written about is read, and the other way round."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from digitweb import settings
from recognizer.services.training.environment import THREAD_VARIABLES
from tests.support.documents import all_typed, documents
from tests.support.site import ROOT

SETTINGS = ROOT / "digitweb" / "settings.py"
CODE = ("digitweb", "recognizer", "tests")
CONTAINER, COMPOSE = ROOT / "deploy" / "container", ROOT / "deploy" / "compose"
NOT_SET_BY_PEOPLE = {"PATH", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE", "PYTHONUNBUFFERED"}

READ_BY_LIBRARIES = {"AWS_ENDPOINT_URL"}


@cache
def read_by_settings() -> dict[str, object]:
    """Return what settings.py reads from the environment and the defaults; `...` where one is made up."""
    found: dict[str, object] = {}
    for call in calls(SETTINGS):
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Name("env")), args=[ast.Constant(str() as name)]):
                defaults = [keyword.value for keyword in call.keywords if keyword.arg == "default"]
                found[name] = constant(defaults[0]) if defaults else ...
    return found


def calls(file: Path) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))


def constant(node: ast.expr) -> object:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return ...


def read_elsewhere() -> set[str]:
    """Return what other code, the Makefile and the container read from the environment."""
    found = set(THREAD_VARIABLES)
    for file in (file for folder in CODE for file in (ROOT / folder).rglob("*.py")):
        found |= set(re.findall(r'os\.(?:environ\.get\(|environ\[|getenv\()"([A-Z_]+)"', file.read_text()))
    found |= set(re.findall(r"^([A-Z_]+) \?=", (ROOT / "Makefile").read_text(), re.MULTILINE))
    found |= set(re.findall(r"^([A-Z_]+)=\$\{\1:-", (ROOT / ".ci" / "bare-debian").read_text(), re.MULTILINE))
    found |= set(re.findall(r"^([A-Z_]+)=\$\{\1:-", (CONTAINER / "entrypoint.sh").read_text(), re.MULTILINE))
    found |= set(re.findall(r"\$\{([A-Z_]+):[?-]", (COMPOSE / "compose.yaml").read_text()))
    return found - NOT_SET_BY_PEOPLE


def read() -> set[str]:
    return set(read_by_settings()) | read_elsewhere()


@cache
def written() -> dict[str, list[str]]:
    """Return the variables that a table of settings is about, each with what it says of its default."""
    rows = [
        row
        for document in documents()
        for section in document.sections
        if section.rows and section.rows[0][0] == ["variable"]
        for row in section.rows[1:]
    ]
    names = [row[0][0] for row in rows]
    assert len(names) == len(set(names)), "a setting stands in one table alone"
    return {row[0][0]: row[1] for row in rows}


def named() -> set[str]:
    """Return the variables that stand in sentences, alone or with a value."""
    alone = {
        span for document in documents() for span in document.spans if re.fullmatch("[A-Z]+(_[A-Z]+)+", span)
    }
    return alone | {name for _document, line in all_typed() for name in line.variables}


def test_each_variable_that_is_read_has_its_line_in_a_table() -> None:
    same_as_another = set(THREAD_VARIABLES) & named()
    assert read() - same_as_another <= set(written())


def test_each_variable_that_is_written_about_is_read() -> None:
    of_one_target = set(re.findall(r"\$\(([A-Z_]+)\)", (ROOT / "Makefile").read_text()))
    of_slurm = set(
        re.findall(r"\$\{([A-Z]+):\?", (ROOT / "deploy" / "slurm" / "recognize.sbatch").read_text())
    )
    assert set(written()) <= read()
    assert named() <= read() | of_one_target | of_slurm | READ_BY_LIBRARIES


@pytest.mark.parametrize("name", sorted(read_by_settings()))
def test_its_default_is_the_one_that_is_written(name: str) -> None:
    default = read_by_settings()[name]
    if default in (..., ""):
        return
    said = {True: "on", False: "off"}[default] if isinstance(default, bool) else default
    said = ",".join(said) if isinstance(said, list) else str(said)
    assert written()[name] == [said]


@pytest.mark.parametrize("name", ["HOST", "PORT", "WEB_WORKERS"])
def test_so_is_a_default_of_the_makefile(name: str) -> None:
    (default,) = re.findall(rf"^{name} \?= (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert written()[name] == [default]


def test_the_head_of_the_settings_names_all_that_they_read() -> None:
    head = re.findall("^([A-Z_]+) ", settings.__doc__ or "", re.MULTILINE)
    assert sorted(head) == sorted(read_by_settings())
