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

WIDTH, HEIGHT = 7_680, 5_208
READ = """
import pathlib, sys
from recognizer.ink import lattice_from_ink, open_picture, picture_to_ink
from tests.support.memory import peak_memory, resident_bytes
before = resident_bytes() / 2**20
picture = open_picture(pathlib.Path(sys.argv[1]).read_bytes())
lattice = lattice_from_ink(picture_to_ink(picture), picture.step, mode="number")
print(len(lattice.glyphs), *picture.light.shape, peak_memory() - before)
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's account of memory"),
]


@pytest.fixture(scope="module")
def large() -> Image.Image:
    return picture(FIVE, margin=80).resize((WIDTH, HEIGHT)).convert("RGB")


@pytest.mark.parametrize(
    ("kind", "options", "most"),
    [
        ("JPEG", {}, 1.5),
        ("JPEG", {"progressive": True}, 4),
        ("PNG", {"compress_level": 1}, 5.25),
        ("WEBP", {"method": 0}, 12.8),
        ("WEBP", {"method": 0, "lossless": True}, 12.8),
        ("BMP", {}, 8),
    ],
)
def test_forty_megapixels_take_little_more_than_their_decoder(
    large: Image.Image, tmp_path: Path, kind: str, options: dict[str, object], most: float
) -> None:
    """At most so many bytes a pixel, the file included, beside what the process held before.

    What decoders need, and half a byte or more: another copy of all pixels, even a grey one, is too much.
    """
    exif = Image.Exif()
    if kind != "BMP":
        exif[ExifTags.Base.Orientation] = 6
        options = {**options, "exif": exif}
    large.save(tmp_path / "large", kind, **options)
    command = [sys.executable, "-c", READ, str(tmp_path / "large")]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    glyphs, high, wide, megabytes = output.split()
    sides = [WIDTH // 8, HEIGHT // 8] if exif else [HEIGHT // 8, WIDTH // 8]
    assert [int(high), int(wide)] == sides
    assert int(glyphs) >= 1
    assert float(megabytes) * 2**20 / (WIDTH * HEIGHT) < most


def test_a_photograph_that_is_shrunk_while_decoded_is_read_the_same() -> None:
    photograph = picture(FIVE).resize((4_800, 6_002))
    opened = open_picture(encoded(photograph, "JPEG"))
    (glyph,) = lattice_from_ink(picture_to_ink(opened), opened.step, mode="digit").glyphs
    (expected,) = lattice_of(photograph, mode="digit").glyphs
    assert opened.step == 6
    assert glyph.box == pytest.approx(expected.box, abs=opened.step)
    assert np.abs(glyph.tile.astype(int) - expected.tile).mean() < 1
