"""Whoever looks for the test of a module finds it by its name, or in `tested_elsewhere.txt`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from tests.support.site import ROOT

TABLE = Path(__file__).with_name("tested_elsewhere.txt")

MIRRORS = {
    "recognizer/management/commands": "tests/commands",
    "recognizer": "tests",
    "digitweb": "tests/project",
    "static/js": "tests/js",
    "static": "tests/js",
}
"""Where the tests of a folder lie, of the longest that holds a module."""
MADE_BY_TOOLS = re.compile(r"recognizer/migrations/\d{4}_\w+\.py")


def modules() -> Iterator[str]:
    """Yield the path of every module; that of a package only if it defines something."""
    for folder, ending in (("recognizer", "py"), ("digitweb", "py"), ("static", "js")):
        for file in sorted((ROOT / folder).rglob(f"*.{ending}")):
            path = file.relative_to(ROOT).as_posix()
            defines = re.search(r"^ *(def|class) ", file.read_text(), re.MULTILINE)
            if (file.stem != "__init__" or defines) and not MADE_BY_TOOLS.fullmatch(path):
                yield path


def own_test(module: str) -> str:
    """Return the path at which the test of a module is looked for."""
    path = PurePosixPath(module)
    folder = max((at for at in MIRRORS if path.is_relative_to(at)), key=len)
    name = f"test_{path.stem}.py" if path.suffix == ".py" else f"{path.stem}.test.mjs"
    return (PurePosixPath(MIRRORS[folder]) / path.parent.relative_to(folder) / name).as_posix()


@dataclass(frozen=True, kw_only=True)
class Line:
    """Some modules, and the test that tests them."""

    pattern: str
    test: str

    def is_about(self, module: str) -> bool:
        """Whether a module is one of them; a star stands for anything but a folder."""
        return fnmatchcase(module, self.pattern) and module.count("/") == self.pattern.count("/")


def table() -> Iterator[Line]:
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith("#"):
            pattern, test = line.split()
            yield Line(pattern=pattern, test=test)


MODULES = list(modules())
LINES = list(table())
WITHOUT_OWN_TEST = [module for module in MODULES if not (ROOT / own_test(module)).is_file()]


def test_a_module_without_a_test_of_its_name_has_a_line_in_the_table() -> None:
    found = {module: [line.test for line in LINES if line.is_about(module)] for module in WITHOUT_OWN_TEST}
    missing = [own_test(module) for module, tests in found.items() if len(tests) != 1]
    assert missing == [], f"write these, or one line each in {TABLE.name}"


def test_a_line_of_the_table_is_needed_and_true() -> None:
    for line in LINES:
        assert (ROOT / line.test).is_file(), f"{line.test} is gone"
        about = [module for module in MODULES if line.is_about(module)]
        assert about, f"no module is named {line.pattern}"
        assert set(about) & set(WITHOUT_OWN_TEST), f"{line.pattern} has a test of its own name"


def test_paths_are_mirrored() -> None:
    assert own_test("recognizer/nn/layers/dense.py") == "tests/nn/layers/test_dense.py"
    assert own_test("recognizer/phrases.py") == "tests/test_phrases.py"
    assert own_test("recognizer/management/commands/version.py") == "tests/commands/test_version.py"
    assert own_test("digitweb/port.py") == "tests/project/test_port.py"
    assert own_test("static/js/learn/state.js") == "tests/js/learn/state.test.mjs"
    assert own_test("static/js/admin/training/poll.js") == "tests/js/admin/training/poll.test.mjs"
