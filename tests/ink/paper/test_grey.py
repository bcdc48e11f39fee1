"""Forty megapixels in bounded memory, each in a process of its own."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image

from recognizer.ink import lattice_from_ink, open_picture, picture_to_ink
from tests.ink.handwriting import FIVE, lattice_of, picture
from tests.support.pictures import encoded
from tests.support.site import ROOT

MEGABYTES = 600
WIDTH, HEIGHT = 7_680, 5_208
READ = """
import pathlib, sys
from recognizer.ink import lattice_from_ink, open_picture, picture_to_ink
from tests.support.memory import peak_memory
picture = open_picture(pathlib.Path(sys.argv[1]).read_bytes())
lattice = lattice_from_ink(picture_to_ink(picture), picture.step, mode="number")
print(len(lattice.glyphs), picture.light.shape, peak_memory())
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's account of memory"),
]


@pytest.fixture(scope="module")
def large() -> Image.Image:
    return picture(FIVE, margin=80).resize((WIDTH, HEIGHT)).convert("RGB")


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("PNG", {"compress_level": 1}),
        ("WEBP", {"method": 0}),
        ("WEBP", {"method": 0, "lossless": True}),
        ("BMP", {}),
    ],
)
def test_forty_megapixels_need_little_memory(
    large: Image.Image, tmp_path: Path, kind: str, options: dict[str, object]
) -> None:
    exif = Image.Exif()
    if kind != "BMP":
        exif[ExifTags.Base.Orientation] = 6
        options = {**options, "exif": exif}
    large.save(tmp_path / "large", kind, **options)
    command = [sys.executable, "-c", READ, str(tmp_path / "large")]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    glyphs, *shape, megabytes = output.replace("(", "").replace(")", "").replace(",", "").split()
    sides = [WIDTH // 8, HEIGHT // 8] if exif else [HEIGHT // 8, WIDTH // 8]
    assert [int(side) for side in shape] == sides
    assert int(glyphs) >= 1
    assert int(megabytes) < MEGABYTES - 50  # which a server holds beside: Django, the network


def test_a_photograph_that_is_shrunk_while_decoded_is_read_the_same() -> None:
    photograph = picture(FIVE).resize((4_800, 6_002))
    opened = open_picture(encoded(photograph, "JPEG"))
    (glyph,) = lattice_from_ink(picture_to_ink(opened), opened.step, mode="digit").glyphs
    (expected,) = lattice_of(photograph, mode="digit").glyphs
    assert opened.step == 6
    assert glyph.box == pytest.approx(expected.box, abs=opened.step)
    assert np.abs(glyph.tile.astype(int) - expected.tile).mean() < 1
