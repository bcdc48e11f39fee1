"""Training with what people gave: what joins, how much it counts, and what is never looked at."""

import json
import shlex
from dataclasses import replace

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from recognizer import nn
from recognizer.models import DataSet, DataSetState, ModelVersion, Part, Status
from recognizer.phrases import from_json
from recognizer.services.data_sets.files import path_of
from recognizer.services.data_sets.people import PARTS, PeopleData
from recognizer.services.errors import InvalidTraining
from recognizer.services.training.datasets import training_sets
from recognizer.services.training.files import checkpoint_of
from recognizer.services.training.lifecycle import continue_as_new_version, create_run, mark_ended
from recognizer.services.training.presets import training_spec
from recognizer.services.training.run import train_version
from recognizer.services.training.spec import TrainingSpec
from recognizer.services.versions import file_store
from recognizer.services.versions.registry import load_version
from tests.support.people import people_who_lie_down, registered
from tests.support.trainings import tiny_mnist, tiny_spec
from tests.support.versions import put_live

pytestmark = pytest.mark.django_db


def with_strangers() -> PeopleData:
    """Return what people gave, every fourth sample no digit."""
    data = people_who_lie_down()
    return replace(data, labels=np.where(np.arange(len(data.labels)) % 4, data.labels, 10).astype(np.uint8))


@pytest.fixture
def data_set() -> DataSet:
    return registered(with_strangers())


def spec_with(data_set: DataSet, **changes: object) -> TrainingSpec:
    return tiny_spec(people=str(data_set.number), **changes)


def test_it_is_named_by_number_and_hash_and_survives_the_queue(data_set: DataSet) -> None:
    spec = spec_with(data_set, people_weight=3.5)
    assert spec.people is not None
    assert (spec.people.data_set, spec.people.sha256, spec.people.weight) == (
        data_set.number,
        data_set.sha256,
        3.5,
    )
    assert TrainingSpec.from_json(json.loads(json.dumps(spec.to_json()))) == spec
    assert spec.hyperparameters["people"] == {
        "data_set": data_set.number,
        "sha256": data_set.sha256,
        "weight": 3.5,
    }


def test_a_spec_queued_by_an_earlier_release_has_none() -> None:
    queued = tiny_spec().to_json()
    del queued["people"], queued["rows"]
    assert TrainingSpec.from_json(queued) == tiny_spec()
    assert "people" not in tiny_spec().hyperparameters


def test_the_latest_is_repeated_by_its_number(data_set: DataSet) -> None:
    withdrawn = registered(people_who_lie_down(), "Summer")
    withdrawn.state = DataSetState.WITHDRAWN
    withdrawn.save()
    spec = training_spec("deck", {"people": "latest"})
    words = shlex.split(spec.command)
    assert words[words.index("--people") + 1] == str(data_set.number)
    assert words[words.index("--people-weight") + 1] == "2.0"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"people": "latest"}, "--people: there is no data set of what people gave yet."),
        ({"people": "99"}, '--people: expected the number of a data set or "latest", found "99".'),
        ({"people": "²"}, 'found "²"'),
        ({"people": "9" * 30}, "expected the number of a data set"),
        ({"people_weight": 2.0}, "--people-weight: expected with a data set to weigh; add --people."),
        (
            {"people": "1", "people_weight": 0.0},
            "--people-weight: expected a number from 0.1 to 20, found 0.",
        ),
        ({"people": "1", "people_weight": float("nan")}, "found nan"),
        ({"rows": "dead"}, '--rows: expected live or none, found "dead".'),
    ],
)
def test_what_cannot_be_is_said(options: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidTraining) as error:
        training_spec("deck", options)
    assert message in str(error.value)


def test_the_sets_gain_each_its_own_people_and_weights(data_set: DataSet) -> None:
    data, mnist = with_strangers(), tiny_mnist()
    sets = training_sets(spec_with(data_set, people_weight=3.0), mnist)
    for (images, labels), part, before in (
        (sets.training, Part.TRAINING, 20),
        (sets.validation, Part.VALIDATION, 10),
    ):
        given = data.of(part)
        digits = given.labels < 10
        np.testing.assert_array_equal(labels[before:], given.labels[digits])
        np.testing.assert_array_equal(images[before:], given.images[digits].reshape(-1, 784))
    assert sets.sample_weight is not None
    assert sets.sample_weight.tolist() == [1.0] * 20 + [3.0] * (len(sets.training[1]) - 20)


def test_a_network_with_an_output_for_no_digit_learns_from_these_too(data_set: DataSet) -> None:
    spec = spec_with(data_set, synthetic_strangers=10, synthetic_digits=10, synthetic_writers=5)
    labels = training_sets(spec, tiny_mnist()).training[1]
    assert spec.outputs == 11
    assert (labels[-180:] == 10).sum() == (with_strangers().of(Part.TRAINING).labels == 10).sum() > 30


def test_without_people_no_sample_has_a_weight() -> None:
    assert training_sets(tiny_spec(), tiny_mnist()).sample_weight is None


