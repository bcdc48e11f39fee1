"""Picture files that are damaged, that lie, that unpack to far more, or that are as much work as can be."""

import io
import random
import struct
import zlib
from collections.abc import Callable
from functools import cache

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.campaign.hostile.attempts import File
from benchmarks.campaign.hostile.values import flipped
from tests.support.worst_pictures import worst

MEDIA = (
    "image/png", "image/jpeg", "image/webp", "image/gif", "image/bmp", "image/svg+xml", "text/plain", "",
    "*/*",
    "application/octet-stream",
)  # fmt: skip
KINDS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "ICO", "PPM", "TGA", "PCX", "JPEG2000", "DDS")
MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F", "YCbCr", "LAB", "HSV")
SIDES = (1, 2, 3, 7, 27, 28, 64, 200)
HUGE = (0, 1, 2**15, 6324, 6325, 10_000, 65_535, 100_000, 2**31 - 1)


def scene(rng: random.Random, width: int, height: int) -> Image.Image:
    """Return a picture with some lines on it."""
    picture = Image.new("RGB", (width, height), tuple(rng.randrange(256) for _ in range(3)))
    painter = ImageDraw.Draw(picture)
    for _ in range(rng.randrange(12)):
        ends = [
            (rng.randrange(-5, width + 5), rng.randrange(-5, height + 5)) for _ in range(rng.randrange(2, 6))
        ]
        painter.line(ends, fill=tuple(rng.randrange(256) for _ in range(3)), width=rng.randrange(1, 20))
    return picture


def small(rng: random.Random) -> Image.Image:
    """Return a small picture of any shape, ink and noise."""
    width, height = rng.choice(SIDES), rng.choice(SIDES)
    if rng.random() < 0.2:
        pixels = np.random.default_rng(rng.randrange(2**32)).integers(0, 256, (height, width, 3), np.uint8)
        return Image.fromarray(pixels)
    return scene(rng, width, height)


def whole(rng: random.Random) -> bytes:
    """Return a picture in any mode and format that Pillow writes it in."""
    picture = small(rng).convert("L") if rng.random() < 0.5 else small(rng)
    while True:
        kind, mode = rng.choice(KINDS), rng.choice(MODES)
        buffer = io.BytesIO()
        try:
            picture.convert(mode).save(buffer, kind, **options_of(kind, rng))
        except (OSError, ValueError, KeyError, RuntimeError):
            continue
        return buffer.getvalue()


def options_of(kind: str, rng: random.Random) -> dict[str, object]:
    """Return options of a format at random."""
    if kind == "JPEG":
        return {"progressive": rng.random() < 0.5, "quality": rng.choice((1, 50, 100)), "exif": exif(rng)}
    if kind in {"GIF", "WEBP", "PNG"} and rng.random() < 0.3:
        return {"save_all": True, "append_images": [small(rng) for _ in range(rng.randrange(1, 20))]}
    if kind == "PNG":
        return {"icc_profile": rng.randbytes(rng.randrange(3000)), "exif": exif(rng)}
    return {}


def exif(rng: random.Random) -> bytes:
    """Return notes of a camera, whole or not."""
    notes = Image.Exif()
    notes[0x0112] = rng.choice((0, 1, 3, 6, 8, 9, 255))
    written = notes.tobytes()
    return flipped(written, rng) if rng.random() < 0.5 else written


def damaged(rng: random.Random) -> bytes:
    """Return a picture of which bytes are other ones, are missing or too many."""
    content = whole(rng)
    choice = rng.random()
    if choice < 0.5:
        return flipped(content, rng, 30)
    if choice < 0.8:
        return content[: rng.randrange(len(content) + 1)]
    at = rng.randrange(len(content) + 1)
    return content[:at] + rng.randbytes(rng.randrange(1, 100)) + content[at:]


