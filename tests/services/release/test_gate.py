"""What the gate of retraining means for an activation, and for the log."""

from pathlib import Path

import pytest

from recognizer.models import DataSet, Deployment, ModelVersion, Status
from recognizer.services.errors import VersionRefused
from recognizer.services.release.activation import activate, active_version, roll_back
from recognizer.services.release.preflight import preflight
from tests.support.challenges import challenged
from tests.support.people import people_who_lie_down, registered
from tests.support.versions import register_good_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def live() -> ModelVersion:
    """Return the live version."""
    found = active_version()
    assert found
    return found


@pytest.fixture
def data_set() -> DataSet:
    return registered(people_who_lie_down())


@pytest.fixture
def version(tmp_path: Path, data_set: DataSet) -> ModelVersion:
    """Return a ready version that learned from people."""
    found = register_good_version(tmp_path, "Retrained")
    found.people = data_set
    found.save()
    return found


def test_a_version_that_did_not_learn_from_people_needs_no_gate(tmp_path: Path) -> None:
    checks = preflight(register_good_version(tmp_path)).checks
    assert "gate" not in [check.name for check in checks]


def test_one_that_did_and_was_never_there_is_refused(version: ModelVersion) -> None:
    with pytest.raises(
        VersionRefused, match=rf"never at the gate: manage\.py challenge_version {version.number}"
    ):
        activate(version)


def test_so_is_one_that_was_imported(tmp_path: Path) -> None:
    version = register_good_version(tmp_path)
    version.datasets = {"people": "ab" * 32}
    version.save()
    with pytest.raises(VersionRefused, match="never at the gate"):
        activate(version)


def test_one_that_failed_is_refused_with_what_it_failed(version: ModelVersion, live: ModelVersion) -> None:
    challenged(version, live, passed=False)
    with pytest.raises(
        VersionRefused,
        match=r"It did not pass the gate: People's holdout, Digit 1\. It can be put live all the same",
    ):
        activate(version)
    with pytest.raises(VersionRefused, match="takes a reason"):
        activate(version, force=True)
    assert active_version() == live


def test_force_and_a_reason_overrule_it_and_the_log_keeps_what_was_found(
    version: ModelVersion, live: ModelVersion, data_set: DataSet
) -> None:
    challenged(version, live, data_set, passed=False)
    entry = activate(version, force=True, reason="For the lecture")
    entry.refresh_from_db()
    assert entry.forced
    assert entry.data_set_number == data_set.number
    assert entry.evidence["passed"] is False
    assert len(entry.evidence["checks"]) == 17


def test_one_that_passed_goes_live_with_its_evidence(
    version: ModelVersion, live: ModelVersion, data_set: DataSet
) -> None:
    challenged(version, live, data_set)
    entry = activate(version)
    assert not entry.forced
    assert (entry.data_set_number, entry.evidence["passed"]) == (data_set.number, True)
    assert entry.evidence["live"]["number"] == live.number


def test_one_that_passed_against_another_has_to_come_again(
    version: ModelVersion, live: ModelVersion, tmp_path: Path
) -> None:
    challenged(version, live)
    activate(register_good_version(tmp_path, "In between"))
    with pytest.raises(
        VersionRefused, match=f"against version {live.number} · digitweb, not against the live"
    ):
        activate(version)


def test_where_none_is_live_there_is_nothing_to_compare_with(version: ModelVersion) -> None:
    ModelVersion.objects.filter(status=Status.ACTIVE).update(status=Status.RETIRED)
    (check,) = [check for check in preflight(version).checks if check.name == "gate"]
    assert (check.outcome, check.finding) == ("passed", "Nothing to compare with.")


def test_rolling_back_takes_version_and_data_set(
    version: ModelVersion, live: ModelVersion, data_set: DataSet, tmp_path: Path
) -> None:
    challenged(version, live, data_set)
    activate(version)
    activate(register_good_version(tmp_path, "Without people"))
    assert Deployment.objects.latest("pk").data_set_number is None
    assert Deployment.objects.latest("pk").evidence == {}
    back = roll_back()
    assert (back.to_version, back.data_set_number) == (version, data_set.number)
    assert back.evidence["passed"] is True
    first = roll_back()
    assert (first.to_version, first.data_set_number, first.evidence) == (live, None, {})
