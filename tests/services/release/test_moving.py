"""What lies on one host comes into the store that hosts share, whole, and as often as one likes."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from pytest_django import Settings

from recognizer.models import DataSet, DataSetState, ModelVersion
from recognizer.services import shared_store
from recognizer.services.data_sets import files as data_set_files
from recognizer.services.data_sets.files import load_data_set
from recognizer.services.paths import data_sets_folder, models_folder
from recognizer.services.release.moving import Outcome, move
from recognizer.services.versions.file_store import check_shared, shared_name, verified_path
from tests.services.data_sets.made import people_data
from tests.support.object_store import folder_storage
from tests.support.people import registered
from tests.support.versions import register_good_version

pytestmark = pytest.mark.django_db

Host = Callable[[str], Path]


@pytest.fixture
def before(request: pytest.FixtureRequest, on_host: Host, tmp_path: Path) -> tuple[ModelVersion, DataSet]:
    """A version and a data set that were made before hosts shared a store, which they do from now on."""
    version, data_set = register_good_version(tmp_path), registered(people_data())
    request.getfixturevalue("shared")
    return version, data_set


def moved() -> str:
    """Return what the command says."""
    output = io.StringIO()
    call_command("move_models", stdout=output)
    return output.getvalue()


def test_all_is_in_the_store_afterwards(before: tuple[ModelVersion, DataSet], on_host: Host) -> None:
    version, data_set = before
    said = moved().splitlines()
    assert f"{shared_name(version.file_sha256)}: copied." in said
    assert said[-1] == "3 copied, 0 mended, 0 was there, 0 missing.", "the shipped version among them"
    on_host("host-b")
    assert verified_path(version.file_sha256).is_file()
    assert len(load_data_set(data_set)) == data_set.samples


def test_data_sets_leave_the_host_and_model_files_stay(before: tuple[ModelVersion, DataSet]) -> None:
    version, data_set = before
    path = data_sets_folder() / f"{data_set.sha256}.npz"
    assert f"datasets/{data_set.sha256}.npz: copied; {path} is removed." in moved()
    assert list(data_sets_folder().iterdir()) == []
    assert [file.stem for file in models_folder().iterdir()] == [version.file_sha256]


@pytest.mark.usefixtures("before")
def test_a_second_time_nothing_is_left_to_do() -> None:
    moved()
    assert moved().splitlines()[-1] == "0 copied, 0 mended, 3 was there, 0 missing."


def test_what_was_damaged_in_the_store_is_mended(before: tuple[ModelVersion, DataSet]) -> None:
    moved()
    shared_store.write(shared_name(before[0].file_sha256), b"damaged")
    assert [each.name for each in move() if each.outcome is Outcome.MENDED] == [
        shared_name(before[0].file_sha256)
    ]
    check_shared(before[0].file_sha256)


def test_what_is_damaged_here_is_not_copied(before: tuple[ModelVersion, DataSet]) -> None:
    path = models_folder() / f"{before[0].file_sha256}.safetensors"
    path.write_bytes(b"damaged")
    with pytest.raises(CommandError, match=r"^1 files are neither here nor in the store: run this where"):
        moved()
    assert shared_name(before[0].file_sha256) not in [file.name for file in shared_store.files_in("models")]


def test_a_damaged_data_set_stays_where_it_is(before: tuple[ModelVersion, DataSet]) -> None:
    path = data_sets_folder() / f"{before[1].sha256}.npz"
    path.write_bytes(b"damaged")
    with pytest.raises(CommandError, match="neither here nor in the store"):
        moved()
    assert path.is_file()


def test_files_that_nothing_names_are_left_alone(before: tuple[ModelVersion, DataSet]) -> None:
    DataSet.objects.update(state=DataSetState.WITHDRAWN)
    moved()
    assert shared_store.files_in("datasets") == []
    assert data_set_files.withdrawn_files() != [], "the worker removes it"


def test_without_a_store_it_says_what_is_expected(on_host: Host) -> None:
    with pytest.raises(CommandError, match="MODEL_STORE names no store: expected a folder or s3://"):
        moved()


def test_a_store_that_is_away_is_said_in_one_line(
    before: tuple[ModelVersion, DataSet], settings: Settings, tmp_path: Path
) -> None:
    settings.STORAGES = {**django_settings.STORAGES, "models": folder_storage(tmp_path / "absent")}
    with pytest.raises(CommandError, match=r"^Not all is moved; begin again later\. The shared store cannot"):
        moved()
    shutil.rmtree(models_folder())
