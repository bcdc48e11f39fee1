"""A data set is made of what reviewers agree on, split by person, with nobody's share too large."""

import os
import signal
from typing import Any

import numpy as np
import pytest
from django.contrib.auth import get_user_model
from django.db import connections
from pytest_django.fixtures import Settings

from recognizer.models import Contributor, DataSet, Device, Part, Sample
from recognizer.services.data_sets import making, registering
from recognizer.services.data_sets.files import load_data_set, path_of, read_file
from recognizer.services.data_sets.making import make_data_set, names_of
from recognizer.services.errors import DataSetRefused
from recognizer.services.paths import data_sets_folder
from tests.services.data_sets.given import contributor, crowd, give, made, tile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(own_folder: object) -> None:
    """Keep the files of these tests apart."""


def test_it_holds_the_reviewers_labels_and_everybody_in_their_own_part() -> None:
    people = crowd(3, each=4)
    give(people[0], 3, state="waiting")
    data = load_data_set(make_data_set(name="Spring"))
    assert data.people == tuple(sorted(who.alias for who in people))
    for who in people:
        own = data.of(Part(who.part))
        assert own.people == (who.alias,)
        assert own.labels.tolist() == [0, 1, 2, 3]
        samples = Sample.objects.filter(claim__contributor=who, state="agreed")
        assert own.sample.tolist() == [sample.pk for sample in samples]
        assert own.images.tobytes() == b"".join(bytes(sample.tile) for sample in samples)


def test_its_row_says_what_is_in_it() -> None:
    who, other = contributor("Ada", consent=2), contributor("Bea", Part.HOLDOUT, consent=1)
    give(who, 7, 10, device=Device.TOUCH)
    give(other, 7)
    user = get_user_model().objects.create(username="operator")
    data_set = make_data_set(name="Spring", created_by=user, reason="The first", licence="CC0", seed=4)
    assert (data_set.created_by_id, data_set.created_by_name, data_set.reason) == (
        user.pk,
        "operator",
        "The first",
    )
    assert (data_set.licence, data_set.consent, data_set.samples) == ("CC0", 1, 3)
    assert data_set.file_size == path_of(data_set.sha256).stat().st_size
    assert set(data_set.contributors.all()) == {who, other}
    found = data_set.statistics
    assert found["parts"]["training"] == {"samples": 2, "people": 1}
    assert found["labels"]["7"] == {"samples": 2, "people": 2, "training": 1, "validation": 0, "holdout": 1}
    assert found["devices"].keys() == {"touch", "mouse"}
    assert (found["people"], found["largest"], found["seed"]) == (2, 2, 4)


def test_its_file_says_the_same_of_itself() -> None:
    crowd(3, each=1)
    card = read_file(path_of(make_data_set(name="Spring", licence="CC0", seed=9).sha256))[1]
    assert (card["name"], card["licence"], card["consent"], card["seed"]) == ("Spring", "CC0", 1, 9)
    assert card["counts"]["samples"] == 3
    assert card["left_out"] == {"contradictory": 0, "duplicates": 0, "share": 0}
    assert card["parent"] is None


def test_who_gave_too_much_has_a_share_drawn_by_lot(settings: Settings) -> None:
    settings.DATA_SET_SHARE = 1.0
    few = crowd(120, each=2)
    many = contributor("Flood")
    give(many, *([7] * 300))
    data_set = made()
    data = load_data_set(data_set)
    counts = np.bincount(data.person)
    assert counts.max() <= 0.01 * len(data)
    assert len(data) == 2 * len(few) + 2
    assert data_set.statistics["left_out"]["share"] == 298
    drawn = set(data.sample[np.array(data.people)[data.person] == many.alias].tolist())
    other = make_data_set(name="Summer", seed=1)
    assert drawn != set(load_data_set(other).sample.tolist()) & set(
        Sample.objects.filter(claim__contributor=many).values_list("pk", flat=True)
    )


def test_a_small_class_has_one_sample_of_each_or_a_share_of_its_own(settings: Settings) -> None:
    settings.DATA_SET_SHARE = 1.0
    crowd(20, each=5)
    assert made().samples == 20
    settings.DATA_SET_SHARE = 10.0
    assert made("Of a class").samples == 100


def test_the_same_tile_comes_once_and_never_with_two_labels() -> None:
    first, copy = contributor("Ada"), contributor("Bea", Part.HOLDOUT)
    give(first, 7, 1, 3, tiles=[tile(1), tile(2), tile(3)])
    give(copy, 7, 2, tiles=[tile(1), tile(2)])
    give(contributor("Cid", Part.VALIDATION), 5)
    data_set = made()
    data = load_data_set(data_set)
    assert first.alias in data.people
    assert copy.alias not in data.people
    assert data_set.statistics["left_out"] == {"contradictory": 2, "duplicates": 1, "share": 0}


def test_without_anything_agreed_there_is_none() -> None:
    give(contributor(), 1, 2, state="waiting")
    with pytest.raises(DataSetRefused, match="reviewers agree on no sample yet; 2 are waiting"):
        made()
    assert not list(data_sets_folder().iterdir())


def test_only_contradictions_make_none() -> None:
    give(contributor(), 1, 2, tiles=[tile(1), tile(1)])
    with pytest.raises(DataSetRefused, match="with two labels"):
        made()


def test_where_nothing_changed_the_one_that_holds_it_is_named() -> None:
    crowd()
    first = made()
    with pytest.raises(DataSetRefused, match=f"data set {first} holds exactly this already"):
        made("Under another name")
    give(contributor("New"), 4)
    assert made("Summer").samples == first.samples + 1


def test_two_with_the_same_alias_keep_apart() -> None:
    names = names_of({1: "a" * 64, 2: "a" * 11 + "b" * 53, 3: "c" * 64})
    assert names == {1: "a" * 20, 2: "a" * 11 + "b" * 9, 3: "c" * 10}


def test_what_was_taken_back_meanwhile_is_in_none(monkeypatch: pytest.MonkeyPatch) -> None:
    people = crowd()

    def stored(*args: Any, **kwargs: Any) -> registering.Draft:
        Contributor.objects.filter(pk=people[0].pk).delete()
        return draft(*args, **kwargs)

    draft = registering.Draft.stored
    monkeypatch.setattr(registering.Draft, "stored", stored)
    with pytest.raises(DataSetRefused, match="taken back or reviewed anew meanwhile"):
        made()
    assert not DataSet.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["file", "check", "row"])
def test_a_kill_at_any_step_leaves_no_row_without_its_file(step: str) -> None:
    """A process of its own makes the set and is killed; making it again does it."""
    crowd()
    connections.close_all()  # no two processes may share one
    child = os.fork()
    if child == 0:
        die_at(step)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert not DataSet.objects.exists()
    data_set = made()
    assert len(load_data_set(data_set)) == data_set.samples
    assert [path.name for path in data_sets_folder().iterdir()] == [f"{data_set.sha256}.npz"]


def die_at(step: str) -> None:
    """Make a data set, and be killed on the way: before the file, behind it, or before the row is there."""

    def kill(*_args: object, **_kwargs: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    owner, name = {
        "file": (registering, "store"),
        "check": (making, "check_still_there"),
        "row": (DataSet.objects, "create"),
    }[step]
    setattr(owner, name, kill)
    try:
        made()
    finally:
        os._exit(1)
