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


ADDRESS = re.compile(r"""["'`]/\w""")
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)


def test_no_script_has_an_address_of_its_own() -> None:
    """Each is told by the page, for the site may lie below a path of its host."""
    scripts = {path: COMMENT.sub("", path.read_text()) for path in (ROOT / "static").rglob("*.js")}
    assert scripts
    assert [path.name for path, text in scripts.items() if ADDRESS.search(text)] == []
    assert ADDRESS.search('fetch("/api/v1/recognize")')


def test_no_page_leads_to_an_address_that_is_not_looked_up() -> None:
    pages = {page: page.read_text() for page in (ROOT / "templates").rglob("*.html")}
    own = re.compile(r"""(?:href|src|action|data-[\w-]+)=["']/""")
    assert [page.name for page, text in pages.items() if own.search(text)] == []


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
