"""Rows of pictures that were read → a file that is whole or not there."""

import csv
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import IO, Any

from recognizer.services.bulk.errors import LedgerGone, UnusableResults
from recognizer.services.bulk.ledger import MERGE_LOCK, Ledger
from recognizer.services.bulk.sources import ResultRow
from recognizer.services.locks import locked

COLUMNS = tuple(field.name for field in fields(ResultRow))

ROWS_AT_ONCE = 10_000
"""Of a Parquet file, held in memory."""

RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")

PYARROW = "Parquet files need pyarrow: pip install -r requirements-parquet.txt, or choose .csv or .jsonl."


def merge(ledger: Ledger, output: Path) -> None:
    """Make of a whole ledger the file of results, in one step; then remove the ledger.

    Raises LedgerGone if another process does so first.
    """
    try:
        with locked(ledger.folder / MERGE_LOCK):
            write_results(ledger.rows(), output, beside=ledger.folder / f"merged{output.suffix}")
            ledger.remove()
    except FileNotFoundError:
        raise LedgerGone(f"{ledger.folder} is gone: another process has merged it.") from None
    except OSError as error:
        raise UnusableResults(f"{output} cannot be written: {error.strerror or error}.") from error


def write_results(rows: Iterable[ResultRow], output: Path, *, beside: Path) -> None:
    """Write a file of results beside, and rename it into place once it is whole and on disk."""
    WRITERS[output.suffix](beside, rows)
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    beside.replace(output)


def check_output(output: Path) -> None:
    """Raise UnusableResults where a file of results could not be written at the end."""
    if output.suffix not in WRITERS:
        raise UnusableResults(f'--output: expected a name in {", ".join(WRITERS)}, found "{output.name}".')
    if not output.parent.is_dir():
        raise UnusableResults(f'--output: expected a folder that exists, found "{output.parent}".')
    if output.suffix == ".parquet":
        try:
            import pyarrow  # noqa: F401, PLC0415 - optional, and slow to load
        except ImportError:
            raise UnusableResults(PYARROW) from None


def write_csv(file: IO[str], rows: Iterable[ResultRow]) -> None:
    """Write rows as CSV (RFC 4180), the names of the columns first; no spreadsheet runs any cell."""
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _inert(value) for name, value in asdict(row).items()})
        file.flush()


def _inert(value: object) -> object:
    """Escape a cell with an apostrophe if a spreadsheet would take it for a formula.

    OWASP, "CSV Injection": what begins with any of these characters is run when the file is opened.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(RUN_BY_SPREADSHEETS) else value


def _csv(path: Path, rows: Iterable[ResultRow]) -> None:
    """Write a file; the mark at its head tells spreadsheets that it is UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        write_csv(file, rows)


def _jsonl(path: Path, rows: Iterable[ResultRow]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)


def _parquet(path: Path, rows: Iterable[ResultRow]) -> None:
    import pyarrow as pa  # noqa: PLC0415 - optional, and slow to load
    import pyarrow.parquet as pq  # noqa: PLC0415

    kinds = {"confidence": pa.float64()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    with pq.ParquetWriter(path, schema) as writer:
        batch: list[dict[str, Any]] = []
        for row in rows:
            batch.append(asdict(row))
            if len(batch) == ROWS_AT_ONCE:
                writer.write_table(pa.Table.from_pylist(batch, schema=schema))
                batch = []
        writer.write_table(pa.Table.from_pylist(batch, schema=schema))


WRITERS: Mapping[str, Callable[[Path, Iterable[ResultRow]], None]] = {
    ".csv": _csv,
    ".jsonl": _jsonl,
    ".parquet": _parquet,
}
"""By the ending of the file's name."""
