"""What is exported comes in elsewhere, its people in their parts; what is hostile or ours does not."""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from recognizer.models import Contributor, DataSet, DataSetState, Departure, Part
from recognizer.services.data_sets import archive, exchange, parquet
from recognizer.services.data_sets.archive import archive_of
from recognizer.services.data_sets.exchange import exported, import_data_set, import_upload
from recognizer.services.data_sets.files import file_of, load_data_set, read_card
from recognizer.services.data_sets.people import PeopleData
from recognizer.services.data_sets.withdrawal import forget, without
from recognizer.services.errors import DataSetRefused
from recognizer.services.paths import data_sets_folder
from tests.services.data_sets.given import crowd, made
from tests.services.data_sets.made import people_data

pytestmark = pytest.mark.django_db(transaction=True)

CARD: dict[str, Any] = {"name": "Theirs", "licence": "CC BY 4.0", "consent": 2, "made": "2026-05-01"}
KINDS = ["npz", "parquet"]


@pytest.fixture(autouse=True)
def _own_folder(own_folder: object) -> None:
    """Keep the files of these tests apart."""


def written(content: bytes, folder: Path) -> Path:
    path = folder / "given"
    path.write_bytes(content)
    return path


def file_in(kind: str, folder: Path, data: PeopleData | None = None, **changes: Any) -> Path:
    """Write a file of another site."""
    data, card = data or people_data(), {**CARD, **changes}
    if kind == "npz":
        return written(file_of(data, card), folder)
    return written(parquet.parquet_of(data, {"format": "digitweb-people-1", **card}), folder)


def another_site() -> None:
    """Forget that this site made anything."""
    DataSet.objects.all().delete()
    Contributor.objects.all().delete()
    for path in data_sets_folder().iterdir():
        path.unlink()


@pytest.mark.parametrize("kind", KINDS)
def test_what_one_site_exports_another_imports(kind: str, tmp_path: Path) -> None:
    people = crowd(6)
    original = made()
    data = load_data_set(original)
    path = written(exported(original, kind), tmp_path)
    another_site()
    found = import_data_set(path, reason="From a friend")
    assert (found.imported, found.name, found.licence, found.consent) == (True, "Spring", original.licence, 1)
    assert (found.reason, found.samples, found.contributors.count()) == ("From a friend", 24, 0)
    theirs = load_data_set(found)
    for part in Part:
        assert sorted(theirs.of(part).sample) == sorted(data.of(part).sample)
        assert len(theirs.of(part).people) == 2
    order = [theirs.sample.tolist().index(number) for number in data.sample]
    assert np.array_equal(theirs.images[order], data.images)
    assert np.array_equal(theirs.labels[order], data.labels)
    assert all(name.startswith("import-") and len(name) == 17 for name in theirs.people)
    assert not {who.alias for who in people} & {name.removeprefix("import-") for name in theirs.people}


def test_the_file_is_exported_as_it_lies_there() -> None:
    crowd()
    data_set = made()
    assert hashlib.sha256(exported(data_set, "npz")).hexdigest() == data_set.sha256


def test_parquet_says_its_licence_and_consent_and_can_be_read_by_others(tmp_path: Path) -> None:
    crowd()
    data_set = made()
    table = pq.read_table(written(exported(data_set, "parquet"), tmp_path))
    assert table.schema.metadata[b"licence"].decode() == data_set.licence
    assert table.schema.metadata[b"consent"] == b"1"
    data = load_data_set(data_set)
    assert table["label"].to_pylist() == data.labels.tolist()
    assert table["part"].to_pylist() == [list(Part)[place].value for place in data.part]
    assert table["image"].to_pylist()[0] == data.images[0].tobytes()


def test_both_kinds_come_in_as_the_same(tmp_path: Path) -> None:
    import_data_set(file_in("npz", tmp_path))
    with pytest.raises(DataSetRefused, match="holds exactly this already"):
        import_data_set(file_in("parquet", tmp_path))
    assert DataSet.objects.count() == 1


def test_who_came_from_elsewhere_keeps_the_name_on_the_way_on(tmp_path: Path) -> None:
    found = import_data_set(file_in("npz", tmp_path))
    names = load_data_set(found).people
    path = written(exported(found, "npz"), tmp_path)
    another_site()
    assert load_data_set(import_data_set(path, name="Again")).people == names


def test_people_of_an_import_can_be_left_out_too(tmp_path: Path) -> None:
    found = import_data_set(file_in("npz", tmp_path))
    first = load_data_set(found).people[0]
    new = without(found, first)
    assert new.imported
    assert first not in load_data_set(new).people


