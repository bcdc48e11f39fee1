"""What a script imports is found, however it is written; what only looks like an import is not."""

import re
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from digitweb.modules import imported_by
from tests.support.site import ROOT

SCRIPTS = {
    "js/page.js": """
        /** @typedef {import("./types.js").Point} Point */
        import { a } from "./a.js";
        import {
          b,
          c as d,
        } from "../far/b.js";
        import * as all from './all.js';
        import "./bare.js";
        export { e } from "./e.js";
        export function find() { return document.querySelector(".value"); }
        export const name = "./no-module.js";
        """,
    "js/a.js": 'import { b } from "../far/b.js";',
    "js/all.js": 'import "./page.js";',
    "js/bare.js": "",
    "js/e.js": "",
    "far/b.js": 'import { last } from "./last.js";',
    "far/last.js": "",
}


@pytest.fixture
def scripts(settings: Settings, tmp_path: Path) -> Path:
    """Write scripts where static files are found, under names that no other test looked at."""
    for name, text in SCRIPTS.items():
        path = tmp_path / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(re.sub("^ +", "", text, flags=re.MULTILINE))
    settings.STATICFILES_DIRS = [tmp_path]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.DEBUG = True
    return tmp_path / "own"


@pytest.mark.usefixtures("scripts")
def test_all_that_a_module_imports_is_found_once_the_nearest_first() -> None:
    assert imported_by("own/js/page.js") == [
        "own/js/a.js",
        "own/far/b.js",
        "own/js/all.js",
        "own/js/bare.js",
        "own/js/e.js",
        "own/far/last.js",
    ]


def test_a_module_that_changed_is_read_anew_while_one_works_on_it(scripts: Path) -> None:
    assert imported_by("own/js/a.js") == ["own/far/b.js", "own/far/last.js"]
    (scripts / "js/a.js").write_text("")
    assert imported_by("own/js/a.js") == []


@pytest.mark.usefixtures("scripts")
def test_a_module_that_is_not_there_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"no module 'own/js/nowhere\.js'"):
        imported_by("own/js/nowhere.js")


def test_the_imports_of_every_script_of_the_site_are_there() -> None:
    folder = ROOT / "static"
    for script in folder.rglob("*.js"):
        imported_by(script.relative_to(folder).as_posix())
