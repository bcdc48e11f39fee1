"""Files of data sets: the same bytes for the same content, and none that was changed is ever believed."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from recognizer.models import DataSet, DataSetState, Part
from recognizer.services.data_sets.files import (
    content_hash,
    file_of,
    load_data_set,
    path_of,
    read_file,
    store,
)
from recognizer.services.data_sets.people import PeopleData
from recognizer.services.errors import DataSetRefused
from tests.services.data_sets.made import CARD, people_data


def same(one: PeopleData, other: PeopleData) -> bool:
    """Whether two hold the same."""
    names = (one.people, one.devices) == (other.people, other.devices)
    arrays = ("images", "labels", "person", "part", "device", "sample", "by_lot")
    return names and all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)


def registered(data: PeopleData) -> DataSet:
    stored = store(file_of(data, CARD))
    return DataSet(number=3, name="Spring", sha256=stored.sha256, file_size=stored.size)


@pytest.mark.usefixtures("data_folder")
def test_what_was_stored_is_loaded() -> None:
    data = people_data()
    assert same(load_data_set(registered(data)), data)


def test_the_bytes_are_those_of_every_machine_and_day() -> None:
    data = people_data(1, people=3, images=np.zeros((3, 28, 28), dtype=np.uint8))
    expected = "f810a1413c6650c30f33feb6f941a731d725ef7a0ebcec6707c1d49df3628fd7"
    assert hashlib.sha256(file_of(data, CARD)).hexdigest() == expected


def test_the_content_has_a_hash_whatever_it_is_called() -> None:
    data = people_data()
    assert file_of(data, CARD) == file_of(people_data(), CARD)
    assert file_of(data, CARD) != file_of(data, {**CARD, "name": "Summer"})
    assert content_hash(data) == content_hash(people_data())
    assert content_hash(data) != content_hash(people_data(seed=1))


def test_it_can_be_read_with_numpy_alone(tmp_path: Path) -> None:
    data = people_data()
    path = tmp_path / "people.npz"
    path.write_bytes(file_of(data, CARD))
    with np.load(path, allow_pickle=False) as arrays:
        assert arrays["images"].shape == (24, 28, 28)
        assert tuple(arrays["people"][arrays["person"]][:5]) == ("0000000000",) * 4 + ("0000000001",)
        assert '"format": "digitweb-people-1"' in str(arrays["card"])
    assert read_file(path)[1] == {"format": "digitweb-people-1", **CARD}


@pytest.mark.usefixtures("data_folder")
def test_a_file_that_was_changed_is_refused() -> None:
    data_set = registered(people_data())
    path = path_of(data_set.sha256)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(DataSetRefused, match="was changed: its SHA-256 is"):
        load_data_set(data_set)
    store(content)
    assert len(load_data_set(data_set)) == 24, "what is made anew mends it"


@pytest.mark.usefixtures("data_folder")
def test_a_file_that_is_gone_is_named() -> None:
    data_set = registered(people_data())
    path_of(data_set.sha256).unlink()
    with pytest.raises(DataSetRefused, match="of data set 3 is missing from"):
        load_data_set(data_set)
    data_set.state = DataSetState.WITHDRAWN
    with pytest.raises(DataSetRefused, match="Data set 3 was withdrawn"):
        load_data_set(data_set)


@pytest.mark.usefixtures("data_folder")
def test_a_file_that_cannot_be_read_says_why() -> None:
    data_set = registered(people_data())
    path_of(data_set.sha256).unlink()
    path_of(data_set.sha256).mkdir()
    try:
        with pytest.raises(DataSetRefused, match="cannot be read: Is a directory"):
            load_data_set(data_set)
    finally:
        path_of(data_set.sha256).rmdir()


def test_a_part_has_its_own_people_alone() -> None:
    data = people_data()
    holdout = data.of(Part.HOLDOUT)
    assert holdout.people == ("0000000002", "0000000005")
    assert holdout.person.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert holdout.sample.tolist() == [*range(108, 112), *range(120, 124)]
    assert sum(len(data.of(part)) for part in Part) == len(data)


def test_without_a_person_all_else_stays() -> None:
    left = people_data().without("0000000001")
    assert "0000000001" not in left.people
    assert left.sample.tolist() == [*range(100, 104), *range(108, 124)]
    assert [left.people[place] for place in left.person[:5]] == ["0000000000"] * 4 + ["0000000002"]
    assert len(people_data(people=1).without("0000000000")) == 0
