"""Training from the admin: the form, the live page, and its buttons."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recognizer import nn, tasks
from recognizer.models import ModelVersion, Status, TrainingRun
from recognizer.services.training.files import checkpoint_of, training_lock
from recognizer.services.training.lifecycle import begin
from recognizer.services.training.run import run_version
from tests.support.trainings import tiny_mnist, tiny_spec

pytestmark = pytest.mark.django_db

TRAIN = reverse("admin:recognizer_modelversion_train")
LIST = reverse("admin:recognizer_modelversion_changelist")


ONE_LAYER = {
    "input_shape": [28, 28, 1],
    "layers": [{"type": "flatten"}, {"type": "dense", "units": 10, "activation": "softmax"}],
}


def url(action: str, version: ModelVersion) -> str:
    return reverse(f"admin:recognizer_modelversion_{action}", args=[version.number])


def state(client: Client, version: ModelVersion, **query: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(url("training_state", version), query).json()
    return answer


def errors(client: Client, **values: str) -> dict[str, list[str]]:
    """Return what the form says to these values, by field."""
    response = client.post(TRAIN, {"preset": "deck", **values})
    assert response.status_code == 200
    assert not TrainingRun.objects.exists()
    found: dict[str, list[str]] = response.context["form"].errors
    return found


@pytest.fixture
def queued() -> ModelVersion:
    return tasks.enqueue_training(tiny_spec())


@pytest.fixture
def viewer(client: Client) -> Client:
    """Somebody who may look at versions, and no more."""
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_modelversion"))
    client.force_login(user)
    return client


def test_the_list_leads_to_the_form(admin_client: Client) -> None:
    assert TRAIN in admin_client.get(LIST).content.decode()
    page = admin_client.get(TRAIN).content.decode()
    for name in ("learning_rate", "rotation", "synthetic_digits", "architecture"):
        assert f'name="{name}"' in page


def test_the_form_queues_what_differs_from_the_preset(admin_client: Client, admin_user: User) -> None:
    values = {"preset": "book", "epochs": "3", "learning_rate": "0.5", "sizes": "784,50,10", "name": "Mine"}
    response = admin_client.post(TRAIN, values)
    version = ModelVersion.objects.get(name="Mine")
    assert response["Location"] == url("training", version)
    assert version.status == Status.QUEUED
    assert version.created_by == admin_user
    assert version.command == (
        "python manage.py train_network --preset book --sizes 784,50,10 --epochs 3 --seed 0"
    )


def test_a_preset_alone_is_enough(admin_client: Client) -> None:
    admin_client.post(TRAIN, {"preset": "best", "activate_when_done": "on"})
    version = ModelVersion.objects.get(status=Status.QUEUED)
    assert version.command == "python manage.py train_network --preset best --seed 0"
    assert version.run.activate_when_done


@pytest.mark.parametrize(
    "spec",
    [
        {"learning_rate": "1.5", "epochs": "4", "sizes": "784,40,10", "name": "Larger"},
        {"preset": "deep", "epochs": "2"},
        {"preset": "conv", "batch_size": "64", "rotation": "3.5"},
        {"preset": "best", "synthetic_digits": "5000", "seed": "9"},
        {"architecture": json.dumps(ONE_LAYER), "cost": "cross_entropy"},
    ],
    ids=lambda spec: spec.get("preset", "deck"),
)
def test_train_again_begins_with_what_a_version_was_trained_with(
    admin_client: Client, spec: dict[str, str]
) -> None:
    admin_client.post(TRAIN, {"preset": "deck", **spec})
    first = ModelVersion.objects.get(status=Status.QUEUED)
    like = f"{TRAIN}?like={first.number}"
    page = reverse("admin:recognizer_modelversion_change", args=[first.number])
    assert like.rpartition("/")[2] in admin_client.get(page).content.decode()
    form = admin_client.get(like).context["form"]
    again = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    admin_client.post(TRAIN, {name: value for name, value in again.items() if value is not None})
    second = ModelVersion.objects.filter(status=Status.QUEUED).latest("pk")
    assert second.pk != first.pk
    assert second.hyperparameters == first.hyperparameters
    assert (second.architecture, second.name) == (first.architecture, first.name)
    if "architecture" not in spec:  # a database may give its parts back in another order
        assert second.command == first.command


def test_there_is_nothing_to_train_again_like_a_version_that_is_not_there(admin_client: Client) -> None:
    for like in ("999999", "x", ""):
        assert admin_client.get(f"{TRAIN}?like={like}").status_code == 404


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"epochs": "0"}, "epochs", "epochs: expected at least 1, found 0."),
        ({"epochs": "many"}, "epochs", "whole number"),
        ({"learning_rate": "-1"}, "learning_rate", "must be a number from 0"),
        ({"weight_decay": "0.1"}, "weight_decay", "weight_decay is for adamw"),
        ({"rotation": "500"}, "rotation", "expected a number from 0 to 180"),
        ({"sizes": "784,ten"}, "sizes", 'found "784,ten"'),
        ({"sizes": "784,9"}, "sizes", "expected 784,…,10"),
        ({"architecture": "[1]"}, "architecture", "Expected a JSON object, found list."),
        ({"architecture": "{"}, "architecture", "Expected a JSON object: it is none at line 1, column 2"),
        ({"architecture": "{}"}, "architecture", "an architecture must have input_shape"),
        ({"optimizer": "magic"}, "optimizer", "Select a valid choice"),
        ({"synthetic_digits": "-1"}, "synthetic_digits", "expected a whole number from 0"),
        ({"preset": "conv", "sizes": "784,10"}, "sizes", "expected a fully connected preset"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    admin_client: Client, values: dict[str, str], field: str, message: str
) -> None:
    assert message in " ".join(errors(admin_client, **values)[field])


def test_the_live_page_tells_of_the_queue(admin_client: Client, queued: ModelVersion) -> None:
    second = tasks.enqueue_training(tiny_spec(name="Second"))
    page = admin_client.get(url("training", queued)).content.decode()
    assert "Waits for a worker." in page
    answer = state(admin_client, second)
    assert answer["sentence"] == "Waits for a worker; 1 training comes first."
    assert answer["going_on"]
    assert answer["can"] == {"stop": False, "cancel": True, "resume": False}


def test_the_state_grows_with_the_training(admin_client: Client, queued: ModelVersion) -> None:
    seen: list[dict[str, Any]] = []

    class Look(nn.Callback):
        def on_epoch_end(self, run: nn.RunState, record: nn.EpochRecord) -> None:
            seen.append(state(admin_client, queued, since="1"))

    run_version(queued, fetch=tiny_mnist, observers=(Look(),))
    assert [answer["epoch"] for answer in seen] == [1, 2, 3]
    assert [[point["epoch"] for point in answer["curve"]] for answer in seen] == [[], [1], [1, 2]]
    assert all(answer["can"]["stop"] for answer in seen)
    end = state(admin_client, queued)
    assert (end["status"], end["going_on"], len(end["curve"])) == ("ready", False, 3)
    assert end["log"][-1]["line"] == "Trained to the end."


def test_the_buttons_stop_cancel_and_resume(admin_client: Client, queued: ModelVersion) -> None:
    admin_client.post(url("training_cancel", queued))
    queued.refresh_from_db()
    assert queued.status == Status.FAILED
    admin_client.post(url("training_resume", queued))
    queued.refresh_from_db()
    assert queued.status == Status.QUEUED
    with training_lock(queued.number):
        begin(queued)
        admin_client.post(url("training_stop", queued))
        answer = state(admin_client, queued)
    assert answer["sentence"] == "Stops after its mini-batch and keeps the best epoch."
    assert TrainingRun.objects.get(pk=queued.pk).stop_requested


def test_a_button_that_comes_too_late_says_so(admin_client: Client, queued: ModelVersion) -> None:
    page = admin_client.post(url("training_stop", queued), follow=True).content.decode()
    assert "is not being trained; there is nothing to stop." in page


def test_whoever_looks_finds_out_that_a_worker_died(admin_client: Client, queued: ModelVersion) -> None:
    begin(queued)
    answer = state(admin_client, queued)
    assert answer["status"] == "interrupted"
    assert "ended without a word" in answer["sentence"]
    assert answer["can"]["resume"]


def test_so_does_the_list_and_nobody_who_looks_writes(admin_client: Client, queued: ModelVersion) -> None:
    begin(queued)
    with CaptureQueriesContext(connection) as queries:
        state(admin_client, queued)
        admin_client.get(url("training", queued))
        page = admin_client.get(LIST)
    assert "version-state-interrupted" in page.content.decode()
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    queued.refresh_from_db()
    assert queued.status == Status.TRAINING


def test_a_button_notes_that_the_worker_died(admin_client: Client, queued: ModelVersion) -> None:
    begin(queued)
    admin_client.post(url("training_resume", queued))
    queued.refresh_from_db()
    assert queued.status == Status.QUEUED
    assert TrainingRun.objects.get(pk=queued.pk).deaths == 0


def test_resuming_a_stopped_version_leads_to_the_new_one(admin_client: Client, queued: ModelVersion) -> None:
    run_version(queued, fetch=tiny_mnist)
    TrainingRun.objects.filter(pk=queued.pk).update(epoch=2)
    checkpoint_of(queued.number).write_bytes(b"as if it had been stopped")
    page = admin_client.post(url("training_resume", queued), follow=True)
    new = ModelVersion.objects.latest("number")
    assert new != queued
    assert page.redirect_chain[-1][0] == url("training", new)
    assert f"it goes on as version {new.number}." in page.content.decode()


def test_without_the_permission_training_is_neither_shown_nor_possible(
    viewer: Client, queued: ModelVersion
) -> None:
    assert TRAIN not in viewer.get(LIST).content.decode()
    assert viewer.get(TRAIN).status_code == 403
    assert viewer.post(TRAIN, {"preset": "deck"}).status_code == 403
    assert viewer.get(url("training", queued)).status_code == 200
    assert not any(state(viewer, queued)["can"].values())
    for action in ("training_stop", "training_cancel", "training_resume"):
        assert viewer.post(url(action, queued)).status_code == 403
    assert ModelVersion.objects.filter(run__isnull=False).count() == 1


def test_with_the_permission_it_is(viewer: Client) -> None:
    permission, _ = Permission.objects.get_or_create(
        codename="train_modelversion", content_type=ContentType.objects.get_for_model(ModelVersion)
    )
    User.objects.get(username="viewer").user_permissions.add(permission)
    assert TRAIN in viewer.get(LIST).content.decode()
    assert viewer.post(TRAIN, {"preset": "deck"}).status_code == 302


def test_buttons_need_a_post_with_the_token_of_the_session(admin_user: User, queued: ModelVersion) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert client.get(url("training_cancel", queued)).status_code == 405
    assert client.post(url("training_cancel", queued)).status_code == 403
    queued.refresh_from_db()
    assert queued.status == Status.QUEUED


def test_a_version_that_was_not_trained_here_has_no_live_page(admin_client: Client, tmp_path: Path) -> None:
    shipped = ModelVersion.objects.get(shipped=True)
    assert admin_client.get(url("training", shipped)).status_code == 404


@pytest.mark.parametrize("since", ["9" * 5_000, "-1", "²", "١", "\0"])
def test_a_state_since_nonsense_is_the_whole_state(
    admin_client: Client, queued: ModelVersion, since: str
) -> None:
    assert admin_client.get(url("training_state", queued), {"since": since}).status_code == 200
