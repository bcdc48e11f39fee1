"""The faces that the site ships: what their page says is so, and they have every character of the pages."""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polib
import pytest
from fontTools.ttLib import TTFont

from fonts.cut import FACES, PUBLISHER, SMALL_FORMS, Face
from recognizer.mathml import mathml
from tests.support.fonts import LATIN
from tests.support.npm import packages
from tests.support.site import ROOT

FOLDER = ROOT / "static" / "fonts"
README = (FOLDER / "README.md").read_text()
FILES = sorted(FOLDER.glob("*.woff2"))
MATHEMATICS = FOLDER / "stix-two-math.woff2"
TEXTS = sorted(set(FILES) - {MATHEMATICS})
LARGEST_IN_ALL = 250_000
SLANTED = {"h": "ℎ", "∂": "𝜕", "∇": "𝛻"}
"""What Unicode has elsewhere, or by another name, than the other italic letters."""


@cache
def characters(file: Path) -> frozenset[int]:
    """Return the code points that a face draws."""
    with TTFont(file) as font:
        return frozenset(font.getBestCmap())


def english() -> str:
    """Return all that the site says in English: the catalogue has every sentence."""
    catalogue = polib.pofile(str(ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))
    return "".join(entry.msgid + entry.msgid_plural for entry in catalogue)


def literals() -> str:
    """Return what templates, style sheets and scripts put on pages that have these faces."""
    folders = {"templates/recognizer": "*.html", "static/css": "*.css", "static/js": "*.js"}
    files = [file for folder, pattern in folders.items() for file in (ROOT / folder).rglob(pattern)]
    return "".join(re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL) for file in files)


def named(missing: set[int]) -> list[str]:
    """Return characters as one can look them up."""
    return [f"U+{point:04X} {chr(point)} {unicodedata.name(chr(point), '?')}" for point in sorted(missing)]


def is_of_the_reader(point: int) -> bool:
    """Whether a character comes from the reader's system: Chinese, and its punctuation."""
    return point < 0x20 or 0x2E80 <= point <= 0x9FFF or 0xFF00 <= point <= 0xFFEF


@pytest.mark.parametrize("text", TEXTS, ids=lambda file: file.stem)
def test_text_has_every_character_of_the_pages(text: Path) -> None:
    said = {ord(character) for character in english() + literals()}
    missing = said - characters(text) - characters(MATHEMATICS)
    assert named({point for point in missing if not is_of_the_reader(point)}) == []


def test_formulas_have_every_character_upright_and_slanted() -> None:
    quoted = r'"(?:[^"\\]|\\.)*"'
    tags = re.findall(rf"\{{% (?:math|formula)((?: {quoted})+) %\}}", literals())
    notations = [notation[1:-1] for tag in tags for notation in re.findall(quoted, tag)]
    assert len(notations) > 50
    formulas = [mathml(notation.replace('\\"', '"')) for notation in notations]
    typeset = {ord(character) for formula in formulas for character in re.sub(r"<[^>]*>", "", formula)}
    assert named(typeset - characters(MATHEMATICS)) == []
    letters = {letter for formula in formulas for letter in re.findall(r"<mi>(.)</mi>", formula)}
    slanted = {slanted_form(letter) for letter in letters}
    assert named({ord(letter) for letter in slanted} - characters(MATHEMATICS)) == []


def slanted_form(letter: str) -> str:
    """Return the character that browsers draw for an identifier of one letter."""
    name = unicodedata.name(letter)
    kind = re.fullmatch(r"(?:LATIN|GREEK) (SMALL|CAPITAL) LETTER (\w+)", name)
    if letter in SLANTED or not kind:
        return SLANTED.get(letter, letter)
    return unicodedata.lookup(f"MATHEMATICAL ITALIC {kind[1]} {kind[2]}")


def test_the_face_for_formulas_keeps_what_lays_them_out() -> None:
    with TTFont(MATHEMATICS) as font:
        table = font["MATH"].table
        assert table.MathConstants.AxisHeight.Value > 0
        stretched = set(table.MathVariants.VertGlyphCoverage.glyphs)
        names = font.getBestCmap()
        assert {names[ord(sign)] for sign in "()[]{√∑∥"} <= stretched
        features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
        assert SMALL_FORMS in features


