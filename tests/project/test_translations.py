"""Everything that the site says, it says in Chinese too."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import django.contrib.admin
import polib
import pytest

from tests.support.site import ROOT

CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
OF_SCRIPTS = CATALOGUE.with_name("djangojs.po")
"""What the scripts of Django's admin say; ours find their words in the page."""
ADMIN = Path(django.contrib.admin.__file__).parent / "locale"
SOURCES = ("digitweb", "recognizer", "templates", "static", "locale", "manage.py")

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w+\}|</?\w+[^>]*>|&\w+;")
"""What stands for a value, and marks of HTML."""

SPARED_TAGS = frozenset({"<i>", "</i>"})
"""Chinese has no slanted letters: emphasis may go."""


@pytest.fixture(scope="module", params=[CATALOGUE, OF_SCRIPTS], ids=lambda path: path.stem)
def catalogue(request: pytest.FixtureRequest) -> polib.POFile:
    return polib.pofile(str(request.param))


def named(entry: polib.POEntry) -> str:
    return f"{entry.occurrences[0][0] if entry.occurrences else '?'}: {entry.msgid}"


def said(entry: polib.POEntry) -> list[str]:
    """Return what an entry is translated to, each form of a plural singly."""
    return [*entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]


def test_no_sentence_of_the_code_is_missing_and_none_is_left_over(tmp_path: Path) -> None:
    catalogue = polib.pofile(str(CATALOGUE))
    for name in SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages"], cwd=tmp_path, check=True, capture_output=True
    )
    collected = polib.pofile(str(tmp_path / CATALOGUE.relative_to(ROOT)))
    in_code = {(entry.msgctxt, entry.msgid) for entry in collected if not entry.obsolete}
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}
    assert in_code - known == set(), "run make messages and translate these"
    assert known - in_code == set(), "run make messages: nothing says these any more"
    assert [named(entry) for entry in catalogue.obsolete_entries()] == []


def test_what_the_admins_scripts_say_is_said_where_django_does_not() -> None:
    english, chinese = (
        polib.pofile(str(ADMIN / language / "LC_MESSAGES" / "djangojs.po")) for language in ("en", "zh_Hans")
    )
    said_by_django = {entry.msgid for entry in chinese.translated_entries()}
    said_by_us = {entry.msgid for entry in polib.pofile(str(OF_SCRIPTS))}
    assert said_by_us == {entry.msgid for entry in english} - said_by_django


def test_every_sentence_is_translated(catalogue: polib.POFile) -> None:
    assert [named(entry) for entry in catalogue if not all(said(entry))] == []
    assert [named(entry) for entry in catalogue if entry.fuzzy] == []


def test_translations_name_the_same_values(catalogue: polib.POFile) -> None:
    wrong = []
    for entry in catalogue:
        originals = [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
        allowed = [values_of(original) for original in originals]
        wrong += [named(entry) for text in said(entry) if values_of(text) not in allowed]
    assert wrong == []


def values_of(text: str) -> Counter[str]:
    return Counter(found for found in PLACEHOLDER.findall(text) if found not in SPARED_TAGS)


def test_what_is_compiled_is_what_was_translated(catalogue: polib.POFile) -> None:
    compiled = polib.mofile(str(Path(catalogue.fpath).with_suffix(".mo")))
    expected = {(entry.msgctxt, entry.msgid): said(entry) for entry in catalogue if not entry.obsolete}
    found = {(entry.msgctxt, entry.msgid): said(entry) for entry in compiled}
    assert found == expected, "run make messages"
