"""A whole ledger, and the file that it becomes."""

import codecs
import csv
import json
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from recognizer.services.bulk.errors import LedgerGone, UnusableResults
from recognizer.services.bulk.ledger import Ledger, open_ledger
from recognizer.services.bulk.manifest import Run
from recognizer.services.bulk.output import COLUMNS, PYARROW, WRITERS, check_output, merge
from recognizer.services.bulk.sources import PictureSource, ResultRow

NONE = {".csv": pytest.approx(float("nan"), nan_ok=True), ".jsonl": None, ".parquet": None}
"""How each kind of file says that there is no confidence."""
ROWS = [
    ResultRow(path="a.png", text="42", confidence=0.9, verdict="recognized", ignored="dot dash"),
    ResultRow(path='b, "c".png', error="no picture"),
]


def ledger_with(output: Path, rows: list[ResultRow], *, chunk: int = 1) -> Ledger:
    """Return the ledger of rows, one chunk for each unless said otherwise."""
    run = Run(mode="number", model="abc", paths=("in",), chunk=chunk)
    ledger = open_ledger(output, run, lambda: [PictureSource(file=row.path) for row in rows])
    for each in ledger.left():
        ledger.keep(each, rows[each * chunk : (each + 1) * chunk])
    return ledger


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_a_whole_ledger_becomes_the_file(tmp_path: Path, ending: str) -> None:
    output = tmp_path / f"results.{ending}"
    merge(ledger_with(output, ROWS), output)
    assert list(tmp_path.iterdir()) == [output]
    assert rows_of(output) == [
        {
            "path": "a.png",
            "text": "42",
            "confidence": 0.9,
            "verdict": "recognized",
            "error": "",
            "ignored": "dot dash",
        },
        {
            "path": 'b, "c".png',
            "text": "",
            "confidence": NONE[output.suffix],
            "verdict": "",
            "error": "no picture",
            "ignored": "",
        },
    ]


def rows_of(output: Path) -> list[dict[str, object]]:
    if output.suffix == ".parquet":
        rows: list[dict[str, object]] = pq.read_table(output).to_pylist()
        return rows
    if output.suffix == ".jsonl":
        return [json.loads(line) for line in output.read_text().splitlines()]
    with output.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        assert tuple(reader.fieldnames or ()) == COLUMNS
        return [{**row, "confidence": float(row["confidence"] or "nan")} for row in reader]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_run_by_a_spreadsheet(tmp_path: Path, begin: str) -> None:
    name = f"{begin}cmd|' /C calc'!A0.png"
    output = tmp_path / "results.csv"
    merge(ledger_with(output, [ResultRow(path=name, text="42")]), output)
    (row,) = rows_of(output)
    assert row["path"] == f"'{name}"
    for exact in ("results.jsonl", "results.parquet"):
        merge(ledger_with(tmp_path / exact, [ResultRow(path=name)]), tmp_path / exact)
        assert rows_of(tmp_path / exact)[0]["path"] == name


def test_a_csv_file_says_that_it_is_utf_8(tmp_path: Path) -> None:
    output = tmp_path / "results.csv"
    merge(ledger_with(output, [ResultRow(path="数字.png", text="007")]), output)
    assert output.read_bytes().startswith(codecs.BOM_UTF8 + b"path,")
    assert [(row["path"], row["text"]) for row in rows_of(output)] == [("数字.png", "007")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("results.xlsx", r'expected a name in \.csv, \.jsonl, \.parquet, found "results\.xlsx"'),
        ("nowhere/results.csv", "expected a folder that exists, found"),
    ],
)
def test_a_file_that_could_not_be_written_is_refused_first(tmp_path: Path, name: str, expected: str) -> None:
    with pytest.raises(UnusableResults, match=expected):
        check_output(tmp_path / name)


def test_parquet_needs_its_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UnusableResults) as refused:
        check_output(tmp_path / "results.parquet")
    assert str(refused.value) == PYARROW


def test_rows_are_merged_in_the_order_of_their_pictures(tmp_path: Path) -> None:
    output = tmp_path / "results.jsonl"
    rows = [ResultRow(path=f"{place}.png", text=str(place)) for place in range(25)]
    merge(ledger_with(output, rows, chunk=10), output)
    assert [row["text"] for row in rows_of(output)] == [row.text for row in rows]


def test_a_chunk_that_was_damaged_is_read_anew(tmp_path: Path) -> None:
    output = tmp_path / "results.jsonl"
    ledger = ledger_with(output, ROWS)
    for damage in [b"", b'{"path": "b', ledger.path(0).read_bytes(), 2 * ledger.path(1).read_bytes()]:
        ledger.path(1).write_bytes(damage)
        with pytest.raises(UnusableResults, match="was damaged and is removed"):
            merge(ledger, output)
        assert ledger.left() == [1]
        assert not output.exists()
        ledger.keep(1, ROWS[1:])
    merge(ledger, output)
    assert len(rows_of(output)) == 2


def test_a_ledger_is_merged_once(tmp_path: Path) -> None:
    output = tmp_path / "results.jsonl"
    ledger = ledger_with(output, ROWS)
    merge(ledger, output)
    with pytest.raises(LedgerGone):
        merge(ledger, output)


def test_a_merge_that_ends_early_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "results.jsonl"
    output.write_text("what was there before")
    ledger = ledger_with(output, ROWS)

    def fill_the_disk(path: Path, _rows: object) -> None:
        path.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(WRITERS, ".jsonl", fill_the_disk)
    with pytest.raises(UnusableResults, match=r"results\.jsonl cannot be written: No space left on device"):
        merge(ledger, output)
    assert output.read_text() == "what was there before"
    monkeypatch.undo()
    with output.open() as before:  # whoever reads the file then goes on with what it was
        merge(ledger, output)
        assert before.read() == "what was there before"
    assert list(tmp_path.iterdir()) == [output]
