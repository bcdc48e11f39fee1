"""The journal of a bulk run, and the file that it becomes."""

import codecs
import csv
import fcntl
import json
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from recognizer.services.bulk.errors import UnusableResults
from recognizer.services.bulk.output import COLUMNS, PYARROW, Journal, check_output, write_results
from recognizer.services.bulk.sources import ResultRow

RUN = {"mode": "number", "model": "abc"}
NONE = {".csv": pytest.approx(float("nan"), nan_ok=True), ".jsonl": None, ".parquet": None}
"""How each kind of file says that there is no confidence."""
HEAD = json.dumps({"run": RUN})
ROWS = [
    ResultRow(path="a.png", text="42", confidence=0.9, verdict="recognized", ignored="dot dash"),
    ResultRow(path='b, "c".png', error="no picture"),
]


def journal_with(output: Path, rows: list[ResultRow], *, run: dict[str, str] = RUN) -> Journal:
    with Journal(output, run=run) as journal:
        for row in rows:
            journal.add(row)
    return journal


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_a_whole_journal_becomes_the_file(tmp_path: Path, ending: str) -> None:
    output = tmp_path / f"results.{ending}"
    write_results(journal_with(output, ROWS), output)
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


def test_a_run_goes_on_behind_the_last_whole_line(tmp_path: Path) -> None:
    output = tmp_path / "results.csv"
    journal = journal_with(output, ROWS[:1])
    with journal.path.open("a") as file:
        file.write('{"path": "b')
    with Journal(output, run=RUN) as again:
        assert again.done == {"a.png"}
        again.add(ROWS[1])
    assert list(again.rows()) == ROWS


@pytest.mark.parametrize("run", [{**RUN, "mode": "digit"}, {**RUN, "model": "def"}])
def test_another_run_is_not_gone_on_with(tmp_path: Path, run: dict[str, str]) -> None:
    output = tmp_path / "results.csv"
    journal_with(output, ROWS[:1])
    with pytest.raises(UnusableResults, match="was begun with other options or another model version"):
        journal_with(output, [], run=run)


@pytest.mark.parametrize(
    "content", ["what is this\n", "what is this", "[]\n", "{}", HEAD + "\n{}\n", HEAD + "\nwhat\n"]
)
def test_something_else_is_left_alone(tmp_path: Path, content: str) -> None:
    output = tmp_path / "results.csv"
    part = tmp_path / "results.csv.part"
    part.write_text(content)
    with pytest.raises(UnusableResults, match=r"results\.csv\.part (is no journal|was begun)"):
        journal_with(output, [])
    assert part.read_text() == content


@pytest.mark.parametrize("content", ["", HEAD[:9], HEAD + "\n"])
def test_a_run_that_was_hardly_begun_begins_anew(tmp_path: Path, content: str) -> None:
    output = tmp_path / "results.csv"
    (tmp_path / "results.csv.part").write_text(content)
    journal = journal_with(output, ROWS)
    assert list(journal.rows()) == ROWS


def test_two_runs_do_not_write_one_file(tmp_path: Path) -> None:
    output = tmp_path / "results.csv"
    with Journal(output, run=RUN), pytest.raises(UnusableResults, match="is being written by another run"):
        journal_with(output, [])


def test_a_run_that_opened_a_journal_which_then_became_a_file_begins_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "results.csv"
    first = journal_with(output, ROWS)
    lock = fcntl.flock

    def when_the_other_has_ended(file: int, how: int) -> None:
        if first.path.exists() and not output.exists():
            write_results(first, output)
        lock(file, how)

    monkeypatch.setattr(fcntl, "flock", when_the_other_has_ended)
    with Journal(output, run=RUN) as journal:
        journal.add(ROWS[0])
        assert list(journal.rows()) == ROWS[:1]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_run_by_a_spreadsheet(tmp_path: Path, begin: str) -> None:
    name = f"{begin}cmd|' /C calc'!A0.png"
    output = tmp_path / "results.csv"
    write_results(journal_with(output, [ResultRow(path=name, text="42")]), output)
    (row,) = rows_of(output)
    assert row["path"] == f"'{name}"
    for exact in ("results.jsonl", "results.parquet"):
        write_results(journal_with(tmp_path / exact, [ResultRow(path=name)]), tmp_path / exact)
        assert rows_of(tmp_path / exact)[0]["path"] == name


def test_a_csv_file_says_that_it_is_utf_8(tmp_path: Path) -> None:
    output = tmp_path / "results.csv"
    write_results(journal_with(output, [ResultRow(path="数字.png", text="007")]), output)
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
