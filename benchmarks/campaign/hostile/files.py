"""Model files and data sets that are damaged, that lie, or that unpack to far more than they are."""

import io
import json
import random
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from benchmarks.campaign.hostile.values import anything, flipped, mutated, number, text
from tests.support.site import ROOT

FORMAT = "digitweb-people-1"
DTYPES = ("F32", "F64", "U8", "I64", "BF16", "f32", "", "O")


@cache
def real_model() -> bytes:
    """Return a small model file as it is written."""
    return (ROOT / "recognizer/pretrained/deck.safetensors").read_bytes()


def parts_of(file: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the header and the arrays of a model file."""
    (length,) = struct.unpack("<Q", file[:8])
    return json.loads(file[8 : 8 + length]), file[8 + length :]


def model_of(header: Any, arrays: bytes, length: int | None = None) -> bytes:  # noqa: ANN401 - any JSON
    """Return a model file with any header; `length` is what it says of it."""
    written = json.dumps(header).encode()
    said = len(written) if length is None else length
    return struct.pack("<Q", said % 2**64) + written + arrays


def other_facts(rng: random.Random) -> bytes:
    """Return a model file that says something else of itself."""
    header, arrays = parts_of(real_model())
    facts = header["__metadata__"]
    name = rng.choice(list(facts))
    try:
        inside = json.loads(facts[name])
    except ValueError:
        inside = None
    facts[name] = json.dumps(mutated(inside, rng)) if inside is not None and rng.random() < 0.7 else text(rng)
    if rng.random() < 0.3:
        header["__metadata__"] = mutated(facts, rng)
    return model_of(header, arrays)


def other_architecture(rng: random.Random) -> bytes:
    """Return a model file whose layers are others than its arrays."""
    header, arrays = parts_of(real_model())
    layers = [
        {
            "type": rng.choice(("dense", "conv2d", "max_pool2d", "flatten", "dropout", text(rng)[:30])),
            "units": number(rng),
            "filters": number(rng),
            "kernel": number(rng),
            "activation": rng.choice(("relu", "softmax", text(rng)[:30])),
        }
        for _ in range(rng.choice((0, 1, 3, 2000)))
    ]
    shape = [rng.choice((28, 1, 784, number(rng))) for _ in range(rng.randrange(5))]
    header["__metadata__"]["architecture"] = json.dumps({"input_shape": shape, "layers": layers})
    return model_of(header, arrays)


def other_header(rng: random.Random) -> bytes:
    """Return a model file whose arrays lie elsewhere, overlap, or are of another type or shape."""
    header, arrays = parts_of(real_model())
    name = rng.choice([name for name in header if name != "__metadata__"])
    entry = header[name]
    choice = rng.randrange(5)
    if choice == 0:
        entry["dtype"] = rng.choice(DTYPES)
    elif choice == 1:
        entry["shape"] = [number(rng) for _ in range(rng.choice((0, 1, 2, 40)))]
    elif choice == 2:
        entry["data_offsets"] = [number(rng), number(rng)]
    elif choice == 3:
        header[text(rng)[:200]] = anything(rng)
    else:
        header[name] = anything(rng)
    return model_of(header, arrays, rng.choice((None, None, None, 0, 1, 10**6, 2**31, 2**63, -1)))


def other_numbers(rng: random.Random) -> bytes:
    """Return a model file of which numbers are infinite, none, or just others."""
    header, arrays = parts_of(real_model())
    values = np.frombuffer(arrays, "<f4").copy()
    values[rng.randrange(len(values))] = rng.choice((np.nan, np.inf, -np.inf, 3e38, 1e-40))
    return model_of(header, values.tobytes())


def damaged_model(rng: random.Random) -> bytes:
    """Return a model file with other bytes, or less of it."""
    file = real_model()
    return flipped(file[:3000], rng) + file[3000:] if rng.random() < 0.6 else file[: rng.randrange(len(file))]


def no_model(rng: random.Random) -> bytes:
    """Return what is no model file: nested lists, a pickle, zeros."""
    return rng.choice(
        (
            b"", bytes(8), bytes(100_000), b"\x80\x04cos\nsystem\n(S'true'\ntR.", model_of("", b""),
            model_of([], b""),
            struct.pack("<Q", 100_000) + b"[" * 100_000, struct.pack("<Q", 90_000) + b'{"a":' * 18_000,
            rng.randbytes(500),
            struct.pack("<Q", 4000) + b"9" * 4000, struct.pack("<Q", 7) + b'{"\xff":1}',
        )
    )  # fmt: skip


MODELS: tuple[Callable[[random.Random], bytes], ...] = (
    other_facts, other_facts, other_architecture, other_header, other_numbers, damaged_model, no_model,
)  # fmt: skip


def people(rng: random.Random) -> dict[str, Any]:
    """Return the arrays of a small data set."""
    count, persons = 12, 3
    random_ = np.random.default_rng(rng.randrange(2**32))
    return {
        "images": random_.integers(0, 256, (count, 28, 28), np.uint8),
        "labels": random_.integers(0, 11, count).astype(np.uint8),
        "people": np.array([f"{n:010x}" for n in range(persons)]),
        "person": random_.integers(0, persons, count),
        "part": random_.integers(0, 3, count).astype(np.uint8),
        "device": np.zeros(count, np.uint8),
        "devices": np.array(["mouse", "touch", "pen", "picture", "other"]),
        "sample": np.arange(count) + 1,
        "by_lot": np.ones(count, np.uint8),
    }


def other_arrays(rng: random.Random) -> bytes:
    """Return a data set of which an array is another one, is missing or too many."""
    arrays = people(rng)
    name = rng.choice(list(arrays))
    shape = tuple(rng.choice((0, 1, 3, 12, 28)) for _ in range(rng.randrange(4)))
    dtype = rng.choice(("u1", "<i8", ">i8", "<f8", "<U5", "?", "<M8[s]", "<c16", "S3", "f2"))
    choice = rng.random()
    if choice < 0.6:
        arrays[name] = np.full(shape, rng.choice((0, 1, 255)), np.uint8).astype(dtype)
    elif choice < 0.8:
        del arrays[name]
    else:
        arrays[text(rng)[:100].replace("\0", "")] = np.zeros(shape)
    return archive(arrays, card(rng))


def card(rng: random.Random) -> str:
    """Return what a data set says of itself, mostly something else than it should."""
    facts: Any = {"format": FORMAT, "name": "A", "licence": "CC0", "made": "2026-01-01", "consent": 1}
    return json.dumps(mutated(facts, rng) if rng.random() < 0.7 else facts)


def archive(arrays: dict[str, Any], written: str) -> bytes:
    """Return an .npz file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, array in {**arrays, "card": np.array(written)}.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, np.asanyarray(array), allow_pickle=False)
            file.writestr(f"{name}.npy".encode("utf-8", "replace").decode(), content.getvalue())
    return buffer.getvalue()


