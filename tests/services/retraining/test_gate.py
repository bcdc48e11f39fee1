"""The gate: who passes, who does not and why, and what it looks at."""

from dataclasses import replace

import numpy as np
import pytest
from pytest_django import Settings

from recognizer import nn
from recognizer.models import Challenge, DataSet, DataSetState, ModelVersion, Part, Status
from recognizer.phrases import from_json
from recognizer.services.data_sets.people import PARTS, PeopleData
from recognizer.services.errors import DataSetRefused, NotPossibleNow, SetNotAvailable
from recognizer.services.paths import evaluations_folder
from recognizer.services.retraining import gate
from recognizer.services.retraining.gate import challenge
from tests.support.people import people_who_lie_down, ready, registered

pytestmark = pytest.mark.django_db


def checks(found: Challenge) -> dict[str, bool | None]:
    return {check["name"]: check["passed"] for check in found.evidence["checks"]}


def failed(found: Challenge) -> set[str]:
    return {name for name, passed in checks(found).items() if passed is False}


def test_a_challenger_that_learned_from_people_and_forgot_nothing_passes(
    live: ModelVersion, data_set: DataSet, networks: dict[str, nn.Network]
) -> None:
    version = ready(networks["good"], "Good", people=data_set)
    found = challenge(version)
    found.refresh_from_db()
    assert found.passed
    assert (found.version, found.against_number, found.against_name) == (version, live.number, "Live")
    assert found.data_set == data_set
    assert list(checks(found)) == [
        *("people", "device-mouse", "device-touch", "mnist", "drawn", "no_digit", "numbers"),
        *(f"digit-{digit}" for digit in range(10)),
    ]
    assert found.evidence["challenger"]["file"] == version.file_sha256
    assert found.evidence["live"]["file"] == live.file_sha256
    assert found.evidence["data_set"]["sha256"] == data_set.sha256
    people = found.evidence["checks"][0]
    assert (people["n"], people["people"]) == (180, 15)
    assert people["low"] > 0.3
    assert people["challenger"] - people["live"] == pytest.approx((people["gained"] - people["lost"]) / 180)


@pytest.mark.parametrize(
    ("taught", "fails"), [("flipped", "people"), ("sevens", "digit-1"), ("scribbled", "no_digit")]
)
def test_bad_teachers_are_stopped(
    taught: str, fails: str, live: ModelVersion, data_set: DataSet, networks: dict[str, nn.Network]
) -> None:
    found = challenge(ready(networks[taught], taught, people=data_set))
    assert not found.passed
    assert fails in failed(found)


def test_the_same_network_again_is_not_better(
    live: ModelVersion, data_set: DataSet, networks: dict[str, nn.Network]
) -> None:
    found = challenge(ready(networks["live"], "The same", people=data_set))
    assert failed(found) == {"people"}


def test_it_never_looks_at_what_was_learned_or_validated_on(
    live: ModelVersion, data_set: DataSet, networks: dict[str, nn.Network]
) -> None:
    data = people_who_lie_down()
    is_holdout = data.part == PARTS.index(Part.HOLDOUT)
    noise = np.random.default_rng(0).integers(0, 256, data.images.shape, dtype=np.uint8)
    poisoned = replace(
        data,
        images=np.where(is_holdout[:, None, None], data.images, noise),
        labels=np.where(is_holdout, data.labels, 10).astype(np.uint8),
    )
    found = [
        challenge(ready(networks["good"], "Good", people=people)).evidence["checks"]
        for people in (data_set, registered(poisoned))
    ]
    assert found[0] == found[1]


def test_what_people_chose_to_correct_does_not_show_that_a_challenger_is_better(
    live: ModelVersion, networks: dict[str, nn.Network]
) -> None:
    data = people_who_lie_down()
    corrected = registered(replace(data, by_lot=np.zeros_like(data.by_lot)))
    found = challenge(ready(networks["good"], "Good", people=corrected))
    assert "people" in failed(found)
    assert found.evidence["checks"][0]["n"] == 0


