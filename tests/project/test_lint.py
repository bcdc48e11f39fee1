"""Each linter of `make lint` finds what it is there for, by its own command and the project's settings."""

import configparser
import json
import os
import re
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.npm import INSTALLED, packages
from tests.support.site import ROOT

pytestmark = pytest.mark.slow  # it runs make, pip or linters

SETTINGS = ("tsconfig.json", "tests/js/tsconfig.json", "biome.json", "djlint.toml", "typos.toml", "manage.py")
LINTERS = re.findall(r"^lint-([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)

MISSPELT = "What we recieve.\n"  # spellchecker:disable-line
AMERICAN = "The neighbor.\n"  # spellchecker:disable-line


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A file that a linter must not let pass."""

    linter: str
    file: str
    text: str
    found: str
    """What is said of it, beside its name."""


FAULTS = [
    Fault(linter="ruff", file="planted.py", text='"""Planted."""\n\nimport os\n', found="F401"),
    Fault(linter="ruff-format", file="planted.py", text="x = {  'a':1 }\n", found="would be reformatted"),
    Fault(linter="mypy", file="planted.py", text="x: int = ''\n", found="Incompatible types"),
    Fault(
        linter="tsc",
        file="static/js/planted.js",
        text='/** @type {number} */\nexport const x = "1";\n',
        found="TS2322",
    ),
    Fault(
        linter="tsc",
        file="static/js/planted.js",
        text="/** @param {HTMLElement | null} x */\nexport const size = (x) => x.offsetWidth;\n",
        found="TS18047",
    ),
    Fault(linter="tsc", file="static/js/planted.js", text="export const size = (x) => x;\n", found="TS7006"),
    Fault(
        linter="tsc-tests",
        file="tests/js/planted.test.mjs",
        text='import { test } from "node:test";\n\ntest(1, 2);\n',
        found="TS2769",
    ),
    Fault(
        linter="biome",
        file="static/js/planted.js",
        text="export function f() {\n  const unused = 1;\n}\n",
        found="noUnusedVariables",
    ),
    Fault(linter="biome", file="static/js/planted.js", text="export const f = [ 1,2 ]\n", found="format"),
    Fault(
        linter="biome",
        file="static/css/planted.css",
        text="a {\n  colour: red;\n}\n",
        found="noUnknownProperty",
    ),
    Fault(linter="djade", file="templates/planted.html", text="{%load i18n%}\n", found="Would reformat"),
    Fault(linter="djlint", file="templates/planted.html", text="<div><p>One</p>\n", found="H025"),
    Fault(linter="typos", file="docs/planted.md", text=MISSPELT, found="receive"),
    Fault(linter="typos", file="docs/planted.md", text=AMERICAN, found="neighbour"),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with the project's tools and settings, and nothing to find fault with."""
    packages()
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "npm").symlink_to(INSTALLED)
    for folder in ("static/js", "static/css", "templates", "docs", "tests/js"):
        (tmp_path / folder).mkdir(parents=True)
    for name in SETTINGS:
        shutil.copy(ROOT / name, tmp_path / name)
    # The plug-ins of mypy read the whole project.
    settings = re.sub(r"^plugins = .*", "", (ROOT / "pyproject.toml").read_text(), flags=re.MULTILINE)
    settings = re.sub(r'^files = \["digitweb".*', 'files = ["planted.py"]', settings, flags=re.MULTILINE)
    (tmp_path / "pyproject.toml").write_text(settings)
    return tmp_path


def run(target: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run in a folder what the Makefile has for a target."""
    here = [f"--assume-old={installed}" for installed in ("node", "npm")]
    asked = ["make", "--dry-run", "--no-print-directory", *here, target]
    commands = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    environment = {**os.environ, "DIGITWEB_DATA_DIR": str(folder / "data")}
    return subprocess.run(
        ["sh", "-e", "-c", commands], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def plant(tree: Path, file: str, text: str) -> Path:
    planted = tree / file
    planted.write_text(text)
    return planted


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.linter}: {fault.found}")
def test_a_fault_is_found(tree: Path, fault: Fault) -> None:
    plant(tree, fault.file, fault.text)
    result = run(f"lint-{fault.linter}", tree)
    said = result.stdout + result.stderr
    assert result.returncode, said
    assert fault.file in said
    assert fault.found in said


def test_a_missing_migration_is_found(tree: Path) -> None:
    for package in ("digitweb", "recognizer"):
        shutil.copytree(
            ROOT / package, tree / package, ignore=shutil.ignore_patterns("__pycache__", "pretrained")
        )
    with (tree / "recognizer" / "models" / "versions.py").open("a") as models:
        models.write("\n\nclass Planted(models.Model):\n    pass\n")
    result = run("lint-migrations", tree)
    assert result.returncode
    assert "Create model Planted" in result.stdout


def test_every_linter_has_its_fault() -> None:
    assert {fault.linter for fault in FAULTS} | {"migrations"} == set(LINTERS)


def planned(target: str) -> str:
    """Return the commands that make would run. Within `make test` it would name its folder as well."""
    asked = ["make", "--dry-run", "--no-print-directory", target]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_one_command_runs_them_all() -> None:
    commands = planned("lint")
    for name in LINTERS:
        assert planned(f"lint-{name}") in commands, name


def test_the_others_run_although_one_has_failed() -> None:
    result = subprocess.run(
        ["make", "lint", "LINTERS=lint-tsc lint-djade", "TSC=false"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode
    assert "lint-tsc" in result.stderr
    assert "already formatted" in result.stderr


def test_each_runs_before_a_commit() -> None:
    hooks = re.findall(r"^ +- id: (\S+)", (ROOT / ".pre-commit-config.yaml").read_text(), re.MULTILINE)
    assert hooks == LINTERS


def test_what_is_written_untidily_is_mended(tree: Path) -> None:
    python = plant(tree, "planted.py", "x = {  'a':1 }\n")
    script = plant(tree, "static/js/planted.js", "export const f = [ 1,2 ]\n")
    template = plant(tree, "templates/planted.html", "{%load i18n%}\n")
    result = run("format", tree)
    assert result.returncode == 0, result.stdout + result.stderr
    assert python.read_text() == 'x = {"a": 1}\n'
    assert script.read_text() == "export const f = [1, 2];\n"
    assert template.read_text() == "{% load i18n %}\n"


def test_editors_are_told_what_the_formatters_do() -> None:
    editors = configparser.ConfigParser()
    editors.read_string("[everywhere]\n" + (ROOT / ".editorconfig").read_text())
    biome = json.loads((ROOT / "biome.json").read_text())["formatter"]
    ruff = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]
    scripts = editors["*.{js,mjs,css,json}"]
    assert scripts.getint("max_line_length") == biome["lineWidth"]
    assert (editors["*"]["indent_style"], editors["*"].getint("indent_size")) == (
        biome["indentStyle"],
        biome["indentWidth"],
    )
    assert editors["*.py"].getint("max_line_length") == ruff["line-length"]
