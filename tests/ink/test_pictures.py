import io
import re
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from recognizer.ink import BrokenPicture, PictureError, PictureTooLarge, UnknownPictureFormat, open_picture
from recognizer.ink.pictures import FORMATS

ORIENTATION = 0x0112


def corner_picture(mode: str = "RGB") -> Image.Image:
    """Return a light picture, wider than high, that is dark in its upper left corner."""
    pixels = np.full((40, 60), 255, dtype=np.uint8)
    pixels[:10, :10] = 0
    return Image.fromarray(pixels).convert(mode)


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def png_header(width: int, height: int) -> bytes:
    """Return a PNG that promises so many pixels and holds none."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", FORMATS)
def test_it_opens_each_format_of_the_contract(kind: str) -> None:
    grey = open_picture(encoded(corner_picture(), kind)).light
    assert grey.shape == (40, 60)
    assert grey[4, 4] < 40
    assert grey[30, 30] > 215


@pytest.mark.parametrize("kind", ["TIFF", "ICO", "PPM", "TGA", "PCX"])
def test_it_refuses_other_formats_that_pillow_would_read(kind: str) -> None:
    with pytest.raises(UnknownPictureFormat):
        open_picture(encoded(corner_picture(), kind))


@pytest.mark.parametrize("data", [b"", b"GIF", b"%PDF-1.7", b"<svg/>", bytes(1000)])
def test_it_names_the_formats_when_it_gets_something_else(data: bytes) -> None:
    expected = "expected a PNG, JPEG, WebP, GIF or BMP picture, got something else"
    with pytest.raises(UnknownPictureFormat, match=f"^{re.escape(expected)}$"):
        open_picture(data)


@pytest.mark.parametrize("kind", FORMATS)
def test_it_refuses_a_truncated_file(kind: str) -> None:
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 256, (90, 90, 3), dtype=np.uint8))
    data = encoded(noise, kind)
    with pytest.raises(BrokenPicture):
        open_picture(data[: len(data) // 2])


def test_it_says_what_is_wrong_with_a_damaged_file() -> None:
    expected = "expected a whole BMP picture, got a truncated or damaged one"
    with pytest.raises(BrokenPicture, match=f"^{expected}$"):
        open_picture(encoded(corner_picture(), "BMP")[:-1])


@pytest.mark.parametrize("seed", range(4))
def test_it_survives_random_damage(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for kind in FORMATS:
        whole = encoded(corner_picture(), kind)
        for _ in range(20):
            data = bytearray(whole)
            for place in rng.integers(0, len(data), size=4):
                data[place] = rng.integers(0, 256)
            try:
                assert open_picture(bytes(data)).light.size
            except PictureError:
                continue


@pytest.mark.parametrize(("width", "height"), [(8000, 5001), (10_000, 10_000), (40_001, 1000)])
def test_it_refuses_more_than_forty_megapixels_by_the_header(width: int, height: int) -> None:
    expected = f"expected a picture of at most 40 megapixels, got {width} × {height}"
    with pytest.raises(PictureTooLarge, match=f"^{expected}$"):
        open_picture(png_header(width, height))


def test_it_refuses_a_decompression_bomb() -> None:
    with pytest.raises(PictureTooLarge, match=r"^expected a picture of at most 40 megapixels, got far more$"):
        open_picture(png_header(50_000, 50_000))


def test_it_admits_forty_megapixels() -> None:
    with pytest.raises(BrokenPicture):  # not too large; but the header was all there is
        open_picture(png_header(8000, 5000))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_turns_a_photograph_upright(orientation: int) -> None:
    turned = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    stored = corner_picture() if turned is None else corner_picture().transpose(turned)
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    upright = open_picture(encoded(stored, "PNG", exif=exif)).light
    assert np.array_equal(upright, np.asarray(corner_picture().convert("L")))


def test_it_takes_the_first_frame_of_an_animation() -> None:
    blank = Image.new("RGB", (60, 40), "white")
    data = encoded(corner_picture(), "GIF", save_all=True, append_images=[blank, blank])
    assert open_picture(data).light[4, 4] == 0


@pytest.mark.parametrize("ink", [0, 60, 200, 255])
@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_ink_without_paper_can_be_seen_whatever_its_tone(ink: int, mode: str) -> None:
    picture = Image.new("L", (60, 40), ink)
    shape = Image.new("L", (60, 40), 0)
    shape.paste(255, (10, 5, 16, 35))
    picture.putalpha(shape)
    grey = open_picture(encoded(picture.convert(mode), "PNG")).light
    assert grey[20, 12] == ink
    assert abs(grey[20, 12] - grey[20, 40]) > 120


def test_a_card_with_rounded_corners_goes_on_in_its_own_colour() -> None:
    card = corner_picture("RGBA")
    card.putpixel((59, 39), (0, 0, 0, 0))
    assert open_picture(encoded(card, "PNG")).light[39, 59] == 255


def test_transparency_by_palette_is_laid_on_paper_too() -> None:
    picture = corner_picture("L").quantize(4)
    transparent = picture.getpixel((30, 30))
    light = open_picture(encoded(picture, "PNG", transparency=transparent)).light
    assert light[4, 4] == 0
    assert light[30, 30] == 255


def test_a_picture_that_is_all_transparent_is_blank_paper() -> None:
    assert (open_picture(encoded(Image.new("RGBA", (9, 9)), "PNG")).light == 255).all()
