"""The pure JavaScript modules, tested by Node's own runner."""

import re
import subprocess
import sys
from pathlib import Path

from recognizer.services.recognition.verdicts import DRAWN_DIGIT, DRAWN_NUMBER, NO_DIGIT, PICTURE
from tests.support.site import ROOT


def test_javascript_modules() -> None:
    node = Path(sys.executable).with_name("node")
    files = sorted((ROOT / "tests" / "js").rglob("*.test.mjs"))
    assert files
    result = subprocess.run([node, "--test", *files], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_sentence_that_a_script_says_is_on_a_page() -> None:
    pages = "".join(page.read_text() for page in (ROOT / "templates").rglob("*.html"))
    known = set(re.findall(r'data-message="(\w+)"', pages))
    said = {
        name
        for script in (ROOT / "static").rglob("*.js")
        for name in re.findall(r"\bmessages\.(\w+)", script.read_text())
    }
    assert said
    assert said - known == set()


def test_every_formula_that_a_script_shows_is_on_a_page() -> None:
    pages = "".join(page.read_text() for page in (ROOT / "templates").rglob("*.html"))
    scripts = "".join(script.read_text() for script in (ROOT / "static").rglob("*.js"))
    shown = set(re.findall(r'\bformula\("([\w-]+)"', scripts))
    assert shown
    assert shown - set(re.findall(r'data-formula="([\w-]+)"', pages)) == set()


def test_the_page_judges_as_the_server_does() -> None:
    script = (ROOT / "static" / "js" / "draw" / "reading.js").read_text()
    said = {name: float(value) for name, value in re.findall(r"const (\w+) = ([\d.]+);", script)}
    trusts = {"SURE_DIGIT": DRAWN_DIGIT, "SURE_NUMBER": DRAWN_NUMBER, "SURE_PICTURE": PICTURE}
    assert said["NO_DIGIT"] == NO_DIGIT
    assert {name: said[name] for name in trusts} == {name: trust.sure for name, trust in trusts.items()}
