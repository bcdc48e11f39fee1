"""Data sets in a store that hosts share: no host keeps a copy, and what is taken back goes at once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from recognizer.management.schedule import Schedule
from recognizer.models import DataSet, DataSetState
from recognizer.services import shared_store
from recognizer.services.data_sets.exchange import exported
from recognizer.services.data_sets.files import load_data_set, shared_name
from recognizer.services.data_sets.withdrawal import forget
from recognizer.services.errors import DataSetRefused
from recognizer.services.release.retention import prune, sweep_computed
from recognizer.services.versions import file_store
from tests.services.data_sets.given import crowd, made
from tests.services.data_sets.made import people_data
from tests.support.object_store import folder_storage, in_both
from tests.support.people import registered

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared")]

Host = Callable[[str], Path]


@pytest.fixture(autouse=True)
def _all_may_give(settings: Settings) -> None:
    settings.DATA_SET_SHARE = 100.0


def stored() -> set[str]:
    """Return the hashes of the data sets in the store."""
    return {file.stem for file in shared_store.files_in("datasets")}


def of_people(folder: Path) -> list[Path]:
    """Return all archives of samples that lie on a host."""
    return list(folder.rglob("*.npz"))


@in_both
def test_it_is_read_on_every_host_and_lies_on_none(on_host: Host) -> None:
    crowd()
    data_set = made()
    assert stored() == {data_set.sha256}
    folder_b = on_host("host-b")
    assert len(load_data_set(data_set)) == 12
    assert exported(data_set, "npz")[:2] == b"PK"
    assert exported(data_set, "parquet")[:4] == b"PAR1"
    assert [of_people(folder) for folder in (folder_b, on_host("host-a"))] == [[], []]


def test_one_that_was_changed_in_the_store_is_refused(on_host: Host) -> None:
    data_set = registered(people_data())
    shared_store.write(shared_name(data_set.sha256), b"damaged")
    with pytest.raises(DataSetRefused, match="was changed: its SHA-256 is"):
        load_data_set(data_set)


def test_one_that_is_missing_is_named(on_host: Host) -> None:
    data_set = registered(people_data())
    shared_store.remove(shared_name(data_set.sha256))
    with pytest.raises(
        DataSetRefused, match=f"of data set {data_set.number} is missing from the shared store"
    ):
        load_data_set(data_set)


@in_both
def test_who_takes_back_on_one_host_is_gone_from_the_store(on_host: Host) -> None:
    ada = crowd()[0]
    old = made()
    on_host("host-b")
    load_data_set(old)
    forget(ada)
    new = DataSet.objects.latest("pk")
    assert stored() == {new.sha256}
    assert ada.alias not in load_data_set(new).people
    on_host("host-a")
    old.refresh_from_db()
    with pytest.raises(DataSetRefused, match="was withdrawn"):
        load_data_set(old)


def test_who_takes_back_waits_for_no_store_and_the_worker_removes_the_file_within_a_minute(
    on_host: Host, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """The data set is withdrawn, and not made anew: what is left can be put into another at any time."""
    ada = crowd()[0]
    old = made()
    storages = django_settings.STORAGES
    settings.STORAGES = {**storages, "models": folder_storage("/nonexistent/store")}
    departure = forget(ada)
    assert departure.data_sets == {str(old.number): None}
    assert "The worker will remove the file of a withdrawn data set." in caplog.text
    schedule = Schedule()
    schedule.look()
    schedule.look()
    assert caplog.text.count("Files of withdrawn data sets could not be looked for.") == 1
    settings.STORAGES = storages
    assert stored() == {old.sha256}
    schedule.look()
    assert stored() == set()
    assert f"Removed datasets/{old.sha256}.npz in the shared store" in caplog.text


def test_a_file_of_no_data_set_is_pruned_when_it_is_old(
    on_host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = registered(people_data())
    left = registered(people_data(seed=1))
    left.delete()
    prune()
    assert stored() == {ready.sha256, left.sha256}
    monkeypatch.setattr("recognizer.services.data_sets.files.GRACE_SECONDS", -1)
    prune()
    assert stored() == {ready.sha256}
    assert file_store.GRACE_SECONDS == 3600


def test_what_a_host_had_before_it_shared_a_store_goes_as_well(on_host: Host) -> None:
    data_set = registered(people_data())
    path = on_host("host-a") / "datasets" / f"{data_set.sha256}.npz"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"from before")
    DataSet.objects.update(state=DataSetState.WITHDRAWN)
    sweep_computed()
    assert not path.exists()
    assert stored() == set()
