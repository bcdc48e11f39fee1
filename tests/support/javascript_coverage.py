"""Say which JavaScript of the site no test ran: `python -m tests.support.javascript_coverage FOLDER`.

`make coverage` calls it. Node writes what it ran into the folder by itself (NODE_V8_COVERAGE); what browsers
ran comes from `tests.support.browser_coverage`. Both tell it as V8 does: functions, and in them ranges of
characters that ran so many times.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.support.site import ROOT

STATIC = ROOT / "static"
HASH = re.compile(r"\.[0-9a-f]{12}(?=\.js$)")
"""In the name of a file as the site serves it. Its lines are those of the file as it is written."""
OF_BROWSERS = "browsers-"
"""How a file of what browsers ran begins."""
NO_CODE = re.compile(r"\s*(//.*|/?\*.*|export \{\};|[\[\](){};,]*)\s*")
"""A line that cannot run."""


def file_of(url: str) -> str | None:
    """Return the file that a script is, below static/; None if it is none of the site's."""
    parts = urlsplit(url)
    path = HASH.sub("", unquote(parts.path))
    if parts.scheme == "file":
        path = path.removeprefix(str(ROOT))
    name = path.removeprefix("/static/")
    return name if path.startswith("/static/") and (STATIC / name).is_file() else None


def lines_that_ran(source: str, functions: Iterable[Mapping[str, Any]]) -> set[int]:
    """Return the lines, from 1, that ran by what V8 says of a script.

    A range holds for all within it, unless a range within it says otherwise.
    """
    did = bytearray(b"\1" * len(source))
    ranges = [item for function in functions for item in function["ranges"]]
    for item in sorted(ranges, key=lambda item: (item["startOffset"], -item["endOffset"])):
        start, end = item["startOffset"], min(item["endOffset"], len(source))
        did[start:end] = (b"\1" if item["count"] else b"\0") * (end - start)
    found, start = set(), 0
    for number, line in enumerate(source.split("\n"), 1):
        indent = len(line) - len(line.lstrip())
        if any(did[start + indent : start + len(line.rstrip())]):
            found.add(number)
        start += len(line) + 1
    return found


def of_node(file: Path) -> Iterator[tuple[str, set[int]]]:
    """Yield which lines of which files a process of Node ran."""
    for script in json.loads(file.read_text())["result"]:
        if path := file_of(script["url"]):
            yield path, lines_that_ran((STATIC / path).read_text(), script["functions"])


def of_browsers(file: Path) -> Iterator[tuple[str, set[int]]]:
    """Yield what the browsers of one process of tests ran."""
    for path, lines in json.loads(file.read_text()).items():
        yield path, set(lines)


def all_that_ran(folder: Path) -> dict[str, set[int]]:
    """Return the lines that ran of each file, files of which nothing did included."""
    found: dict[str, set[int]] = {str(at.relative_to(STATIC)): set() for at in sorted(STATIC.rglob("*.js"))}
    for file in folder.glob("*.json"):
        for path, lines in of_browsers(file) if file.name.startswith(OF_BROWSERS) else of_node(file):
            found[path] |= lines
    return found


def code_lines(source: str) -> set[int]:
    """Return the lines that can run."""
    return {number for number, line in enumerate(source.split("\n"), 1) if not NO_CODE.fullmatch(line)}


def runs(numbers: Iterable[int]) -> str:
    """Return 3, 4, 5, 9 as "3-5, 9"."""
    groups = groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0])
    parts = [[number for _at, number in group] for _difference, group in groups]
    return ", ".join(f"{part[0]}-{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts)


def report(folder: Path) -> Iterator[str]:
    """Yield the lines of a table: each file with what of it did not run, then all of them."""
    yield f"{'JavaScript':<42} {'lines':>6} {'missed':>7} {'ran':>5}   missing"
    total = missed = 0
    for path, did in all_that_ran(folder).items():
        lines = code_lines((STATIC / path).read_text())
        missing = lines - did
        total, missed = total + len(lines), missed + len(missing)
        if missing:
            yield f"{row(path, len(lines), len(missing))}   {runs(missing)}"
    yield row("all", total, missed)


def row(name: str, total: int, missed: int) -> str:
    """Return what a line of the table says first."""
    return f"{name:<42} {total:>6} {missed:>7} {(total - missed) / (total or 1):>5.0%}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in report(Path(sys.argv[1])))