def test_the_holdout_changes_no_bit_of_a_training(data_set: DataSet) -> None:
    data = with_strangers()
    is_holdout = data.part == PARTS.index(Part.HOLDOUT)
    poisoned = replace(
        data,
        images=np.where(is_holdout[:, None, None], 255 - data.images, data.images),
        labels=np.where(is_holdout, (data.labels + 5) % 10, data.labels).astype(np.uint8),
    )
    networks = []
    for given in (data_set, registered(poisoned)):
        version = train_version(spec_with(given), mnist=tiny_mnist())
        networks.append(load_version(version).network.vector.values)
        assert version.temperature
    np.testing.assert_array_equal(networks[0], networks[1])
    training = registered(replace(data, labels=(data.labels + data.part + 1).astype(np.uint8) % 10))
    other = train_version(spec_with(training), mnist=tiny_mnist())
    assert not np.array_equal(networks[0], load_version(other).network.vector.values), "but the rest does"


def test_the_version_names_the_data_set_and_begins_anew(data_set: DataSet) -> None:
    version = train_version(spec_with(data_set), mnist=tiny_mnist())
    version.refresh_from_db()
    assert version.people == data_set
    assert version.datasets["people"] == data_set.sha256
    assert version.learned_from_people
    lines = [from_json(entry["line"]) for entry in version.run.log]
    assert f"With what people gave: data set {data_set.number}; each of its samples counts 2 times." in lines
    fresh = nn.Network.build(
        version.architecture, initializer="scaled_normal", rng=np.random.default_rng(version.seed)
    )
    assert fresh.parameter_count == version.parameters


def test_so_does_one_that_goes_on_from_a_stopped_one(data_set: DataSet) -> None:
    version = create_run(spec_with(data_set))
    assert version.people == data_set
    checkpoint_of(version.number).touch()
    other = continue_as_new_version(version, by="ada", created_by_id=None)
    assert other.people == data_set
    mark_ended(version, Status.FAILED, "")


@pytest.mark.parametrize("how", ["withdrawn", "replaced", "damaged", "gone"])
def test_a_data_set_that_is_another_by_now_fails_the_training(how: str, data_set: DataSet) -> None:
    spec = spec_with(data_set)
    if how == "withdrawn":
        data_set.state = DataSetState.WITHDRAWN
        data_set.save()
    elif how == "replaced":
        DataSet.objects.filter(pk=data_set.pk).update(sha256="ab" * 32)
    elif how == "damaged":
        path = path_of(data_set.sha256)
        whole = path.read_bytes()
        path.write_bytes(whole[:-7])
    else:
        data_set.delete()
    try:
        with pytest.raises(InvalidTraining):
            train_version(spec, mnist=tiny_mnist())
    finally:
        if how == "damaged":
            path.write_bytes(whole)
    version = ModelVersion.objects.get(name="Tiny")
    assert version.status == Status.FAILED
    assert version.error.startswith("InvalidTraining: ")


def test_one_without_anybody_to_learn_from_is_refused() -> None:
    data = people_who_lie_down()
    holdout = registered(data.of(Part.HOLDOUT))
    with pytest.raises(InvalidTraining, match="has no samples to learn from"):
        training_sets(spec_with(holdout), tiny_mnist())


def test_it_keeps_the_live_versions_network_of_rows(data_set: DataSet) -> None:
    live = ModelVersion.objects.get(status=Status.ACTIVE)
    version = train_version(spec_with(data_set), mnist=tiny_mnist())
    rows, of_live = load_version(version).rows, load_version(live).rows
    assert rows is not None
    assert of_live is not None
    np.testing.assert_array_equal(rows.vector.values, of_live.vector.values)
    assert version.hyperparameters["rows"] == {"of": str(live), "file": live.file_sha256}
    assert file_store.path_of(version.file_sha256).is_file()


def test_others_do_so_only_if_asked_and_nobody_has_to(data_set: DataSet) -> None:
    assert load_version(train_version(tiny_spec(), mnist=tiny_mnist())).rows is None
    asked = train_version(tiny_spec(rows="live"), mnist=tiny_mnist())
    assert load_version(asked).rows is not None
    assert "--rows live" in asked.command
    assert load_version(train_version(spec_with(data_set, rows="none"), mnist=tiny_mnist())).rows is None


def test_a_live_version_without_rows_has_none_to_give(data_set: DataSet) -> None:
    put_live(train_version(tiny_spec(), mnist=tiny_mnist()))
    version = train_version(spec_with(data_set), mnist=tiny_mnist())
    assert load_version(version).rows is None
    assert "rows" not in version.hyperparameters
    lines = [from_json(entry["line"]) for entry in version.run.log]
    assert "The live version has no network of rows to take over." in lines


def test_the_command_takes_the_number_and_the_weight(data_set: DataSet) -> None:
    call_command("train_network", "--queue", "--people", "latest", "--people-weight", "4")
    version = ModelVersion.objects.get(status=Status.QUEUED)
    assert version.people == data_set
    assert f"--people {data_set.number} --people-weight 4.0" in version.command
    with pytest.raises(CommandError, match="expected the number of a data set"):
        call_command("train_network", "--queue", "--people", "spring")