def test_done_again_it_says_the_same_and_replaces_what_was_kept(
    live: ModelVersion, data_set: DataSet, networks: dict[str, nn.Network]
) -> None:
    version = ready(networks["good"], "Good", people=data_set)
    found = [challenge(version).evidence for _ in range(2)]
    assert found[0] == found[1]
    assert Challenge.objects.count() == 1


def test_what_was_read_before_is_taken_from_the_cache(
    live: ModelVersion, data_set: DataSet, networks: dict[str, nn.Network]
) -> None:
    version = ready(networks["good"], "Good", people=data_set)
    challenge(version)
    for each in (version, live):
        assert len(list(evaluations_folder().glob(f"{each.file_sha256}-*.npz"))) == 2


def small(data: PeopleData, people: int) -> PeopleData:
    """Return the data without holdout people but so many."""
    is_holdout = data.part == PARTS.index(Part.HOLDOUT)
    kept = np.unique(data.person[is_holdout])[:people]
    return data.where(~is_holdout | np.isin(data.person, kept))


@pytest.mark.parametrize("people", [0, 4, 9])
def test_a_few_people_are_not_enough_to_be_better(
    people: int, live: ModelVersion, networks: dict[str, nn.Network]
) -> None:
    few = registered(small(people_who_lie_down(), people))
    found = challenge(ready(networks["good"], "Good", people=few))
    assert failed(found) == {"people"}
    finding = from_json(found.evidence["checks"][0]["finding"])
    assert finding == (f"Not enough to tell: {12 * people} samples of {people} people; 50 of 10 are needed.")


def test_so_is_mnist_where_it_is_not_there(
    live: ModelVersion, data_set: DataSet, networks: dict[str, nn.Network], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_name: object) -> None:
        raise SetNotAvailable("MNIST is not here.")

    monkeypatch.setattr(gate, "evaluation_set", missing)
    with pytest.raises(SetNotAvailable, match="MNIST is not here"):
        challenge(ready(networks["good"], "Good", people=data_set))
    assert not Challenge.objects.exists()


def test_an_imported_version_is_held_against_the_data_set_of_that_hash(
    live: ModelVersion, data_set: DataSet, networks: dict[str, nn.Network]
) -> None:
    version = ready(networks["good"], "Imported")
    version.datasets = {"people": data_set.sha256}
    version.save()
    assert challenge(version).data_set == data_set
    version.datasets = {"people": "ab" * 32}
    with pytest.raises(NotPossibleNow, match=r"learned from is not here: SHA-256 abab"):
        challenge(version)


def test_who_cannot_be_challenged_is_told_why(
    live: ModelVersion, data_set: DataSet, networks: dict[str, nn.Network]
) -> None:
    version = ready(networks["good"], "Good")
    with pytest.raises(NotPossibleNow, match=r"did not learn from what people gave\."):
        challenge(version)
    with pytest.raises(NotPossibleNow, match="is active; only a ready or retired one"):
        challenge(live)
    version.people = data_set
    ModelVersion.objects.filter(pk=live.pk).update(status=Status.RETIRED)
    with pytest.raises(NotPossibleNow, match=r"No version is live: there is nothing to challenge\."):
        challenge(version)


def test_a_data_set_that_was_withdrawn_judges_nobody(
    live: ModelVersion, data_set: DataSet, networks: dict[str, nn.Network]
) -> None:
    data_set.state = DataSetState.WITHDRAWN
    data_set.save()
    with pytest.raises(DataSetRefused, match="was withdrawn"):
        challenge(ready(networks["good"], "Good", people=data_set))


def test_the_margin_is_that_of_activations(
    live: ModelVersion, data_set: DataSet, networks: dict[str, nn.Network], settings: Settings
) -> None:
    version = ready(networks["sevens"], "Sevens", people=data_set)
    settings.ACTIVATION_MARGIN = 50
    lenient = challenge(version)
    assert lenient.evidence["margin"] == 50
    settings.ACTIVATION_MARGIN = 0.2
    assert failed(lenient) < failed(challenge(version))
