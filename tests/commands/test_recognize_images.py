"""`manage.py recognize_images`, as an operator types it: the real command in its own processes."""

import csv
import io
import json
import signal
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from recognizer.services.bulk.output import Journal
from tests.support.patience import wait_until
from tests.support.pictures import encoded, picture_of_a_one
from tests.support.processes import Installation, install

COLUMNS = ["path", "text", "confidence", "verdict", "error", "ignored"]
MANY = 400
"""Pictures: more than one process reads before another has seen the first of them."""


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


def test_it_goes_on_where_it_was_killed(installation: Installation, tmp_path: Path) -> None:
    folder, output = pictures(tmp_path / "in", MANY), tmp_path / "results.jsonl"
    journal = tmp_path / "results.jsonl.part"
    arguments = ("recognize_images", str(folder), "--output", str(output), "--mode", "digit")
    with installation.process(*arguments, "--processes", "1") as process:
        wait_until(
            lambda: (
                process.poll() is not None or (journal.exists() and journal.read_bytes().count(b"\n") > 20)
            ),
            lambda: "It writes nothing.",
        )
        assert process.poll() is None
        process.send_signal(signal.SIGKILL)
    assert not output.exists()
    kept = journal.read_bytes()
    journal.write_bytes(kept + b'{"path": "torn')
    assert installation.run(*arguments).returncode == 0
    rows = [json.loads(line) for line in output.read_text().splitlines()]
    assert [Path(row["path"]).name for row in rows] == [f"{place:04}.png" for place in range(MANY)]
    assert list(rows[0]) == COLUMNS
    assert not journal.exists()


def test_a_second_run_on_the_same_output_is_refused(installation: Installation, tmp_path: Path) -> None:
    folder, output = pictures(tmp_path / "in", 3), tmp_path / "results.csv"
    first = Journal(output, run={"mode": "digit", "model": "any"})
    with first:
        kept = first.path.read_bytes()
        result = installation.run("recognize_images", str(folder), "--output", str(output))
        assert result.returncode == 1
        assert f"{first.path} is being written by another run" in result.stderr
        assert first.path.read_bytes() == kept
    assert not output.exists()


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
    ],
)
def test_it_says_what_is_wrong_with_the_options(arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("recognize_images", *arguments)
    assert message in str(caught.value)
