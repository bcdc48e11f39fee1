"""The IDX format, in which MNIST is distributed.

A file is two zero bytes, a type code, the number of axes, each axis's length as a big-endian 32-bit integer,
and then the elements in C order. MNIST needs one type only, the unsigned byte.
"""

import math
import struct

import numpy as np
from numpy.typing import NDArray

from recognizer.datasets.errors import IdxError
from recognizer.phrases import Phrase

UNSIGNED_BYTE = 0x08


def encode_idx(array: NDArray[np.uint8]) -> bytes:
    """Write an array of unsigned bytes, of any shape, as an IDX file."""
    header = struct.pack(f">HBB{array.ndim}I", 0, UNSIGNED_BYTE, array.ndim, *array.shape)
    return header + array.tobytes()


def decode_idx(content: bytes, name: str) -> NDArray[np.uint8]:
    """Read an IDX file of unsigned bytes.

    Parameters
    ----------
    content
        The whole file.
    name
        What to call it in an error message.

    Returns
    -------
    ndarray of uint8
        Shaped as the header says; a read-only view of `content`.

    Raises
    ------
    IdxError
        If the header is of another kind, or promises more or fewer bytes than there are.
    """
    if len(content) < 4 or content[:3] != bytes((0, 0, UNSIGNED_BYTE)):
        raise IdxError(
            "{name}: expected an IDX file of unsigned bytes (00 00 08 …), found {found}.",
            name=name,
            found=_start(content),
        )
    axes = content[3]
    header = 4 + 4 * axes
    if len(content) < header:
        raise IdxError(
            "{name}: expected a header of {header} bytes, found {found} bytes in all.",
            name=name,
            header=header,
            found=len(content),
        )
    shape = struct.unpack_from(f">{axes}I", content, 4)
    if len(content) - header != math.prod(shape):
        raise IdxError(
            "{name}: expected {expected} bytes for shape {shape}, found {found}.",
            name=name,
            expected=math.prod(shape),
            shape=shape,
            found=len(content) - header,
        )
    return np.frombuffer(content, np.uint8, offset=header).reshape(shape)


def _start(content: bytes) -> str:
    return content[:4].hex(" ") or Phrase("nothing")
