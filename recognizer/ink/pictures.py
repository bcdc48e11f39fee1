"""Opening pictures that come from anywhere, safely."""

import io
import struct
import zlib

from PIL import Image, ImageOps, UnidentifiedImageError

from recognizer.ink.errors import BrokenPicture, PictureTooLarge, UnknownPictureFormat

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
LARGEST_PICTURE = 40_000_000
"""Pixels of the largest picture that is decoded."""


def open_picture(data: bytes) -> Image.Image:
    """Decode a picture file, upright."""
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        raise UnknownPictureFormat("expected a picture as PNG, JPEG, WebP, GIF or BMP") from None
    if picture.width * picture.height > LARGEST_PICTURE:
        raise PictureTooLarge("too large")
    try:
        picture.load()
    except (OSError, SyntaxError, ValueError, struct.error, zlib.error):
        raise BrokenPicture("broken") from None
    return ImageOps.exif_transpose(picture)