def lying_array(rng: random.Random) -> bytes:
    """Return a data set with an array whose header promises another shape or kind."""
    shape = rng.choice(
        (
            "(999999999999,)",
            "(-1,)",
            "(1,)*99",
            "(" * 500,
            "(2147483648, 28, 28)",
            "()",
            "(12, 28, 28)",
            "True",
        )
    )
    kind = rng.choice(("|u1", "|O", "<f8", "[('a','<i4')]", "x", "|V9999999999"))
    header = f"{{'descr': {kind!r}, 'fortran_order': False, 'shape': {shape}}}".encode()
    content = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header) + 1) + header + b"\n" + rng.randbytes(200)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("images.npy", content)
    return buffer.getvalue()


@cache
def packed_zeros() -> bytes:
    """Return an archive that unpacks to a thousand times as much."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name in ("images", "labels", "people"):
            file.writestr(f"{name}.npy", bytes(120 * 2**20))
    return buffer.getvalue()


def damaged_set(rng: random.Random) -> bytes:
    """Return a data set with other bytes, less of it, or with entries that lie."""
    file = archive(people(rng), card(rng))
    choice = rng.random()
    if choice < 0.05:
        return packed_zeros()
    if choice < 0.6:
        return flipped(file, rng, 20)
    return file[: rng.randrange(len(file))]


def no_set(rng: random.Random) -> bytes:
    """Return what is no data set."""
    begin = rng.choice((b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"PAR1", b"\x93NUMPY\x01\x00"))
    return begin + rng.randbytes(rng.randrange(500)) + rng.choice((b"", b"PAR1"))


SETS: tuple[Callable[[random.Random], bytes], ...] = (
    other_arrays,
    other_arrays,
    lying_array,
    damaged_set,
    no_set,
)
