"""`manage.py recognize_images`, as an operator types it: the real command in its own processes."""

import csv
import io
import json
import os
import signal
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.support.gates import read_gate
from tests.support.patience import wait_until
from tests.support.pictures import encoded, picture_of_a_one
from tests.support.processes import Installation, install

COLUMNS = ["path", "text", "confidence", "verdict", "error", "ignored"]
MANY = 64


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Installation:
    """Return a fresh installation: the shipped network answers."""
    return install(tmp_path_factory.mktemp("installation") / "data", prepared)


def pictures(folder: Path, count: int) -> Path:
    folder.mkdir()
    one = encoded(picture_of_a_one(size=(60, 60)))
    for place in range(count):
        (folder / f"{place:04}.png").write_bytes(one)
    return folder


def test_a_row_for_every_picture_and_a_broken_one_is_a_row_too(
    installation: Installation, tmp_path: Path
) -> None:
    folder = pictures(tmp_path / "in", 2)
    (folder / "broken.png").write_bytes(encoded(picture_of_a_one())[:60])
    (folder / "notes.txt").write_text("no picture, and in a folder not taken for one")
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.writestr("a/one.jpg", encoded(picture_of_a_one(), "JPEG"))
        archive.writestr("../../evil.png", "no picture")
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 and nothing else")
    result = installation.run("recognize_images", str(folder), str(tmp_path / "*.zip"), "--mode", "digit")
    assert result.returncode == 0, result.stderr
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert list(rows[0]) == COLUMNS
    by_name = {row["path"].removeprefix(f"{tmp_path}/"): row for row in rows}
    assert {name: row["text"] for name, row in by_name.items()} == {
        "in/0000.png": "1",
        "in/0001.png": "1",
        "in/broken.png": "",
        "bad.zip": "",
        "more.zip/a/one.jpg": "1",
        "more.zip/../../evil.png": "",
    }
    assert by_name["in/0000.png"]["verdict"] == "recognized"
    assert "truncated" in by_name["in/broken.png"]["error"]
    assert by_name["more.zip/../../evil.png"]["error"].startswith("expected a PNG, JPEG")
    assert by_name["bad.zip"]["error"] == "expected a ZIP file, got a damaged one or something else"
    assert not list(tmp_path.rglob("evil.png"))


def rows_in(output: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in output.read_text().splitlines()]


def chunks_in(ledger: Path) -> int:
    return len(list(ledger.glob("chunk-*.jsonl")))


def test_it_goes_on_where_it_was_killed(installation: Installation, tmp_path: Path) -> None:
    folder, output, gate = pictures(tmp_path / "in", MANY), tmp_path / "results.jsonl", tmp_path / "gate.png"
    ledger = tmp_path / "results.jsonl.parts"
    os.mkfifo(gate)
    arguments = ("recognize_images", str(folder), str(gate), "--output", str(output), "--mode", "digit")
    with (
        installation.process(*arguments, "--chunk", "16", "--processes", "1") as process,
        read_gate(gate, encoded(picture_of_a_one())),
    ):
        wait_until(lambda: chunks_in(ledger) == 4, lambda: "It keeps nothing.")
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not output.exists()
    (folder / "0000b.png").write_bytes(b"new since")
    result = installation.run(*arguments, "--chunk", "16")
    assert result.returncode == 0, result.stderr
    assert "1 pictures are new, which are not read now, and 0 are gone" in result.stderr
    names = [Path(row["path"]).name for row in rows_in(output)]
    assert names == [*(f"{place:04}.png" for place in range(MANY)), "gate.png"]
    assert {row["text"] for row in rows_in(output)} == {"1"}
    assert list(rows_in(output)[0]) == COLUMNS
    assert not ledger.exists()


def test_a_second_run_on_the_same_output_is_refused(installation: Installation, tmp_path: Path) -> None:
    folder, output, gate = pictures(tmp_path / "in", 3), tmp_path / "results.csv", tmp_path / "gate.png"
    os.mkfifo(gate)
    arguments = ("recognize_images", str(folder), str(gate), "--output", str(output))
    with installation.process(*arguments, "--processes", "1") as process:
        with read_gate(gate, encoded(picture_of_a_one())):
            result = installation.run(*arguments)
        assert process.wait() == 0
    assert result.returncode == 1
    assert f"{output}.parts is being written by another run" in result.stderr
    assert len(output.read_text().splitlines()) == 5


def test_other_options_do_not_go_on_with_a_ledger(installation: Installation, tmp_path: Path) -> None:
    folder, output = pictures(tmp_path / "in", 3), tmp_path / "results.csv"
    shard = ("recognize_images", str(folder), "--output", str(output), "--chunk", "1", "--shard", "0/2")
    result = installation.run(*shard)
    assert (result.returncode, result.stdout) == (0, "1 of 3 pictures are left to other shards.\n")
    result = installation.run("recognize_images", str(folder), "--output", str(output), "--mode", "digit")
    assert result.returncode == 1
    assert (
        "was begun with --mode number, not --mode digit; --chunk 1, not --chunk 500. Remove" in result.stderr
    )


def test_the_same_command_without_a_shard_finishes_what_shards_left(
    installation: Installation, tmp_path: Path
) -> None:
    folder, output = pictures(tmp_path / "in", 7), tmp_path / "results.jsonl"
    command = ("recognize_images", str(folder), "--output", str(output), "--chunk", "2", "--mode", "digit")
    assert installation.run(*command, "--shard", "1/3", "--processes", "1").returncode == 0
    result = installation.run(*command, "--processes", "1")
    assert (result.returncode, result.stdout) == (0, f"7 pictures → {output}\n")
    assert [Path(row["path"]).name for row in rows_in(output)] == [f"{place:04}.png" for place in range(7)]
    late = installation.run(*command, "--shard", "2/3")
    assert (late.returncode, late.stdout.partition(":")[0]) == (0, f"{output} is there already")


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no-such-file.png"], 'found nothing at "no-such-file.png"'),
        (["no-such-*.png"], 'found nothing at "no-such-*.png"'),
        ([".", "--output", "results.xlsx"], "expected a name in .csv, .jsonl, .parquet"),
        ([".", "--output", "no-such-folder/results.csv"], "expected a folder that exists"),
        ([".", "--processes", "0"], "--processes: expected at least 1, found 0"),
        ([".", "--chunk", "0"], "--chunk: expected at least 1, found 0"),
        ([".", "--shard", "4/4"], 'expected I/N with I from 0 to N - 1, as in 0/4, found "4/4"'),
        ([".", "--shard", "one"], 'expected I/N with I from 0 to N - 1, as in 0/4, found "one"'),
        ([".", "--shard", "0/4"], "--shard: expected --output as well"),
        ([".", "--scheduler", "tcp://a:1"], "--scheduler: expected --output as well"),
        (
            [".", "--output", "a.csv", "--shard", "0/4", "--scheduler", "tcp://a:1"],
            "--shard: expected no --scheduler beside it",
        ),
    ],
)
def test_it_says_what_is_wrong_with_the_options(arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("recognize_images", *arguments)
    assert message in str(caught.value)
