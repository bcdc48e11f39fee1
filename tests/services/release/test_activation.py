"""Putting a version live: the checks before, the log, the way back, and two people at once."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import ProtectedError
from pytest_django import DjangoDbBlocker, Settings

from recognizer import nn
from recognizer.models import AppendOnly, Deployment, DeploymentSource, ModelVersion, Status
from recognizer.nn.arrays import Array
from recognizer.services.errors import VersionRefused
from recognizer.services.release import activation, preflight
from recognizer.services.release.activation import (
    Actor,
    activate,
    activation_stack,
    active_version,
    roll_back,
    rollback_target,
)
from recognizer.services.versions.file_store import path_of, sha256_of
from recognizer.services.versions.registry import register_file
from tests.support.patience import PATIENCE_SECONDS
from tests.support.versions import register_good_version, write_untrained_network

pytestmark = pytest.mark.django_db

Several = Callable[[int], list[ModelVersion]]


@pytest.fixture
def several(tmp_path: Path) -> Several:
    """Register so many good versions."""
    return lambda count: [register_good_version(tmp_path, f"Good {index}") for index in range(count)]


def log() -> list[tuple[int | None, int, bool]]:
    """Return from, to and whether it was a rollback, the first entry first."""
    return list(Deployment.objects.order_by("pk").values_list("from_number", "to_number", "is_rollback"))


def outcomes(version: ModelVersion) -> dict[str, str]:
    return {check.name: check.outcome.value for check in preflight.preflight(version).checks}


def worse(version: ModelVersion, **points: float) -> ModelVersion:
    """Make a version so many percentage points worse than the shipped one."""
    live = active_version()
    assert live
    for figure, by in points.items():
        setattr(version, figure, getattr(live, figure) - by / 100)
    version.save()
    return version


# -- the log -------------------------------------------------------------------------------------


def test_the_installation_is_the_first_entry() -> None:
    entry = Deployment.objects.get()
    live = active_version()
    assert live
    assert (entry.source, entry.from_number, entry.to_version, entry.to_name) == (
        DeploymentSource.INSTALL,
        None,
        live,
        "digitweb",
    )
    assert not entry.forced


def test_an_activation_is_written_down(several: Several, django_user_model: type[User]) -> None:
    before = active_version()
    assert before
    (version,) = several(1)
    user = django_user_model.objects.create_user("ada")
    entry = activate(version, actor=Actor.of_user(user), reason="  Better on zeros. ")
    entry.refresh_from_db()
    assert (entry.by, entry.by_name, entry.source) == (user, "ada", DeploymentSource.ADMIN)
    assert (entry.from_version, entry.from_number, entry.from_name) == (before, before.number, before.name)
    assert (entry.to_version, entry.to_number, entry.to_name) == (version, version.number, "Good 0")
    assert (entry.reason, entry.forced, entry.is_rollback) == ("Better on zeros.", False, False)
    assert entry.at == version.activated_at


def test_without_an_actor_it_is_whoever_runs_the_process(
    several: Several, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "operator")
    entry = activate(several(1)[0])
    assert (entry.by, entry.by_name, entry.source) == (None, "operator", DeploymentSource.COMMAND)


def test_an_entry_outlives_version_and_user(several: Several, django_user_model: type[User]) -> None:
    first, second = several(2)
    user = django_user_model.objects.create_user("ada")
    activate(first, actor=Actor.of_user(user))
    activate(second, actor=Actor.of_user(user))
    number = first.number
    ModelVersion.objects.filter(number=number).delete()
    user.delete()
    entry = Deployment.objects.first()
    assert entry
    assert (entry.from_version, entry.from_number, entry.from_name) == (None, number, "Good 0")
    assert (entry.by, entry.by_name) == (None, "ada")


def test_an_entry_cannot_be_changed_or_deleted() -> None:
    entry = Deployment.objects.get()
    entry.reason = "History, rewritten"
    for change in (
        entry.save,
        entry.delete,
        Deployment.objects.all().delete,
        lambda: Deployment.objects.update(reason="Another"),
        lambda: Deployment.objects.bulk_update([entry], ["reason"]),
    ):
        with pytest.raises(AppendOnly, match="only ever added to"), transaction.atomic():
            change()
    assert Deployment.objects.get().reason == "It ships with digitweb."


def test_a_refused_activation_is_not_written_down(tmp_path: Path) -> None:
    with pytest.raises(VersionRefused):
        activate(register_file(write_untrained_network(tmp_path / "untrained.safetensors")))
    assert len(log()) == 1


def test_where_the_log_cannot_be_written_nothing_is_activated(
    several: Several, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = active_version()
    (version,) = several(1)

    def fail(**_values: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Deployment.objects, "create", fail)
    with pytest.raises(OSError, match="disk full"):
        activate(version)
    assert active_version() == before


def test_a_version_that_was_loaded_before_it_went_live_cannot_be_deleted(several: Several) -> None:
    (version,) = several(1)
    stale = ModelVersion.objects.get(pk=version.pk)
    activate(version)
    with pytest.raises(ProtectedError, match="Activate another one first"):
        stale.delete()


# -- the checks before ---------------------------------------------------------------------------


def test_a_good_version_passes_every_check(several: Several) -> None:
    assert set(outcomes(several(1)[0]).values()) == {"passed"}


def test_what_rests_on_a_failed_check_is_not_looked_at(several: Several) -> None:
    (version,) = several(1)
    path_of(version.file_sha256).unlink()
    assert outcomes(version) == {
        "state": "passed",
        "file": "failed",
        "shapes": "skipped",
        "finiteness": "skipped",
        "known_digits": "skipped",
        "latency": "skipped",
        "mnist": "skipped",
        "drawn": "skipped",
    }


def test_each_check_finds_what_it_is_there_for(tmp_path: Path) -> None:
    untrained = register_file(write_untrained_network(tmp_path / "untrained.safetensors"))
    assert outcomes(untrained)["known_digits"] == "failed"

    nan = register_good_version(tmp_path, "NaN")
    path = path_of(nan.file_sha256)
    path.write_bytes(path.read_bytes()[:-4] + b"\x00\x00\xc0\x7f")
    rename_to_its_hash(nan, path)
    assert outcomes(nan)["shapes"] == "passed"
    assert outcomes(nan)["finiteness"] == "failed"

    small = register_good_version(tmp_path, "Small")
    path = path_of(small.file_sha256)
    network = nn.Network.build(nn.dense_architecture([64, 10]), rng=np.random.default_rng(0))
    nn.save_network(path, network, {})
    rename_to_its_hash(small, path)
    assert outcomes(small)["file"] == "passed"
    assert outcomes(small)["shapes"] == "failed"


def rename_to_its_hash(version: ModelVersion, path: Path) -> None:
    version.file_sha256 = sha256_of(path)
    version.save()
    path.rename(path_of(version.file_sha256))


def test_a_slow_network_needs_a_reason(several: Several, monkeypatch: pytest.MonkeyPatch) -> None:
    (version,) = several(1)
    monkeypatch.setattr(preflight, "seconds_a_tile", lambda _network: 0.0213)
    with pytest.raises(VersionRefused, match=r"takes 21\.3 ms for a tile; 20\.0 ms are the most"):
        activate(version)
    assert activate(version, force=True, reason="Only one user").forced


def test_a_busy_machine_makes_no_network_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    network = nn.Network.build(nn.dense_architecture([784, 10]), rng=np.random.default_rng(0))
    asked: list[int] = []

    def wait(X: Array) -> Array:
        asked.append(len(X))
        time.sleep(1.5 * preflight.MAX_SECONDS_A_TILE)  # as where others have the processor
        return X

    monkeypatch.setattr(network, "predict", wait)
    assert preflight.seconds_a_tile(network) < preflight.MAX_SECONDS_A_TILE
    assert asked == [1] * (1 + preflight.TIMED_TILES)


@pytest.mark.parametrize("figure", ["mnist_accuracy", "drawn_accuracy"])
def test_a_version_may_be_worse_by_the_margin_and_no_more(
    several: Several, settings: Settings, figure: str
) -> None:
    settings.ACTIVATION_MARGIN = 0.3
    bad, good = several(2)
    with pytest.raises(VersionRefused, match=r"worse by more than 0\.3 percentage points"):
        activate(worse(bad, **{figure: 0.31}))
    activate(worse(good, **{figure: 0.3}))
    assert active_version() == good


def test_what_was_never_measured_is_not_taken_for_good(several: Several) -> None:
    (version,) = several(1)
    version.drawn_accuracy = None
    version.save()
    with pytest.raises(VersionRefused, match="on the drawn benchmark was never measured"):
        activate(version)


def test_force_takes_a_reason_and_is_written_down(several: Several) -> None:
    version = worse(several(1)[0], mnist_accuracy=3)
    with pytest.raises(VersionRefused, match="takes a reason"):
        activate(version, force=True, reason="  ")
    assert activate(version, force=True, reason="For the lecture").forced


def test_force_where_none_was_needed_is_none(several: Several) -> None:
    assert not activate(several(1)[0], force=True, reason="To be sure").forced


def test_no_force_puts_a_broken_version_live(tmp_path: Path) -> None:
    before = active_version()
    version = register_file(write_untrained_network(tmp_path / "untrained.safetensors"))
    with pytest.raises(VersionRefused, match="clearly written digits"):
        activate(version, force=True, reason="Please")
    assert active_version() == before


def test_the_live_version_is_live_already() -> None:
    live = active_version()
    assert live
    with pytest.raises(VersionRefused, match=f"Version {live} is live already"):
        activate(live)
    assert len(log()) == 1


# -- the way back --------------------------------------------------------------------------------


def test_rolling_back_twice_goes_back_twice(several: Several) -> None:
    shipped = active_version()
    assert shipped
    first, second = several(2)
    activate(first)
    activate(second)
    assert rollback_target() == first
    assert roll_back(reason="Worse on sevens").reason == "Worse on sevens"
    assert active_version() == first
    roll_back()
    assert active_version() == shipped
    with pytest.raises(VersionRefused, match="No other version was live before"):
        roll_back()
    assert log()[-2:] == [(second.number, first.number, True), (first.number, shipped.number, True)]


def test_after_a_rollback_a_new_version_comes_on_top(several: Several) -> None:
    first, second, third = several(3)
    activate(first)
    activate(second)
    roll_back()
    activate(third)
    roll_back()
    assert active_version() == first, "what was rolled back from does not come back"


def test_what_was_deleted_is_passed_over(several: Several) -> None:
    shipped = active_version()
    first, second, third = several(3)
    for version in (first, second, third):
        activate(version)
    ModelVersion.objects.filter(pk__in=[first.pk, second.pk]).delete()
    assert rollback_target() == shipped
    roll_back()
    assert active_version() == shipped


def test_a_version_that_was_live_twice_is_met_twice(several: Several) -> None:
    shipped = active_version()
    assert shipped
    (first,) = several(1)
    activate(first)
    shipped.refresh_from_db()
    activate(shipped)
    roll_back()
    assert active_version() == first
    roll_back()
    assert active_version() == shipped


def test_between_two_turns_of_one_version_there_may_be_nothing_left(several: Several) -> None:
    shipped = active_version()
    assert shipped
    (first,) = several(1)
    activate(first)
    shipped.refresh_from_db()
    activate(shipped)
    ModelVersion.objects.filter(pk=first.pk).delete()
    with pytest.raises(VersionRefused, match="No other version"):
        roll_back()


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], []),
        ([(False, 1), (False, 2), (False, 3)], [1, 2, 3]),
        ([(False, 1), (False, 2), (True, 1)], [1]),
        ([(False, 1), (False, 2), (False, 3), (True, 1), (False, 4)], [1, 4]),
        ([(False, 1), (False, 2), (False, 1), (True, 2), (True, 1)], [1]),
        ([(True, 5), (False, 6)], [5, 6]),
    ],
)
def test_the_stack_of_activations(entries: list[tuple[bool, int]], expected: list[int]) -> None:
    assert activation_stack(entries) == expected


def test_going_back_to_a_worse_version_needs_no_reason(several: Several) -> None:
    version = worse(several(1)[0], drawn_accuracy=2)
    activate(version, force=True, reason="For a day")
    (better,) = several(1)
    activate(better)
    assert not roll_back().forced
    assert active_version() == version


def test_what_is_broken_does_not_come_back(several: Several) -> None:
    first, second = several(2)
    activate(first)
    activate(second)
    path_of(first.file_sha256).write_bytes(b"broken")
    with pytest.raises(VersionRefused, match="was changed"):
        roll_back()
    assert active_version() == second
    path_of(first.file_sha256).unlink()


def test_a_decision_on_an_old_picture_is_refused(several: Several) -> None:
    shipped = active_version()
    assert shipped
    first, second = several(2)
    activate(first)
    with pytest.raises(VersionRefused, match=f"Version {first} was put live in the meantime"):
        activate(second, instead_of=shipped.number)
    with pytest.raises(VersionRefused, match="in the meantime"):
        roll_back(instead_of=shipped.number)
    assert active_version() == first


# -- two at once ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def _numbers_begin_anew(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Leave the database as it was: what is registered anew has the numbers that others know."""
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, reset_sequences=True, verbosity=0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_numbers_begin_anew")
def test_of_two_activations_at_the_same_moment_one_is_refused(
    several: Several, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hold both between check and switch until both are there."""
    shipped = active_version()
    assert shipped
    rivals = several(2)
    checked = threading.Barrier(2)
    make_switch = activation.make_switch

    def switch_together(*arguments: object) -> Deployment:
        checked.wait(PATIENCE_SECONDS)
        return make_switch(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(activation, "make_switch", switch_together)
    refusals: list[str] = []

    def run(version: ModelVersion) -> None:
        try:
            activate(version)
        except VersionRefused as error:
            refusals.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[version]) for version in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    live = active_version()
    assert live in rivals
    (loser,) = {*rivals} - {live}
    assert refusals == [f"Another version was activated at the same moment as {loser}."]
    assert log()[-1] == (shipped.number, live.number, False)
    assert ModelVersion.objects.get(pk=loser.pk).status == Status.READY