def chunk(name: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG with a right checksum."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(  # noqa: PLR0913 - as its header has
    width: int, height: int, data: bytes, *between: bytes, depth: int = 8, colour: int = 0, lace: int = 0
) -> bytes:
    """Return a PNG with any header and any data."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, lace)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", header), *between, chunk(b"IDAT", data), chunk(b"IEND", b""))
    )


def lying(rng: random.Random) -> bytes:
    """Return a picture whose header promises another size, depth or kind of colour than it has."""
    width, height = rng.choice(HUGE), rng.choice(HUGE)
    choice = rng.random()
    if choice < 0.5:
        depth, colour = rng.choice((0, 1, 2, 4, 8, 16, 32, 255)), rng.choice((0, 1, 2, 3, 4, 5, 6, 7, 255))
        return png(
            width,
            height,
            zlib.compress(rng.randbytes(500)),
            depth=depth,
            colour=colour,
            lace=rng.randrange(3),
        )
    if choice < 0.65:
        bits = rng.choice((0, 1, 4, 8, 16, 24, 32, 64))
        facts = (
            40,
            width - 2**31,
            height - 2**31,
            1,
            bits,
            rng.randrange(8),
            rng.randrange(2**31),
            0,
            0,
            rng.randrange(2**31),
            0,
        )
        head = struct.pack("<IiiHHIIiiII", *facts)
        return b"BM" + struct.pack("<IHHI", 500, 0, 0, rng.choice((0, 54, 2**31))) + head + rng.randbytes(400)
    if choice < 0.8:
        size = struct.pack("<HH", width % 65536, height % 65536)
        return b"GIF89a" + size + rng.randbytes(rng.randrange(800))
    content = bytearray(whole(rng))
    for at in range(rng.randrange(4, 12), min(len(content) - 1, 40), rng.randrange(2, 8)):
        content[at] = 255
    return bytes(content)


@cache
def flat(width: int, height: int, colour: int, level: int) -> bytes:
    """Return the compressed rows of a picture of one value."""
    row = bytes(1 + width * {0: 1, 2: 3, 6: 4}[colour])
    packer = zlib.compressobj(level)
    return b"".join(packer.compress(row) for _ in range(height)) + packer.flush()


def bomb(rng: random.Random) -> bytes:
    """Return a small file that unpacks to much: pixels up to the limit, or a comment beside a pixel."""
    choice = rng.random()
    if choice < 0.4:
        width, height, colour = rng.choice(
            ((6324, 6324, 0), (40_000, 1000, 0), (1, 65_535, 0), (20_000, 2000, 2), (5000, 8000, 6))
        )
        return png(width, height, flat(width, height, colour, 1), colour=colour)
    packed = zlib.compress(bytes(rng.choice((10**6, 6 * 10**7))), 9)
    name, head = rng.choice(((b"zTXt", b"a\0\0"), (b"iCCP", b"a\0\0"), (b"iTXt", b"a\0\1\0\0\0")))
    if choice < 0.7:
        return png(1, 1, zlib.compress(b"\0\0"), *[chunk(name, head + packed)] * rng.choice((1, 3, 20)))
    return png(20, 20, packed)


@cache
def worst_files() -> tuple[bytes, ...]:
    """Return the pictures that are most work to read."""
    files = []
    for pixels in worst().values():
        buffer = io.BytesIO()
        Image.fromarray(pixels).save(buffer, "PNG", compress_level=1)
        files.append(buffer.getvalue())
    return tuple(files)


def costly(rng: random.Random) -> bytes:
    """Return a whole picture that is much work."""
    return rng.choice(worst_files())


def frames(rng: random.Random) -> bytes:
    """Return a picture that moves, of many frames."""
    buffer = io.BytesIO()
    first, *more = (scene(rng, 60, 60) for _ in range(rng.choice((2, 30, 120))))
    first.save(buffer, rng.choice(("GIF", "WEBP", "PNG")), save_all=True, append_images=more)
    return buffer.getvalue()


def scans(rng: random.Random) -> bytes:
    """Return a JPEG whose scans come again and again: each has to be decoded."""
    buffer = io.BytesIO()
    side = rng.choice((200, 1000))
    scene(rng, side, side).save(buffer, "JPEG", progressive=True)
    content = buffer.getvalue()
    last = content.rfind(b"\xff\xda")
    return content[:last] + content[last:-2] * rng.choice((2, 100, 500)) + b"\xff\xd9"


def nothing(rng: random.Random) -> bytes:
    """Return what is no picture."""
    begin = rng.choice(
        (
            b"",
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff",
            b"GIF89a",
            b"BM",
            b"RIFF\0\0\0\0WEBP",
            b"<svg/>",
            b"%PDF-1.7",
            b"PK\x03\x04",
            b"\0\0\0\x0cJXL ",
            b"\0\0\0\x1cftypavif",
        )
    )
    return begin + rng.randbytes(rng.randrange(2000))


MAKERS: tuple[tuple[float, Callable[[random.Random], bytes]], ...] = (
    (24, whole), (30, damaged), (20, lying), (2, bomb), (2, costly), (2, frames), (2, scans), (10, nothing),
)  # fmt: skip
"""How often each comes, and what makes it."""


def picture(rng: random.Random) -> tuple[str, bytes]:
    """Return the name of what is hostile in a picture, and its file."""
    (maker,) = rng.choices([maker for _weight, maker in MAKERS], [weight for weight, _maker in MAKERS])
    return maker.__name__, maker(rng)


def picture_file(rng: random.Random) -> tuple[str, File]:
    """Return the same as a form's file."""
    name, content = picture(rng)
    return name, File(
        name=rng.choice(("a.png", "a.jpg", "", "../a", "a" * 300)), content=content, media=rng.choice(MEDIA)
    )
