"""Cutting a face down."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from fonts.cut import FORMULAS, SMALL_FORMS, Face, cut
from tests.support.site import ROOT

BRACKETS_AND_PRIME = ((0x28, 0x29), (0x2032, 0x2032))


@pytest.fixture
def small(tmp_path: Path) -> Iterator[TTFont]:
    """The face for formulas, of which two brackets and the prime are left."""
    face = Face(package="", source="", target="", blocks=BRACKETS_AND_PRIME, features=FORMULAS)
    cut(ROOT / "static" / "fonts" / "stix-two-math.woff2", tmp_path / "small.woff2", face)
    with TTFont(tmp_path / "small.woff2") as font:
        yield font


def test_only_the_characters_that_are_named_stay(small: TTFont) -> None:
    assert set(small.getBestCmap()) == {0x28, 0x29, 0x2032}
    assert small.flavor == "woff2"


def test_brackets_still_grow(small: TTFont) -> None:
    variants = small["MATH"].table.MathVariants
    bracket = variants.VertGlyphConstruction[
        variants.VertGlyphCoverage.glyphs.index(small.getBestCmap()[0x28])
    ]
    assert len(bracket.MathGlyphVariantRecord) > 3
    assert bracket.GlyphAssembly.PartRecords


def test_letters_of_scripts_are_offered_in_every_script_of_writing(small: TTFont) -> None:
    table = small["GSUB"].table
    features = table.FeatureList.FeatureRecord
    for record in table.ScriptList.ScriptRecord:
        offered = {features[index].FeatureTag for index in record.Script.DefaultLangSys.FeatureIndex}
        assert SMALL_FORMS in offered, record.ScriptTag
