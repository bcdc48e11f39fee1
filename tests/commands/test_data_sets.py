"""The commands of data sets, as an operator types them."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image
from pytest_django.fixtures import Settings

from recognizer.models import Contributor, DataSet
from recognizer.services.data_sets.files import path_of
from tests.services.data_sets.given import contributor, crowd, give, learnt_from, made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    """Keep the files of these tests apart."""
    settings.DIGITWEB_DATA_DIR = tmp_path / "data"
    settings.DIGITWEB_DATA_DIR.mkdir()
    settings.DATA_SET_SHARE = 100.0


def run(command: str, *arguments: object) -> str:
    output = io.StringIO()
    call_command(command, *map(str, arguments), stdout=output, no_color=True)
    return output.getvalue()


def test_make_says_what_is_in_it_and_what_was_left_out(settings: Settings) -> None:
    settings.DATA_SET_SHARE = 30.0
    for who, count in zip(crowd(3, each=1), (9, 5, 5), strict=True):
        give(who, *([7] * count))
    said = run("make_data_set", "Spring", "--reason", "Enough", "--licence", "CC0", "--seed", 3).splitlines()
    data_set = DataSet.objects.get()
    assert (data_set.reason, data_set.licence, data_set.statistics["seed"]) == ("Enough", "CC0", 3)
    assert said[0] == f"Made data set {data_set.number} · Spring: {data_set.samples} samples of 3 people."
    beyond = 22 - data_set.samples
    assert said[1] == f"Left out: {beyond} beyond anybody's share, 0 duplicates, 0 with two labels."


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Spring"], "Not made. Nothing to make a data set of"),
        ([" "], "name: expected 1 to 100 characters, found 1."),
        (["x" * 101], "name: expected 1 to 100 characters, found 101."),
        (["Spring", "--licence", ""], "licence: expected 1 to 200 characters, found 0."),
        (["Spring", "--seed", "-1"], "--seed: expected 0 or more, found -1."),
    ],
)
def test_make_refuses_in_plain_words(arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError) as error:
        run("make_data_set", *arguments)
    assert message in str(error.value)


def test_list_prints_a_line_for_each() -> None:
    assert run("list_data_sets") == "There are no data sets.\n"
    crowd()
    version = learnt_from(made("[bold]Odd name"))
    head, line = run("list_data_sets").splitlines()
    assert head.split()[:3] == ["set", "state", "name"]
    assert "[bold]Odd name" in line
    assert line.split()[4:10] == ["–", "12", "3", "4", "4", "4"]
    assert f" {version.number} " in line


def test_list_speaks_to_programs() -> None:
    crowd()
    data_set = made()
    version = learnt_from(data_set)
    (found,) = json.loads(run("list_data_sets", "--json"))
    assert found["number"] == data_set.number
    assert found["sha256"] == data_set.sha256
    assert found["versions"] == [version.number]
    assert found["statistics"]["parts"]["holdout"]["samples"] == 4


@pytest.mark.parametrize("kind", ["npz", "parquet"])
def test_what_was_exported_can_be_imported_elsewhere(kind: str, tmp_path: Path) -> None:
    crowd()
    data_set = made()
    path = tmp_path / f"people.{kind}"
    said = run("export_data_set", data_set.number, "--format", kind, "--output", path)
    assert said == f"Wrote data set {data_set} into {path}.\n"
    with pytest.raises(CommandError, match=r"Not imported\. Nothing new: data set"):
        run("import_data_set", path)
    DataSet.objects.all().delete()
    said = run("import_data_set", path, "--name", "Theirs", "--reason", "To compare")
    imported = DataSet.objects.get()
    assert said.splitlines()[0] == f"Imported data set {imported.number} · Theirs: 12 samples of 3 people."
    assert said.splitlines()[1] == f"Licence: {data_set.licence}"
    assert imported.reason == "To compare"


def test_a_sheet_of_samples_is_a_picture(tmp_path: Path) -> None:
    crowd()
    path = tmp_path / "sheet.png"
    run("export_data_set", made().number, "--format", "png", "--output", path)
    with Image.open(path) as sheet:
        assert sheet.height > 700


def test_export_says_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no data set 9\. There are: none\."):
        run("export_data_set", 9, "--output", tmp_path / "x")
    with pytest.raises(CommandError, match="--output: expected a file in an existing folder"):
        run("export_data_set", 9, "--output", tmp_path / "none" / "x")
    crowd()
    data_set = made()
    path_of(data_set.sha256).unlink()
    path = tmp_path / "old"
    path.write_bytes(b"old")
    with pytest.raises(CommandError, match=r"Not exported\. The file .* is missing"):
        run("export_data_set", data_set.number, "--output", path)
    assert path.read_bytes() == b"old"


def test_import_refuses_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "people.npz"
    path.write_bytes(b"\x80\x04 a pickle")
    with pytest.raises(CommandError, match=r"Not imported\. people\.npz: expected an \.npz or Parquet file"):
        run("import_data_set", path)
    with pytest.raises(CommandError, match="--name: expected at most 100 characters, found 101"):
        run("import_data_set", path, "--name", "x" * 101)


def test_forget_says_what_went_and_who_had_learnt_it() -> None:
    ada = crowd()[0]
    data_set = made()
    version = learnt_from(data_set)
    said = run("forget_contributor", ada.alias).splitlines()
    new = DataSet.objects.latest("pk")
    assert said == [
        f"Forgot contributor {ada.alias}: 4 samples.",
        f"Withdrew data set {data_set.number}: data set {new.number} takes its place.",
        f"These versions had learnt from it: {version.number}.",
    ]
    with pytest.raises(CommandError, match=f"No contributor has the alias {ada.alias}"):
        run("forget_contributor", ada.alias)


def test_forget_says_where_nothing_is_left() -> None:
    only = contributor()
    give(only, 1)
    data_set = made()
    assert f"Withdrew data set {data_set.number}: nothing was left of it." in run(
        "forget_contributor", only.alias
    )


def test_forget_takes_one_person_alone() -> None:
    for digits in ("b", "c"):
        Contributor.objects.create(digest="a" * 12 + digits * 52, part="training", consent=1)
    with pytest.raises(CommandError, match=r"Two contributors have the alias aaaaaaaaaa\. Give more digits"):
        run("forget_contributor", "a" * 10)
    with pytest.raises(CommandError, match='expected 10 to 64 hexadecimal digits, found "%"'):
        run("forget_contributor", "%")
    run("forget_contributor", "a" * 12 + "b")
    assert Contributor.objects.count() == 1
