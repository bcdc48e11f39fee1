"""Data sets as Parquet, for other people's tools: a row for each sample, licence and consent beside them."""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from recognizer.phrases import Phrase, shortened
from recognizer.services.data_sets.archive import MAX_FILE_BYTES, reason_of
from recognizer.services.data_sets.people import MAX_SAMPLES, PARTS, PeopleData
from recognizer.services.errors import DataSetRefused

if TYPE_CHECKING:
    import pyarrow as pa

CARD = b"digitweb.people"
PIXELS = 28 * 28
MISSING = Phrase("Parquet files need pyarrow: pip install -r requirements-parquet.txt, or use .npz.")
COLUMNS = ("image", "label", "person", "part", "device", "sample", "by_lot")


def parquet_of(data: PeopleData, card: Mapping[str, Any]) -> bytes:
    """Return the samples as a Parquet file with what it says of itself, licence and consent, as metadata."""
    pa, pq = loaded()
    people, devices = np.array(data.people, dtype=object), np.array(data.devices, dtype=object)
    parts = np.array([part.value for part in PARTS], dtype=object)
    columns = [
        pa.FixedSizeBinaryArray.from_buffers(
            pa.binary(PIXELS), len(data), [None, pa.py_buffer(np.ascontiguousarray(data.images).tobytes())]
        ),
        pa.array(data.labels),
        pa.array(people[data.person]),
        pa.array(parts[data.part]),
        pa.array(devices[data.device]),
        pa.array(data.sample),
        pa.array(data.by_lot),
    ]
    told: dict[bytes | str, str] = {"licence": str(card["licence"]), "consent": str(card["consent"])}
    told[CARD] = json.dumps(card, sort_keys=True)
    table = pa.table(dict(zip(COLUMNS, columns, strict=True))).replace_schema_metadata(told)
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def read_parquet(path: Path) -> tuple[dict[str, NDArray[Any]], str]:
    """Return arrays as an .npz file has them, and the text of what the file says of itself.

    Raises
    ------
    DataSetRefused
        If it is no such file, or holds more than a data set may, or pyarrow is not installed.
    """
    pa, pq = loaded()
    try:
        with pq.ParquetFile(path) as file:
            check_head(file)
            table = file.read(columns=list(COLUMNS))
        arrays = arrays_in(table)
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError, OverflowError) as error:
        raise DataSetRefused(
            "{file} is no Parquet file: {reason}.", file=path.name, reason=reason_of(error)
        ) from error
    return arrays, (table.schema.metadata or {}).get(CARD, b"").decode(errors="replace")


def check_head(file: Any) -> None:  # noqa: ANN401 - pyarrow has no types
    """Raise DataSetRefused for columns, rows or bytes that a data set has not, before any row is read."""
    pa, _ = loaded()
    expected = {
        "image": pa.binary(PIXELS),
        "label": pa.uint8(),
        "person": pa.string(),
        "part": pa.string(),
        "device": pa.string(),
        "sample": pa.int64(),
        "by_lot": pa.uint8(),
    }
    found = {field.name: field.type for field in file.schema_arrow}
    for name, kind in expected.items():
        if found.get(name) != kind:
            raise DataSetRefused(
                "{column}: expected a column of {expected}, found {found}.",
                column=name,
                expected=kind,
                found=shortened(str(found.get(name, "–"))),
            )
    head = file.metadata
    if not 1 <= head.num_rows <= MAX_SAMPLES:
        raise DataSetRefused(
            "Expected 1 to {most} samples, found {found}.",
            most=f"{MAX_SAMPLES:,}",
            found=f"{head.num_rows:,}",
        )
    size = sum(head.row_group(place).total_byte_size for place in range(head.num_row_groups))
    if size > MAX_FILE_BYTES:
        raise DataSetRefused(
            "{file} has {size} bytes unpacked; a data set may have {most}.",
            file="Parquet",
            size=f"{size:,}",
            most=f"{MAX_FILE_BYTES:,}",
        )


def arrays_in(table: "pa.Table") -> dict[str, NDArray[Any]]:
    """Return the columns as the arrays of an .npz file."""
    for name in COLUMNS:
        if table[name].null_count:
            raise DataSetRefused("{column}: expected a value in each row, found none in some.", column=name)
    people, person = places_in(table["person"].to_pylist())
    devices, device = places_in(table["device"].to_pylist())
    named = table["part"].to_pylist()
    names = [part.value for part in PARTS]
    wrong = [name for name in named if name not in names]
    if wrong:
        raise DataSetRefused(
            "part: expected {expected}, found {found}.",
            expected=", ".join(names),
            found=ascii(wrong[0][:60]),
        )
    return {
        "images": np.frombuffer(b"".join(table["image"].to_pylist()), np.uint8).reshape(-1, 28, 28),
        "labels": table["label"].to_numpy(),
        "people": people,
        "person": person,
        "part": np.array([names.index(name) for name in named], dtype=np.uint8),
        "devices": devices,
        "device": device.astype(np.uint8),
        "sample": table["sample"].to_numpy(),
        "by_lot": table["by_lot"].to_numpy(),
    }


def places_in(texts: list[str]) -> tuple[NDArray[np.str_], NDArray[np.int64]]:
    """Return each text once, and for each row its place among them; long ones are cut, and so refused."""
    unique = sorted({text[:100] for text in texts})
    places = {text: place for place, text in enumerate(unique)}
    return np.array(unique), np.array([places[text[:100]] for text in texts], dtype=np.int64)


def loaded() -> tuple[Any, Any]:
    """Return pyarrow and its part for Parquet; raise DataSetRefused if it is not installed."""
    try:
        import pyarrow as pa  # noqa: PLC0415 - optional, and slow to load
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError:
        raise DataSetRefused(MISSING) from None
    return pa, pq
