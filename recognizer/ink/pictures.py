"""Opening pictures that come from anywhere: few formats, bounded size, upright, opaque."""

import io
import struct
import threading
import warnings
import zlib

import numpy as np
from PIL import ExifTags, Image, UnidentifiedImageError

from recognizer.ink.errors import BrokenPicture, PictureTooLarge, UnknownPictureFormat

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")

LARGEST_PICTURE = 40_000_000
"""Pixels of the largest picture that is decoded."""

SAMPLE_SIDE = 256
"""Larger side, in pixels, of the thumbnail by which the ground under a transparent picture is chosen."""

TWO_TONES = 64
"""Grey levels between the visible pixels of a card that brings its own paper."""

UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each orientation of the EXIF standard (tag 0x0112); 1 is upright."""

DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    EOFError,
    struct.error,
    zlib.error,
)
"""What Pillow's decoders raise on data that is not what it claims to be."""

_one_at_a_time = threading.Lock()
"""Held while warnings are off, which Python can only do for all threads at once."""


def open_picture(data: bytes) -> Image.Image:
    """
    Decode a picture file: its first frame, upright, on paper where it was transparent.

    Parameters
    ----------
    data
        PNG, JPEG, WebP, GIF or BMP.

    Returns
    -------
    Image.Image
        Of any mode without transparency.

    Raises
    ------
    UnknownPictureFormat
        The data are none of these formats.
    PictureTooLarge
        The header promises more than ``LARGEST_PICTURE`` pixels; none has been decoded.
    BrokenPicture
        The data are truncated or damaged.
    """
    with _one_at_a_time, warnings.catch_warnings():
        # Pillow warns of size, which is checked below, and of oddities that do no harm
        warnings.simplefilter("ignore")
        picture = _opened(data)
        orientation = _orientation(picture)
    if picture.width * picture.height > LARGEST_PICTURE:
        raise PictureTooLarge(f"{_limit()}, got {picture.width} × {picture.height}")
    name = picture.format
    try:
        picture.load()
    except DAMAGE as error:
        raise BrokenPicture(f"expected a whole {name} picture, got a truncated or damaged one") from error
    if orientation in UPRIGHT:
        picture = picture.transpose(UPRIGHT[orientation])
    return _on_paper(picture) if picture.has_transparency_data else picture


def _opened(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        raise UnknownPictureFormat(
            "expected a PNG, JPEG, WebP, GIF or BMP picture, got something else"
        ) from None
    except Image.DecompressionBombError:
        raise PictureTooLarge(f"{_limit()}, got far more") from None
    except DAMAGE as error:
        raise BrokenPicture("expected a whole picture, got one with a damaged header") from error


def _limit() -> str:
    return f"expected a picture of at most {LARGEST_PICTURE // 1_000_000} megapixels"


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except DAMAGE:
        # a camera's broken note about a picture is no reason to refuse the picture
        return 1


def _on_paper(picture: Image.Image) -> Image.Image:
    """Lay a transparent picture on paper on which its ink can be seen; grey, at a byte a pixel."""
    layered = picture.convert("RGBA") if picture.mode not in {"RGBA", "LA"} else picture
    alpha = layered.getchannel("A")
    grey = layered.convert("L")
    paper = Image.new("L", picture.size, _ground(grey, alpha))
    paper.paste(grey, mask=alpha)
    return paper


def _ground(grey: Image.Image, alpha: Image.Image) -> int:
    """Return the grey of the paper: a card's own, or the opposite of ink that comes without any."""
    # points of the picture, not means of areas: those would mix ink with what cannot be seen
    step = -(-max(grey.size) // SAMPLE_SIDE)
    points = np.s_[step // 2 :: step, step // 2 :: step]
    visible = np.asarray(grey)[points][np.asarray(alpha)[points] > 127]
    if not visible.size:
        return 255
    low, middle, high = np.percentile(visible, [1, 50, 99])
    if high - low > TWO_TONES:
        return int(middle)
    return 255 if middle < 128 else 0
