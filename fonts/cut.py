"""Cut the faces down to what the pages need, and keep their licences beside them.

    make fonts

installs the packages that `fonts/package-lock.json` names and runs `python -m fonts.cut PACKAGES FOLDER`.
"""

import hashlib
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from fonts.characters import MATHEMATICS, TEXT, Block, code_points

PUBLISHER = "@expo-google-fonts"
READING = ("kern", "liga", "locl", "ccmp", "mark", "mkmk", "frac", "numr", "dnom", "sups", "subs", "case")
SMALL_FORMS = "ssty"
"""Subscripts and superscripts drawn for their size: sturdier letters, primes that are not too small."""
FORMULAS = (SMALL_FORMS, "dtls", "flac", "kern", "mark", "mkmk", "ccmp")
"""Features of OpenType: also dots and accents that give way to what stands above."""
NAMES = (0, 1, 2, 3, 4, 5, 6, 13, 14)
"""Copyright, names, version and licence, by the numbers of the name table."""


@dataclass(frozen=True, kw_only=True)
class Face:
    """One file of a package, and what is kept of it."""

    package: str
    source: str
    target: str
    blocks: Sequence[Block]
    features: Sequence[str]


FACES = (
    Face(
        package="stix-two-text",
        source="400Regular/STIXTwoText_400Regular.ttf",
        target="stix-two-text.woff2",
        blocks=TEXT,
        features=READING,
    ),
    Face(
        package="stix-two-text",
        source="400Regular_Italic/STIXTwoText_400Regular_Italic.ttf",
        target="stix-two-text-italic.woff2",
        blocks=TEXT,
        features=READING,
    ),
    Face(
        package="stix-two-text",
        source="600SemiBold/STIXTwoText_600SemiBold.ttf",
        target="stix-two-text-semibold.woff2",
        blocks=TEXT,
        features=READING,
    ),
    Face(
        package="stix-two-math",
        source="400Regular/STIXTwoMath_400Regular.ttf",
        target="stix-two-math.woff2",
        blocks=MATHEMATICS,
        features=FORMULAS,
    ),
)


def main(packages: Path, folder: Path) -> None:
    """Write every face and licence into the folder; print what README.md says of them."""
    for face in FACES:
        package = packages / PUBLISHER / face.package
        cut(package / face.source, folder / face.target, face)
        shutil.copyfile(package / "LICENSE_FONT", folder / f"{face.package}-licence.txt")
        data = (folder / face.target).read_bytes()
        sys.stdout.write(f"{face.target}  {len(data):,} bytes  {hashlib.sha256(data).hexdigest()}\n")


def cut(source: Path, target: Path, face: Face) -> None:
    """Write the part of a font that a face keeps, as WOFF2; a MATH table keeps what stretches its signs."""
    options = subset.Options(
        flavor="woff2", layout_features=list(face.features), name_IDs=list(NAMES), hinting=False
    )
    with subset.load_font(str(source), options) as font:
        if "MATH" in font:
            offer_to_all_scripts(font, SMALL_FORMS)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=code_points(face.blocks))
        subsetter.subset(font)
        subset.save_font(font, str(target), options)


def offer_to_all_scripts(font: TTFont, feature: str) -> None:
    """Let a style sheet turn on what the font keeps for the script `math`, in which Chromium never asks."""
    table = font["GSUB"].table
    scripts = {record.ScriptTag: record.Script for record in table.ScriptList.ScriptRecord}
    features = table.FeatureList.FeatureRecord
    index = next(i for i in scripts["math"].DefaultLangSys.FeatureIndex if features[i].FeatureTag == feature)
    for script in scripts.values():
        for system in [script.DefaultLangSys, *(record.LangSys for record in script.LangSysRecord)]:
            if system and not any(features[i].FeatureTag == feature for i in system.FeatureIndex):
                system.FeatureIndex = sorted([*system.FeatureIndex, index])


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
