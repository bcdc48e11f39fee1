"""docs/asvs.md and docs/security.md say of safety what there is."""

import ast
import re
from collections import Counter
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings

from tests.project.test_documented_settings import read
from tests.support.documents import Document, documents
from tests.support.site import ROOT

STATUSES = {"met", "not met", "not applicable"}
LEVELS = {"1": 70, "2": 183}
"""How many requirements ASVS 5.0.0 has of each."""
CHAPTERS = 17
NUMBER = re.compile(r"\d+\.\d+\.\d+")
TEST = re.compile(r"(tests/[\w/]+\.py)::(\w+)")


def page(name: str) -> Document:
    (found,) = [document for document in documents() if document.path == ROOT / "docs" / name]
    return found


def requirements() -> list[list[list[str]]]:
    """Return the rows of the list: number, level, words, status, what holds it."""
    return [
        row for section in page("asvs.md").sections for row in section.rows if NUMBER.fullmatch(row[0][0])
    ]


@cache
def names_of_tests(path: str) -> set[str]:
    return {
        node.name
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def is_there(evidence: str) -> bool:
    """Whether a test, a file or a setting is there."""
    if found := TEST.fullmatch(evidence):
        return (ROOT / found[1]).is_file() and found[2] in names_of_tests(found[1])
    if evidence.isupper():
        return evidence in read() or hasattr(settings, evidence)
    return (ROOT / evidence).is_file()


def test_every_requirement_stands_there_once() -> None:
    numbers = [row[0][0] for row in requirements()]
    assert not [number for number, count in Counter(numbers).items() if count > 1]
    assert Counter(row[1][0] for row in requirements()) == LEVELS
    assert {number.split(".")[0] for number in numbers} == {str(chapter + 1) for chapter in range(CHAPTERS)}
    order = [tuple(map(int, number.split("."))) for number in numbers]
    assert order == sorted(order)


def test_each_is_met_or_not_or_not_applicable() -> None:
    assert {row[3][0] for row in requirements()} <= STATUSES


@pytest.mark.parametrize(
    "row", [row for row in requirements() if row[3] == ["met"]], ids=lambda row: row[0][0]
)
def test_what_is_met_names_what_holds_it(row: list[list[str]]) -> None:
    assert row[4]
    assert not [evidence for evidence in row[4] if not is_there(evidence)]


def test_what_is_not_says_why() -> None:
    assert all(row[4] != [""] for row in requirements())


def test_every_test_that_is_named_exists() -> None:
    spans = [span for span in page("security.md").spans if span.startswith("tests/")]
    assert spans
    assert not [span for span in spans if not is_there(span)]


def test_every_file_that_is_named_exists() -> None:
    spans = [span for span in page("security.md").spans if re.match(r"(recognizer|digitweb|docs)/", span)]
    assert not [span for span in spans if not (ROOT / span).exists()]


def test_each_attacker_meets_a_test() -> None:
    rows = [row for section in page("security.md").sections for row in section.rows if len(row) == 3]
    tables = [row for row in rows if any(TEST.fullmatch(span) for cell in row for span in cell)]
    assert len(tables) > 30


def test_the_summary_counts_and_names_what_is_missing() -> None:
    (section,) = [one for one in page("security.md").sections if one.title == "What ASVS finds missing"]
    missing = [row[0][0] for row in requirements() if row[3] == ["not met"]]
    assert [row[0][0] for row in section.rows[1:]] == missing
    counts = Counter(row[3][0] for row in requirements())
    text = (ROOT / "docs" / "security.md").read_text()
    assert (
        f"{counts['met']} are met, {counts['not met']} are not, "
        f"{counts['not applicable']} are not applicable" in text
    )


def test_it_looks_for_what_it_names() -> None:
    assert is_there("tests/project/test_security.py::test_it_looks_for_what_it_names")
    assert not is_there("tests/project/test_security.py::test_that_is_not_there")
    assert not is_there("tests/project/test_nothing.py::test_x")
    assert not is_there("NO_SUCH_SETTING")
    assert not is_there("docs/nothing.md")


def test_modules_that_are_named_can_be_imported() -> None:
    for path in {
        span for span in page("security.md").spans if re.fullmatch(r"(recognizer|digitweb)/[\w/]+\.py", span)
    }:
        assert import_module(path.removesuffix(".py").replace("/", "."))
    assert Path(ROOT / "docs" / "asvs.md").is_file()
