"""The page of the gate, its charts and its button; and the data set in the form of a training."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from recognizer import tasks
from recognizer.models import DataSet, DataSetState, ModelVersion, Status
from recognizer.services.release.activation import activate, active_version
from tests.support.challenges import challenged
from tests.support.people import people_who_lie_down, registered
from tests.support.svg import parsed
from tests.support.versions import register_good_version

pytestmark = pytest.mark.django_db


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


@pytest.fixture
def live() -> ModelVersion:
    found = active_version()
    assert found
    return found


def url(name: str, version: ModelVersion, *more: str) -> str:
    return reverse(f"admin:recognizer_modelversion_{name}", args=[version.number, *more])


def test_the_page_shows_every_check_with_both_figures(
    admin_client: Client, version: ModelVersion, live: ModelVersion, data_set: DataSet
) -> None:
    challenged(version, live, data_set)
    page = admin_client.get(url("gate", version)).content.decode()
    assert page.count('role="rowheader"') == 17
    assert page.count("check-failed") == 0
    assert page.count("cannot be told") == 1, "ten samples by pen"
    for text in ("gate-passed", "99.25 %", "90.00 %", "Digit 7", "by 400 people", "mouse"):
        assert text in page
    assert page.count(".svg") == 17
    assert reverse("admin:recognizer_dataset_change", args=[data_set.number]) in page


def test_of_a_failed_one_it_says_what_failed(
    admin_client: Client, version: ModelVersion, live: ModelVersion
) -> None:
    challenged(version, live, passed=False)
    page = admin_client.get(url("gate", version)).content.decode()
    assert "gate-failed" in page
    assert page.count("check-failed") == 2
    assert "Worse: 40 read wrongly that were right before, 5 the other way round." in page


def test_the_charts_of_a_group_have_one_scale(
    admin_client: Client, version: ModelVersion, live: ModelVersion
) -> None:
    challenged(version, live)
    dots = {}
    for name in ("people", "device-mouse", "device-pen", "mnist"):
        answer = admin_client.get(url("gate_chart", version, name))
        assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
        root = parsed(answer.content)
        (dot,) = root.iter("circle")
        dots[name] = float(dot.get("cx", 0))
        ends = [
            float(x.split(",")[0]) for line in root.iter("polyline") for x in line.get("points", "").split()
        ]
        assert all(0 <= x <= 180 for x in ends)
    assert dots["people"] > dots["mnist"] > 90
    for name in ("nothing", "digit-99"):
        assert admin_client.get(url("gate_chart", version, name)).status_code == 404


def test_before_the_gate_it_says_so_and_the_button_queues(
    admin_client: Client, version: ModelVersion
) -> None:
    page = admin_client.get(url("gate", version)).content.decode()
    assert "was not at the gate yet" in page
    assert "Hold the gate" in page
    page = admin_client.post(url("gate_again", version), follow=True).content.decode()
    assert "Queued: the worker holds the gate." in page
    assert tasks.waits_for_gate(version)
    assert url("gate_again", version) not in page
    page = admin_client.post(url("gate_again", version), follow=True).content.decode()
    assert "It waits for the gate already." in page
    assert admin_client.get(url("gate_again", version)).status_code == 405


def test_whoever_may_only_look_has_no_button(client: Client, version: ModelVersion) -> None:
    user = User.objects.create_user("viewer", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_modelversion"))
    client.force_login(user)
    page = client.get(url("gate", version)).content.decode()
    assert url("gate_again", version) not in page
    assert client.post(url("gate_again", version)).status_code == 403
    assert not tasks.waits_for_gate(version)


def test_who_learned_from_nobody_needs_none(admin_client: Client, live: ModelVersion) -> None:
    page = admin_client.get(url("gate", live)).content.decode()
    assert "it needs to pass no gate" in page
    page = admin_client.post(url("gate_again", live), follow=True).content.decode()
    assert "Only a version that learned from what people gave" in page
    assert url("gate", live) not in admin_client.get(url("change", live)).content.decode()
    assert admin_client.get(reverse("admin:recognizer_modelversion_gate", args=[10**6])).status_code == 404


def test_it_warns_where_another_is_live_by_now(
    admin_client: Client, version: ModelVersion, live: ModelVersion, tmp_path: Path
) -> None:
    challenged(version, live)
    assert "Another version is live by now" not in admin_client.get(url("gate", version)).content.decode()
    activate(register_good_version(tmp_path, "In between"))
    assert "Another version is live by now" in admin_client.get(url("gate", version)).content.decode()


def test_the_versions_page_and_its_activation_lead_there(
    admin_client: Client, version: ModelVersion, live: ModelVersion
) -> None:
    challenged(version, live, passed=False)
    assert url("gate", version) in admin_client.get(url("change", version)).content.decode()
    page = admin_client.get(url("activate", version)).content.decode()
    assert url("gate", version) in page
    assert "It did not pass the gate: People&#x27;s holdout, Digit 1." in page
    assert 'name="force"' in page
    admin_client.post(url("activate", version), {"live": live.number})
    assert active_version() == live
    admin_client.post(url("activate", version), {"live": live.number, "force": "on", "reason": "A lesson"})
    assert active_version() == version
    log = admin_client.get(reverse("admin:recognizer_deployment_changelist")).content.decode()
    assert f'<td class="field-data_set">{version.people_id}</td>' in log


def test_the_form_offers_data_sets_that_are_ready(admin_client: Client, data_set: DataSet) -> None:
    gone = registered(people_who_lie_down().where(people_who_lie_down().person < 30), "Gone")
    gone.state = DataSetState.WITHDRAWN
    gone.save()
    train = reverse("admin:recognizer_modelversion_train")
    page = admin_client.get(train).content.decode()
    assert f'<option value="{data_set.number}">{data_set}</option>' in page
    assert str(gone) not in page
    values = {"preset": "deck", "people": str(data_set.number), "people_weight": "3"}
    admin_client.post(train, values)
    version = ModelVersion.objects.get(status=Status.QUEUED)
    assert version.people == data_set
    assert version.command.endswith(f"--people {data_set.number} --people-weight 3.0 --seed 0")
    refused = admin_client.post(train, {"preset": "deck", "people": str(gone.number)})
    assert "people" in refused.context["form"].errors
    refused = admin_client.post(train, {**values, "people_weight": "50"})
    assert "expected a number from 0.1 to 20" in str(refused.context["form"].errors["people_weight"])