def test_an_upload_leaves_nothing_beside_its_file(tmp_path: Path) -> None:
    content = file_in("npz", tmp_path).read_bytes()
    found = import_upload([content[:1000], content[1000:]], name="Mine")
    assert found.name == "Mine"
    assert [path.name for path in data_sets_folder().iterdir()] == [f"{found.sha256}.npz"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_exported_here_does_not_come_back_after_somebody_left(kind: str, tmp_path: Path) -> None:
    ada = crowd(6)[0]
    data_set = made()
    path = written(exported(data_set, kind), tmp_path)
    with pytest.raises(DataSetRefused, match="holds exactly this already"):
        import_data_set(path)
    forget(ada)
    with pytest.raises(DataSetRefused, match=f"took back what was given here: {ada.alias}"):
        import_data_set(path)
    Departure.objects.all().delete()
    with pytest.raises(DataSetRefused, match="was withdrawn"):
        import_data_set(path)


def test_nor_does_another_set_with_somebody_who_left(tmp_path: Path) -> None:
    Departure.objects.create(alias="0000000003")
    with pytest.raises(DataSetRefused, match="0000000003"):
        import_data_set(file_in("npz", tmp_path))


BAD_CARDS: dict[str, tuple[dict[str, Any], str]] = {
    "format": ({"format": "another"}, '"format": "digitweb-people-1", found \'another\''),
    "no licence": ({"licence": " "}, '"licence" to be a text of 1 to 200 characters'),
    "long licence": ({"licence": "x" * 201}, '"licence" to be a text of 1 to 200 characters'),
    "consent as text": ({"consent": "1"}, "\"consent\" to be the number of an edition, found '1'"),
    "true as consent": ({"consent": True}, "the number of an edition, found True"),
    "large consent": ({"consent": 40_000}, "the number of an edition, found 40000"),
    "name": ({"name": 7}, '"name" to be a text of 1 to 100 characters, found 7'),
    "control characters": ({"name": "a\x00b"}, "a text must be one line without control characters"),
    "date": ({"made": ["2026"]}, '"made" to be a text'),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", BAD_CARDS)
def test_what_a_file_says_of_itself_has_to_be_possible(name: str, kind: str, tmp_path: Path) -> None:
    changes, message = BAD_CARDS[name]
    path = file_in(kind, tmp_path, **changes)
    with pytest.raises(DataSetRefused) as error:
        import_data_set(path)
    assert message in str(error.value)
    assert_nothing_kept()


def assert_nothing_kept() -> None:
    assert not DataSet.objects.exists()
    assert not list(data_sets_folder().iterdir())


def test_a_card_of_more_than_a_million_characters_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    long = json.dumps({"format": "digitweb-people-1", **CARD, "notes": "x" * 1_000_000})
    said = r"card: expected at most 1,000,000 characters, found 1,000,\d+\."
    path = written(archive_of({**people_data().arrays(), "card": np.array(long)}), tmp_path)
    with pytest.raises(DataSetRefused, match=said):
        import_data_set(path)
    with pytest.raises(DataSetRefused, match=said):
        read_card(" " * 1_000_001)


def test_a_card_that_is_no_json_is_refused(tmp_path: Path) -> None:
    half = json.dumps({"format": "digitweb-people-1", **CARD, "name": "\ud800"})
    for card in (np.array("{"), np.array(7), np.array(["a", "b"]), np.array("[" * 10_000), np.array(half)):
        path = written(archive_of({**people_data().arrays(), "card": card}), tmp_path)
        with pytest.raises(DataSetRefused, match="card: expected JSON with"):
            import_data_set(path)
    path = written(archive_of(people_data().arrays()), tmp_path)
    with pytest.raises(DataSetRefused, match="card: expected JSON with"):
        import_data_set(path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_person_in_two_parts_is_refused(kind: str, tmp_path: Path) -> None:
    mixed = people_data(part=(np.arange(24) % 3).astype(np.uint8))
    with pytest.raises(DataSetRefused, match="Expected each person in one part, found 0000000000 in 3"):
        import_data_set(file_in(kind, tmp_path, mixed))
    assert_nothing_kept()


def table_with(**columns: Any) -> pa.Table:
    """Return a table as we write it, with some columns changed."""
    n = 3
    arrays: dict[str, Any] = {
        "image": pa.array([bytes(784)] * n, pa.binary(784)),
        "label": pa.array([1, 2, 3], pa.uint8()),
        "person": pa.array(["a", "b", "c"]),
        "part": pa.array(["training"] * n),
        "device": pa.array(["mouse"] * n),
        "sample": pa.array([1, 2, 3], pa.int64()),
        "by_lot": pa.array([0, 1, 0], pa.uint8()),
        **columns,
    }
    table = pa.table({name: array for name, array in arrays.items() if array is not None})
    card = json.dumps({"format": "digitweb-people-1", **CARD})
    return table.replace_schema_metadata({parquet.CARD: card})


BAD_TABLES: dict[str, tuple[dict[str, Any], str]] = {
    "no images": ({"image": None}, "image: expected a column of fixed_size_binary[784], found –."),
    "images of any size": ({"image": pa.array([b"1"] * 3)}, "fixed_size_binary[784], found binary"),
    "labels as text": ({"label": pa.array(["1"] * 3)}, "label: expected a column of uint8, found string"),
    "a label": ({"label": pa.array([1, 2, 30], pa.uint8())}, "labels: expected 0 to 10, found 1 to 30"),
    "a part": (
        {"part": pa.array(["test"] * 3)},
        "part: expected training, validation, holdout, found 'test'",
    ),
    "a device": ({"device": pa.array(["mouse", "pen", "paw"])}, "devices: expected mouse, touch"),
    "no person": ({"person": pa.array(["a", None, "c"])}, "person: expected a value in each row"),
    "a long name": ({"person": pa.array(["a", "b", "x" * 9_999])}, "people: expected letters"),
    "no rows": (
        {
            name: pa.array([], column.type)
            for name, column in zip(table_with().column_names, table_with().columns, strict=True)
        },
        "Expected 1 to 300,000 samples, found 0.",
    ),
}


def test_the_table_of_these_tests_would_be_taken(tmp_path: Path) -> None:
    path = tmp_path / "given"
    pq.write_table(table_with(), path)
    assert import_data_set(path).samples == 3


@pytest.mark.parametrize("name", BAD_TABLES)
def test_hostile_tables_are_refused(name: str, tmp_path: Path) -> None:
    columns, message = BAD_TABLES[name]
    path = tmp_path / "given"
    pq.write_table(table_with(**columns), path)
    with pytest.raises(DataSetRefused) as error:
        import_data_set(path)
    assert message in str(error.value)
    assert_nothing_kept()


@pytest.mark.parametrize("place", [4, 40, 400, -40, -9, -5])
def test_damaged_parquet_is_an_error_of_ours_or_harmless(place: int, tmp_path: Path) -> None:
    content = bytearray(file_in("parquet", tmp_path).read_bytes())
    content[place] ^= 0xFF
    try:
        import_data_set(written(bytes(content), tmp_path))
    except DataSetRefused:
        assert_nothing_kept()


def test_what_is_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "MAX_FILE_BYTES", 100)
    with pytest.raises(DataSetRefused, match=r"given has [\d,]+ bytes; a data set may have 100\."):
        import_data_set(file_in("npz", tmp_path))
    monkeypatch.undo()
    monkeypatch.setattr(parquet, "MAX_FILE_BYTES", 100)
    with pytest.raises(DataSetRefused, match="bytes unpacked"):
        import_data_set(file_in("parquet", tmp_path))
    monkeypatch.setattr(archive, "MAX_FILE_BYTES", 100)
    with pytest.raises(DataSetRefused, match="bytes unpacked"):
        import_data_set(file_in("npz", tmp_path))


def test_any_other_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataSetRefused, match="found one that begins with 73 6f 6d 65"):
        import_data_set(written(b"something", tmp_path))
    with pytest.raises(DataSetRefused, match="found one that begins with –"):
        import_data_set(written(b"", tmp_path))
    with pytest.raises(DataSetRefused, match="cannot be read: No such file"):
        import_data_set(tmp_path / "nowhere")
    assert_nothing_kept()


def test_without_pyarrow_parquet_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd()
    data_set = made()
    path = written(exported(data_set, "parquet"), tmp_path)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DataSetRefused, match=r"pip install -r requirements-parquet\.txt"):
        exported(data_set, "parquet")
    with pytest.raises(DataSetRefused, match=r"pip install -r requirements-parquet\.txt"):
        import_data_set(path)


def test_an_import_that_fails_at_its_row_can_be_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file_in("npz", tmp_path)

    def fail(**_values: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(DataSet.objects, "create", fail)
        with pytest.raises(KeyboardInterrupt):
            import_data_set(path)
    assert not DataSet.objects.exists()
    assert import_data_set(path).state == DataSetState.READY
