import contextlib
import io
import re
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from recognizer.ink import BrokenPicture, PictureError, PictureTooLarge, UnknownPictureFormat, open_picture
from recognizer.ink.pictures.opening import FORMATS
from tests.ink.handwriting import FIVE, ONE, SEVEN, photographed, picture, row

ORIENTATION = 0x0112
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


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
    return PNG_SIGNATURE + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


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


def files() -> dict[str, bytes]:
    """Return a small file of every format and mode that can be written here."""
    grey, colour, veiled = corner_picture("L"), corner_picture("RGB"), corner_picture("RGBA")
    palette = grey.quantize(4)
    deep = Image.fromarray(np.asarray(grey).astype(np.uint16) * 256)
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    modes: dict[str, tuple[Image.Image, ...]] = {
        "PNG": (grey.convert("1"), grey, veiled.convert("LA"), palette, colour, veiled, deep),
        "JPEG": (grey, colour, colour.convert("CMYK")),
        "WEBP": (colour, veiled),
        "GIF": (grey.convert("1"), grey, palette),
        "BMP": (grey.convert("1"), grey, palette, colour, veiled),
    }
    found = {
        f"{kind} {picture.mode}": encoded(picture, kind)
        for kind, pictures in modes.items()
        for picture in pictures
    }
    return {
        **found,
        "PNG P, transparent": encoded(palette, "PNG", transparency=1),
        "PNG RGB, transparent": encoded(colour, "PNG", transparency=(0, 0, 0)),
        "PNG on its side": encoded(colour, "PNG", exif=exif),
        "JPEG on its side": encoded(colour, "JPEG", exif=exif, progressive=True),
        "WEBP on its side": encoded(colour, "WEBP", lossless=True, exif=exif),
        "GIF, moving": encoded(palette, "GIF", save_all=True, append_images=[palette], transparency=1),
        "WEBP, moving": encoded(veiled, "WEBP", save_all=True, append_images=[veiled]),
    }


def damaged(whole: bytes, rng: np.random.Generator) -> bytes:
    """Return a file with some bytes changed, taken out or cut off at the end."""
    data = bytearray(whole)
    for place in rng.integers(0, len(data), size=rng.integers(1, 6)).tolist():
        data[place] = int(rng.integers(0, 256))
    start, length = rng.integers(0, len(data)), rng.integers(0, 40)
    match rng.integers(0, 3):
        case 1:
            del data[start : start + length]
        case 2:
            del data[start:]
    return with_true_sums(bytes(data)) if rng.random() < 0.7 else bytes(data)


def with_true_sums(data: bytes) -> bytes:
    """Return a PNG whose chunks bear the sums of what they hold, so that a decoder looks at it."""
    start = len(PNG_SIGNATURE)
    if not data.startswith(PNG_SIGNATURE):
        return data
    mended = bytearray(data)
    while start + 12 <= len(data):
        end = start + 8 + int.from_bytes(data[start : start + 4], "big")
        if end + 4 > len(data):
            break
        mended[end : end + 4] = struct.pack(">I", zlib.crc32(data[start + 4 : end]))
        start = end + 4
    return bytes(mended)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("name", files())
def test_damage_of_any_kind_is_one_of_our_errors(name: str) -> None:
    whole = files()[name]
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    assert open_picture(whole).light.size
    for _ in range(150):
        with contextlib.suppress(PictureError):
            open_picture(damaged(whole, rng))


def test_it_refuses_a_palette_picture_without_its_palette() -> None:
    whole = encoded(Image.new("P", (3, 3)), "PNG")
    start = whole.index(b"PLTE") - 4
    length = int.from_bytes(whole[start : start + 4], "big")
    with pytest.raises(
        BrokenPicture, match=r"^expected a whole PNG picture, got a truncated or damaged one$"
    ):
        open_picture(whole[:start] + whole[start + 12 + length :])


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


def test_ink_of_several_colours_without_paper_is_seen_by_its_shape() -> None:
    shape = picture(row(FIVE, ONE, SEVEN), paper=0, ink=255)
    colours = np.zeros((shape.height, shape.width, 3), np.uint8)
    for third, colour in enumerate([(190, 20, 40), (250, 250, 210), (10, 10, 10)]):
        colours[:, third * shape.width // 3 : (third + 1) * shape.width // 3] = colour
    coloured = Image.fromarray(colours)
    coloured.putalpha(shape)
    light = open_picture(encoded(coloured, "PNG")).light
    np.testing.assert_array_equal(light, 255 - np.asarray(shape, np.float32))


def test_ink_whose_white_paper_was_made_transparent_is_whole() -> None:
    """The rims of such ink are pale, and its darkest part is all that is opaque."""
    tone = photographed(row(FIVE, ONE, SEVEN), paper=255, ink=0)
    opacity = np.where(tone < 250, 255, 0).astype(np.uint8)
    cut_out = Image.merge("LA", [Image.fromarray(tone), Image.fromarray(opacity)])
    light = open_picture(encoded(cut_out, "PNG")).light
    np.testing.assert_array_equal(light, 255 - opacity)


@pytest.mark.parametrize("turn", [0, 30])
def test_a_card_keeps_its_ink_however_it_lies(turn: int) -> None:
    card = picture(row(FIVE, ONE, SEVEN)).convert("RGBA").rotate(turn, expand=True)
    light = open_picture(encoded(card, "PNG")).light
    assert light[0, 0] == pytest.approx(230, abs=2)
    assert light.min() < 60


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
