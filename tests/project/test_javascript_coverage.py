"""The report of JavaScript that no test ran tells the truth."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import javascript_coverage
from tests.support.javascript_coverage import code_lines, file_of, lines_that_ran, report, runs
from tests.support.site import ROOT

SOURCE = """// What it says.
export function say(loud) {
  if (loud) {
    return "HA";
  }
  return "ha";
}

export function never() {
  return 1;
}
"""
RUN = 'import { say } from "./static/say.js"; say(false);'


def offset(text: str) -> int:
    return SOURCE.index(text)


def test_a_line_ran_if_any_of_it_did() -> None:
    end = len(SOURCE)
    say, loud, never = offset("function say"), offset("{\n    return"), offset("function never")
    functions = [
        {"ranges": [{"startOffset": 0, "endOffset": end, "count": 1}]},
        {
            "ranges": [
                {"startOffset": say, "endOffset": offset("\n\nexport function never"), "count": 2},
                {"startOffset": loud, "endOffset": offset('\n  return "ha"'), "count": 0},
            ]
        },
        {"ranges": [{"startOffset": never, "endOffset": end - 1, "count": 0}]},
    ]
    assert lines_that_ran(SOURCE, functions) == {1, 2, 3, 6, 7, 9}


def test_comments_and_brackets_are_no_code() -> None:
    assert code_lines("/**\n * Why.\n */\na();\n});\n\n// Why.\n  b(); // Why.\nexport {};\n") == {4, 8}


def test_lines_are_told_briefly() -> None:
    assert runs({9, 3, 5, 4}) == "3-5, 9"
    assert runs([]) == ""


@pytest.mark.parametrize(
    ("url", "file"),
    [
        (f"file://{ROOT}/static/js/pad/pad.js", "js/pad/pad.js"),
        ("http://127.0.0.1:8000/static/js/pad/pad.js", "js/pad/pad.js"),
        ("http://127.0.0.1:8000/static/js/pad/pad.0123456789ab.js", "js/pad/pad.js"),
        ("http://127.0.0.1:8000/static/admin/js/core.0123456789ab.js", None),
        ("http://127.0.0.1:8000/js/pad/pad.js", None),
        ("node:internal/modules/cjs/loader", None),
        (f"file://{ROOT}/tests/js/pad.test.mjs", None),
    ],
)
def test_scripts_are_found_by_their_address(url: str, file: str | None) -> None:
    assert file_of(url) == file


def test_what_node_and_browsers_ran_is_put_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    static, counted = tmp_path / "static", tmp_path / "counted"
    static.mkdir()
    (static / "say.js").write_text(SOURCE)
    (static / "other.js").write_text("one();\ntwo();\n")
    (tmp_path / "run.mjs").write_text(RUN)
    (static / "package.json").write_text('{"type": "module"}')
    node = Path(sys.executable).with_name("node")
    environment = {**os.environ, "NODE_V8_COVERAGE": str(counted)}
    subprocess.run([node, tmp_path / "run.mjs"], env=environment, check=True)
    (counted / "browsers-1.json").write_text(json.dumps({"other.js": [2]}))
    monkeypatch.setattr(javascript_coverage, "ROOT", tmp_path)
    monkeypatch.setattr(javascript_coverage, "STATIC", static)
    lines = [line.split(maxsplit=4) for line in report(counted)]
    assert lines[1:] == [
        ["other.js", "2", "1", "50%", "1"],
        ["say.js", "6", "2", "67%", "4, 10"],
        ["all", "8", "3", "62%"],
    ]