def test_all_faces_together_are_small() -> None:
    assert sum(file.stat().st_size for file in FILES) < LARGEST_IN_ALL


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.target)
def test_readme_says_where_a_face_is_from(face: Face) -> None:
    data = (FOLDER / face.target).read_bytes()
    packages = json.loads((ROOT / "fonts" / "package.json").read_text())["devDependencies"]
    package = f"{PUBLISHER}/{face.package}"
    digest = hashlib.sha256(data).hexdigest()
    line = f"| `{face.target}` | `{package}` | {packages[package]} | {len(data):,} | `{digest}` |"
    assert line in re.sub(" +", " ", README).splitlines()


def test_every_face_has_its_licence_beside_it() -> None:
    assert {file.name for file in FILES} == {face.target for face in FACES}
    for face in FACES:
        licence = (FOLDER / f"{face.package}-licence.txt").read_text()
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence
        assert 'with Reserved Font Name "TM Math"' in licence  # none of the names that ours bear


@dataclass(frozen=True, kw_only=True)
class StandIn:
    """What the style sheet says of a face of the reader's system that stands in for one of ours."""

    family: str
    own: Path
    """The face that it stands in for."""
    local: frozenset[str]
    """Names by which it is looked for."""
    size: float
    ascent: float
    descent: float
    line_gap: float

    def __str__(self) -> str:
        return f"{self.family} for {self.own.stem}"


def stand_ins() -> list[StandIn]:
    """Read those of the style sheet."""
    style = (ROOT / "static" / "css" / "faces.css").read_text()
    return [
        stand_in(rule) for rule in re.findall(r"@font-face \{(.*?)\}", style, re.DOTALL) if "local(" in rule
    ]


def stand_in(rule: str) -> StandIn:
    """Read one rule."""
    percent = {name: float(value) / 100 for name, value in re.findall(r"([\w-]+): ([\d.]+)%", rule)}
    own = "-italic" if "italic" in rule else "-semibold" if "600 700" in rule else ""
    (family,) = re.findall(r'font-family: "(.*)"', rule)
    return StandIn(
        family=family,
        own=FOLDER / f"stix-two-text{own}.woff2",
        local=frozenset(re.findall(r'local\("(.*?)"\)', rule)),
        size=percent["size-adjust"],
        ascent=percent["ascent-override"],
        descent=percent["descent-override"],
        line_gap=percent["line-gap-override"],
    )


@pytest.mark.parametrize("other", stand_ins(), ids=str)
def test_lines_of_a_stand_in_are_as_high(other: StandIn) -> None:
    with TTFont(other.own) as font:
        high, em = font["hhea"], font["head"].unitsPerEm
    expected = [value / em / other.size for value in (high.ascent, -high.descent, high.lineGap)]
    assert [other.ascent, other.descent, other.line_gap] == pytest.approx(expected, abs=0.001)


@cache
def widths(file: Path) -> dict[str, float]:
    """Return how far each character leads on, in ems."""
    with TTFont(file) as font:
        em, metrics = font["head"].unitsPerEm, font["hmtx"]
        return {chr(point): metrics[name][0] / em for point, name in font.getBestCmap().items()}


def names_of(file: Path) -> set[str]:
    """Return the names by which a browser finds a face: the full one, and PostScript's."""
    with TTFont(file) as font:
        return {str(name) for name in font["name"].names if name.nameID in {4, 6}}


@pytest.mark.slow  # the face may have to be fetched
@pytest.mark.parametrize(
    "other", [other for other in stand_ins() if any("Tinos" in name for name in other.local)], ids=str
)
def test_the_stand_in_of_the_tests_is_found_and_as_wide(other: StandIn) -> None:
    """Over the site's own sentences, to one in a hundred: browsers of the tests see what pages expect."""
    package = "@expo-google-fonts/tinos"
    files = [file for file in (packages() / package).glob(LATIN[package]) if names_of(file) & other.local]
    assert len(files) == 1
    own, served = widths(other.own), widths(files[0])
    common = [character for character in english() if character in own and character in served]
    ratio = sum(own[character] for character in common) / sum(served[character] for character in common)
    assert other.size == pytest.approx(ratio, abs=0.01)
