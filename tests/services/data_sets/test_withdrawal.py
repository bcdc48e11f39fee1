"""Whoever takes back what was given is in no data set any more, whatever fails on the way."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from pytest_django.fixtures import Settings

from recognizer.models import (
    Claim,
    Contributor,
    DataSet,
    DataSetState,
    Departure,
    Part,
    Review,
    Sample,
)
from recognizer.services.data_sets import withdrawal
from recognizer.services.data_sets.files import load_data_set, path_of, read_file
from recognizer.services.data_sets.withdrawal import forget, forget_claim, without
from recognizer.services.errors import DataSetRefused
from tests.services.data_sets.given import contributor, crowd, give, learnt_from, made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(own_folder: object) -> None:
    """Keep the files of these tests apart."""


def files() -> set[str]:
    """Return the hashes of the files of data sets."""
    return {path.stem for path in path_of("a").parent.iterdir()}


def test_who_is_forgotten_leaves_nothing() -> None:
    ada, bea, _cid = crowd()
    data_set = made()
    Review.objects.create(
        sample=Sample.objects.filter(claim__contributor=ada)[0], reviewer_name="R", answer=1
    )
    departure = forget(ada)
    assert not Contributor.objects.filter(pk=ada.pk).exists()
    assert not Claim.objects.filter(contributor_id=ada.pk).exists()
    assert not Review.objects.exists()
    data_set.refresh_from_db()
    new = DataSet.objects.latest("pk")
    assert data_set.state == DataSetState.WITHDRAWN
    assert (new.parent, new.reason) == (data_set, f"Without contributor {ada.alias}.")
    assert files() == {new.sha256}
    data = load_data_set(new)
    assert ada.alias not in data.people
    assert bea.alias in data.people
    assert len(data) == new.samples == 8
    assert ada not in new.contributors.all()
    assert (departure.alias, departure.samples) == (ada.alias, 4)
    assert departure.data_sets == {str(data_set.number): new.number}


def test_the_file_of_the_new_one_does_not_say_who_left() -> None:
    ada = crowd()[0]
    old = made()
    forget(ada)
    new = DataSet.objects.latest("pk")
    content = path_of(new.sha256).read_bytes()
    assert ada.alias.encode() not in content
    assert ada.alias.encode("utf-32-le") not in content
    card = read_file(path_of(new.sha256))[1]
    assert (card["parent"], card["name"], card["counts"]["samples"]) == (old.sha256, old.name, 8)


def test_the_versions_that_knew_are_named_also_those_of_sets_withdrawn_before() -> None:
    ada, bea, _cid = crowd()
    first = learnt_from(made())
    forget(ada)
    second = learnt_from(DataSet.objects.latest("pk"))
    give(contributor("Later"), 1)
    third = learnt_from(made("Summer"))
    departure = forget(bea)
    assert departure.versions == [first.number, second.number, third.number]
    assert len(departure.data_sets) == 2
    assert DataSet.objects.filter(state=DataSetState.READY).count() == 2


def test_a_set_of_one_person_alone_has_no_successor() -> None:
    ada = contributor()
    give(ada, 1, 2)
    data_set = made()
    assert forget(ada).data_sets == {str(data_set.number): None}
    assert not DataSet.objects.filter(state=DataSetState.READY).exists()
    assert files() == set()


def test_who_is_in_no_set_is_forgotten_all_the_same() -> None:
    crowd()
    kept = made()
    stranger = contributor("Stranger")
    give(stranger, 1, state="waiting")
    departure = forget(stranger)
    assert (departure.samples, departure.data_sets, departure.versions) == (1, {}, [])
    kept.refresh_from_db()
    assert kept.state == DataSetState.READY


def test_to_forget_twice_says_the_same_again() -> None:
    ada = crowd()[0]
    made()
    departure = forget(ada)
    assert forget(ada) == departure
    assert Departure.objects.count() == 1


def test_a_damaged_file_keeps_nobody_from_leaving() -> None:
    ada = crowd()[0]
    data_set = made()
    path_of(data_set.sha256).write_bytes(b"damaged")
    assert forget(ada).data_sets == {str(data_set.number): None}
    assert not Contributor.objects.filter(pk=ada.pk).exists()


@pytest.mark.parametrize("step", ["remade_sets", "withdrawn", "versions_that_knew"])
def test_what_fails_on_the_way_changes_nothing_and_can_be_done_again(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = crowd()[0]
    data_set = made()

    def fail(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(withdrawal, step, fail)
        with pytest.raises(KeyboardInterrupt):
            forget(ada)
    data_set.refresh_from_db()
    assert data_set.state == DataSetState.READY
    assert load_data_set(data_set).people
    assert not Departure.objects.exists()
    assert Sample.objects.filter(claim__contributor=ada).count() == 4
    departure = forget(ada)
    new = DataSet.objects.get(state=DataSetState.READY)
    assert departure.data_sets == {str(data_set.number): new.number}
    assert files() == {new.sha256}


def test_a_file_goes_only_when_all_is_through() -> None:
    ada = crowd()[0]
    data_set = made()
    with transaction.atomic():
        forget(ada)
        assert data_set.sha256 in files()
        transaction.set_rollback(True)
    assert data_set.sha256 in files()
    assert Contributor.objects.filter(pk=ada.pk).exists()


def test_nobodys_share_grows_when_somebody_leaves(settings: Settings) -> None:
    settings.DATA_SET_SHARE = 25.0
    people = [contributor(f"P{place}") for place in range(5)]
    for who, count in zip(people, (4, 4, 4, 4, 8), strict=True):
        give(who, *([1] * count))
    data_set = made()
    assert data_set.statistics["largest"] == 5
    forget(people[0])
    new = DataSet.objects.latest("pk")
    assert new.statistics["largest"] == 4
    assert new.samples == 16


def test_one_claim_can_be_taken_back() -> None:
    ada = crowd()[0]
    (extra,) = give(ada, 9)
    data_set = made()
    version = learnt_from(data_set)
    departure = forget_claim(extra.claim)
    new = DataSet.objects.latest("pk")
    assert (departure.samples, departure.versions) == (1, [version.number])
    assert departure.data_sets == {str(data_set.number): new.number}
    assert extra.pk not in load_data_set(new).sample
    assert ada in new.contributors.all()
    assert Contributor.objects.filter(pk=ada.pk).exists()
    assert files() == {new.sha256}


def test_a_claim_of_which_no_set_has_anything_goes_quietly() -> None:
    ada = crowd()[0]
    made()
    (extra,) = give(ada, 9, state="waiting")
    assert forget_claim(extra.claim).data_sets == {}
    assert not Departure.objects.exists()
    assert not Claim.objects.filter(pk=extra.claim_id).exists()


def test_the_last_claim_of_somebody_takes_the_person_out_of_the_set() -> None:
    crowd()
    who = contributor("Once")
    (only,) = give(who, 9)
    made()
    forget_claim(only.claim)
    assert who not in DataSet.objects.latest("pk").contributors.all()


def test_an_operator_leaves_somebody_out_and_keeps_the_old_set() -> None:
    ada = crowd()[0]
    data_set = made()
    user = get_user_model().objects.create(username="operator")
    new = without(data_set, ada, created_by=user, reason="Scribbles.")
    data_set.refresh_from_db()
    assert data_set.state == DataSetState.READY
    assert (new.parent, new.reason, new.created_by_name) == (data_set, "Scribbles.", "operator")
    assert ada.alias not in load_data_set(new).people
    assert ada not in new.contributors.all()
    assert new.contributors.count() == 2
    with pytest.raises(DataSetRefused, match=f"data set {new} holds exactly this already"):
        without(data_set, ada.alias)
    assert forget(ada).data_sets == {str(data_set.number): new.number}, (
        "what is there already takes its place"
    )


def test_who_is_not_in_it_or_alone_in_it_cannot_be_left_out() -> None:
    ada = contributor()
    give(ada, 1)
    data_set = made()
    with pytest.raises(DataSetRefused, match="nobody is not in data set"):
        without(data_set, "nobody")
    with pytest.raises(DataSetRefused, match=f"Nobody but {ada.alias} is in data set"):
        without(data_set, ada)


def test_parts_stay_those_of_the_people() -> None:
    people = crowd(6)
    made()
    forget(people[0])
    data = load_data_set(DataSet.objects.latest("pk"))
    for who in people[1:]:
        assert who.alias in data.of(Part(who.part)).people


def test_files_are_written_before_rows(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = crowd()[0]
    data_set = made()
    before = withdrawal.withdrawn

    def looked(*args: object) -> Departure:
        assert len(list((own_folder / "datasets").iterdir())) == 2
        return before(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(withdrawal, "withdrawn", looked)
    assert forget(ada).data_sets.keys() == {str(data_set.number)}
