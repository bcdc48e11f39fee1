"""Rows of pictures that were read → a file that is whole or not there, and a journal to go on from.

Rows go into a journal beside the file, a JSON object a line, as they come. When the last one is there, the
journal becomes the file in one step. Whoever is killed before that finds the journal and goes on behind its
last whole line.
"""

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from recognizer.services.bulk.errors import UnusableResults
from recognizer.services.bulk.sources import ResultRow
from recognizer.services.locks import try_lock

COLUMNS = tuple(field.name for field in fields(ResultRow))

ROWS_AT_ONCE = 10_000
"""Of a Parquet file, held in memory."""

RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")

PYARROW = "Parquet files need pyarrow: pip install -r requirements-parquet.txt, or choose .csv or .jsonl."


class Journal:
    """The rows of a run so far, on disk; locked inside of `with`."""

    def __init__(self, output: Path, *, run: Mapping[str, str]) -> None:
        """Name the journal beside `output`; `run` holds the options that a resumed run must share."""
        self.path = output.with_name(output.name + ".part")
        self._head = {"run": dict(run)}
        self.done: set[str] = set()
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        self._file = self._opened()
        try:
            self.done = self._whole_lines()
            if not self.path.stat().st_size:
                self._write(self._head)
        except BaseException:
            self._file.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, row: ResultRow) -> None:
        """Append a row to the journal on disk."""
        self._write(asdict(row))

    def rows(self) -> Iterator[ResultRow]:
        """Yield all rows, those of runs before too."""
        with self.path.open(encoding="utf-8") as lines:
            next(lines)
            for line in lines:
                yield ResultRow(**json.loads(line))

    def _write(self, line: Mapping[str, Any]) -> None:
        assert self._file is not None  # noqa: S101 - `with` opened it
        self._file.write(self._line(line))
        self._file.flush()

    @staticmethod
    def _line(line: Mapping[str, Any]) -> str:
        return json.dumps(line, ensure_ascii=False) + "\n"

    def _opened(self) -> IO[str]:
        """Return the file, locked as long as it is open: a run that ends removes its journal."""
        descriptor = try_lock(self.path)
        if descriptor is None:
            raise UnusableResults(
                f"{self.path} is being written by another run. Wait for it, or choose another --output."
            )
        return os.fdopen(descriptor, "a", encoding="utf-8")

    def _whole_lines(self) -> set[str]:
        """Return the paths that have a row; truncate a partial last line."""
        with self.path.open("r+b") as file:
            content = file.read()
            begun = self._line(self._head).encode().startswith(content)
            end = 0 if begun else content.rfind(b"\n") + 1
            done = set() if begun else self._paths(content[:end].splitlines() or [content])
            file.truncate(end)
        return done

    def _paths(self, lines: Sequence[bytes]) -> set[str]:
        """Return the paths in the rows of a journal; raise UnusableResults if it is not of this run."""
        try:
            if lines and json.loads(lines[0]) != self._head:
                raise UnusableResults(
                    f"{self.path} was begun with other options or another model version. "
                    "Remove it, or choose another --output."
                )
            return {json.loads(line)["path"] for line in lines[1:]}
        except (ValueError, KeyError, TypeError):
            raise UnusableResults(f"{self.path} is no journal of this command. Remove it.") from None


def write_results(journal: Journal, output: Path) -> None:
    """Turn a journal with all rows into the file of results, in one step; then remove it."""
    beside = output.with_name(output.name + ".new")
    WRITERS[output.suffix](beside, journal.rows())
    beside.replace(output)
    journal.path.unlink()


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
