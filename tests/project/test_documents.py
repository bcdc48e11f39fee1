"""What the documents lead to exists, and their examples run."""

import ast
import json
import re
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from recognizer.models import ModelVersion
from tests.support.documents import Document, documents, typed
from tests.support.pictures import encoded, picture_of_a_one
from tests.support.site import ROOT

each_document = pytest.mark.parametrize("document", documents(), ids=str)
CODE = ("digitweb", "recognizer", "benchmarks")


@each_document
def test_links_lead_to_a_file_and_a_heading(document: Document) -> None:
    anchors = {other.path: other.anchors for other in documents()}
    lost = []
    for link in document.links:
        if re.match(r"\w+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (document.path.parent / path).resolve() if path else document.path
        if not target.exists() or (anchor and anchor not in anchors.get(target, [])):
            lost.append(link)
    assert lost == []


MADE_BY_TOOLS = re.compile(
    r"\.git|\.venv.*|var|node_modules|test-results|\..*_cache|\.hypothesis|.*\.egg-info"
)


@cache
def files() -> list[str]:
    """Return the paths of all files of the project, each with a / before it."""
    tops = [at for at in ROOT.iterdir() if not MADE_BY_TOOLS.fullmatch(at.name)]
    found = [file for top in tops for file in (top.rglob("*") if top.is_dir() else [top]) if file.is_file()]
    return [f"/{file.relative_to(ROOT).as_posix()}" for file in found]


FILE = re.compile(r"[\w./<>*-]*[\w>*]\.(py|js|mjs|html|css|po|toml|txt|md)")
"""The name of a file that a reader may look for here; other kinds are examples of a reader's own."""


@each_document
def test_files_that_are_mentioned_exist(document: Document) -> None:
    """`recognizer/urls.py`, `urls.py` or `recognizer/*.py`; <slug> stands for any name."""
    mentioned = {span.removeprefix("/") for span in document.spans if FILE.fullmatch(span)}
    patterns = {name: re.escape(re.sub("<[^>]*>", "*", name)).replace(r"\*", "[^/]*") for name in mentioned}
    lost = [
        name for name, pattern in patterns.items() if not any(re.search(f"/{pattern}$", at) for at in files())
    ]
    assert lost == []


@each_document
def test_folders_that_are_mentioned_exist(document: Document) -> None:
    tops = {path.split("/")[1] for path in files()}
    mentioned = {span.strip("/") for span in document.spans if re.fullmatch(r"[\w.]+(/[\w.-]+)+/?", span)}
    named = {name for name in mentioned if name.split("/")[0] in tops - {"var"}}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


@cache
def classes() -> dict[str, set[str]]:
    """Return the names of all classes of the code, each with those of what it defines, inherits and sets."""
    nodes = [
        node
        for folder in CODE
        for file in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ClassDef)
    ]
    found = {node.name: names_in(node) for node in nodes}
    for _depth in range(3):
        for node in nodes:
            for base in node.bases:
                found[node.name] |= found.get(ast.unparse(base).split("[")[0].split(".")[-1], set())
    return found


def names_in(node: ast.ClassDef) -> set[str]:
    functions = {at.name for at in ast.walk(node) if isinstance(at, ast.FunctionDef)}
    fields = {
        at.target.id for at in node.body if isinstance(at, ast.AnnAssign) and isinstance(at.target, ast.Name)
    }
    values = {
        name.id
        for at in node.body
        if isinstance(at, ast.Assign)
        for name in at.targets
        if isinstance(name, ast.Name)
    }
    return functions | fields | values


@each_document
def test_methods_that_are_mentioned_exist(document: Document) -> None:
    """`Dense.forward`, `Trainer._train_batch`: what the documents lead to was not renamed."""
    mentioned = {span for span in document.spans if re.fullmatch(r"[A-Z]\w*[a-z]\w*\.[a-z_]\w*", span)}
    lost = [name for name in mentioned if name.split(".")[1] not in classes().get(name.split(".")[0], set())]
    assert lost == []


def test_every_mark_of_a_test_is_written_about() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    marks = {mark.partition(":")[0] for mark in pyproject["tool"]["pytest"]["ini_options"]["markers"]}
    assert marks <= {span for at in documents() for span in at.spans}


def test_permissions_are_those_that_are_checked() -> None:
    options = ModelVersion._meta
    own = [name for name, _title in options.permissions]
    checked = {*own, *(f"{action}_modelversion" for action in options.default_permissions)}
    written = {
        span
        for at in documents()
        for span in at.spans
        if re.fullmatch(r"recognizer\.[a-z]+_modelversion", span)
    }
    assert {f"recognizer.{name}" for name in checked - {"add_modelversion"}} == written


@each_document
def test_json_is_json(document: Document) -> None:
    for block in document.blocks:
        if block.language == "json":
            json.loads(block.text)


@each_document
def test_each_block_says_its_language(document: Document) -> None:
    known = {"console", "json", "python", ""}
    assert {block.language for block in document.blocks} <= known
    assert not [block.text for block in document.blocks if not block.language and block.text.startswith("$ ")]


TESTED_ELSEWHERE = {"webhooks.md": "tests/services/webhooks/test_signature.py"}
"""Documents whose examples are not about networks, and the test that runs them."""
WITH_PYTHON = [
    at
    for at in documents()
    if at.path.name not in TESTED_ELSEWHERE and any(block.language == "python" for block in at.blocks)
]


@pytest.mark.parametrize("document", WITH_PYTHON, ids=str)
def test_python_runs(document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All examples of a document, one after another, on a few digits, as (X, y)."""
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(0)
    X, y = rng.random((40, 784), dtype=np.float32), np.arange(40) % 10
    names: dict[str, Any] = {"X": X, "y": y, "X_val": X, "y_val": y, "X_validation": X, "y_validation": y}
    for block in document.blocks:
        if block.language == "python":
            exec(compile(block.text, str(document), "exec"), names)  # noqa: S102 - our own documents
    assert names["network"].predict(X).shape == (40, 10)


CURLS = [(at, line) for at in documents() for line in at.commands if line.startswith("curl ")]


@pytest.mark.django_db
@pytest.mark.parametrize(("document", "line"), CURLS, ids=lambda value: str(value)[:40])
def test_a_question_by_curl_is_answered(document: Document, line: str, client: Client) -> None:
    answer = asked(client, typed(line).words)
    assert answer.status_code == 200
    assert answer.json()["text"]


def asked(client: Client, words: list[str]) -> Any:  # noqa: ANN401 - Django's test client has its own
    """Ask what `curl` would ask; every file that is sent is the picture of a digit."""
    (url,) = (word for word in words if word.startswith("http://127.0.0.1:8000/"))
    path = url.removeprefix("http://127.0.0.1:8000")
    given = [(option, value) for option, value in pairwise(words) if option in {"-d", "-F", "-H"}]
    form = dict(value.split("=", 1) for option, value in given if option == "-F")
    if form:
        fields = {name: uploaded(value) if value.startswith("@") else value for name, value in form.items()}
        return client.post(path, fields)
    (body,) = (value for option, value in given if option == "-d")
    kind = dict(value.split(": ") for option, value in given if option == "-H")["Content-Type"]
    return client.post(path, body, content_type=kind)


def uploaded(value: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(value.removeprefix("@"), encoded(picture_of_a_one()))
