"""Opening pictures that come from anywhere: few formats, bounded size."""

import io
import math
import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import ExifTags, Image, ImageFile, JpegImagePlugin, UnidentifiedImageError, WebPImagePlugin

from recognizer.ink.errors import BrokenPicture, PictureTooLarge, UnknownPictureFormat
from recognizer.ink.paper.grey import WORKING_SIDE, Picture, picture_of
from recognizer.phrases import Phrase

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")

MAX_PICTURE_PIXELS = 40_000_000
"""Pixels of the largest picture that is decoded."""
A_MEGAPIXEL = 1_000_000

DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    EOFError,
    struct.error,
    zlib.error,
)
"""What Pillow raises, wherever it looks at data that is not what it claims to be."""

_one_at_a_time = threading.Lock()
"""Held while warnings are off, which Python can only do for all threads at once."""


def open_picture(data: bytes, *, most_pixels: int = MAX_PICTURE_PIXELS) -> Picture:
    """
    Decode a picture file: its first frame, upright, on paper where it was transparent.

    Large pictures are shrunk while they are decoded, so that 40 megapixels need little more memory than their
    own decoder does.

    Parameters
    ----------
    data
        PNG, JPEG, WebP, GIF or BMP.
    most_pixels
        Of the largest picture that is decoded, whole megapixels.

    Raises
    ------
    UnknownPictureFormat
        The data are none of these formats.
    PictureTooLarge
        The header promises more than ``most_pixels`` pixels; none has been decoded.
    BrokenPicture
        The data are truncated or damaged.
    """
    name = None
    try:
        with _without_warnings():
            file = Image.open(io.BytesIO(data), formats=FORMATS)
        name, width = file.format, file.width
        if width * file.height > most_pixels:
            raise PictureTooLarge(
                "expected a picture of at most {most} megapixels, got {width} × {height}",
                most=most_pixels // A_MEGAPIXEL,
                width=width,
                height=file.height,
            )
        image = _decoded(file)
        with _without_warnings():
            orientation = _orientation(file)
        return picture_of(image, orientation=orientation, shrunk=-(-width // image.width))
    except UnidentifiedImageError:
        raise UnknownPictureFormat(
            "expected a PNG, JPEG, WebP, GIF or BMP picture, got something else"
        ) from None
    except Image.DecompressionBombError:
        raise PictureTooLarge(
            "expected a picture of at most {most} megapixels, got far more", most=most_pixels // A_MEGAPIXEL
        ) from None
    except DAMAGE as error:
        raise BrokenPicture(_damage(name)) from error


def _damage(name: str | None) -> Phrase:
    """Say what is wrong with a picture of a format, or with one whose header tells none."""
    if name is None:
        return Phrase("expected a whole picture, got one with a damaged header")
    return Phrase("expected a whole {format} picture, got a truncated or damaged one", format=name)


def _decoded(file: ImageFile.ImageFile) -> Image.Image:
    """Return a file's first frame in as little memory as its decoder allows."""
    if isinstance(file, WebPImagePlugin.WebPImageFile):
        return _webp_frame(file)
    if isinstance(file, JpegImagePlugin.JpegImageFile):
        # the decoder leaves out the colours, and the fine detail that would be averaged away afterwards
        step = -(-max(file.size) // WORKING_SIDE)
        scale = math.gcd(step, 8)
        file.draft("L", (max(1, file.width // scale), max(1, file.height // scale)))
    file.load()
    return file


def _webp_frame(file: WebPImagePlugin.WebPImageFile) -> Image.Image:
    """Return the first frame without a further copy: the decoder itself holds two of it."""
    pixels, _, _ = file._get_next()  # load() would copy them
    mode, size = file.rawmode, file.size
    del file._decoder
    return Image.frombuffer(mode, size, pixels, "raw", mode, 0, 1)


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Keep Pillow from warning of size, which is checked here, and of oddities that do no harm."""
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except DAMAGE:
        # a camera's broken note about a picture is no reason to refuse the picture
        return 1
