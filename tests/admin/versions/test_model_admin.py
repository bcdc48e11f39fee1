"""The admin's pages of model versions."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from recognizer.models import ModelVersion, Status
from tests.support.versions import register_good_version

pytestmark = pytest.mark.django_db

LIST = reverse("admin:recognizer_modelversion_changelist")


def page_of(version: ModelVersion) -> str:
    return reverse("admin:recognizer_modelversion_change", args=[version.number])


def activate_url(version: ModelVersion) -> str:
    return reverse("admin:recognizer_modelversion_activate", args=[version.number])


def active() -> ModelVersion:
    return ModelVersion.objects.get(status=Status.ACTIVE)


def test_the_list_marks_the_active_version(admin_client: Client, tmp_path: Path) -> None:
    register_good_version(tmp_path)
    page = admin_client.get(LIST).content.decode()
    assert page.count("version-state-active") == 1
    assert page.count("version-state-ready") == 1
    assert f"{100 * (active().mnist_accuracy or 0):.2f} %" in page


def test_the_action_leads_to_the_checks_of_one_version(admin_client: Client, tmp_path: Path) -> None:
    version = register_good_version(tmp_path)
    data = {"action": "activate_selected", "_selected_action": [version.number]}
    assert admin_client.post(LIST, data)["Location"] == activate_url(version)
    assert active() != version


def test_the_action_takes_no_two_versions(admin_client: Client, tmp_path: Path) -> None:
    before = active()
    version = register_good_version(tmp_path)
    data = {"action": "activate_selected", "_selected_action": [before.number, version.number]}
    page = admin_client.post(LIST, data, follow=True).content.decode()
    assert "Select exactly one version; 2 are selected." in page
    assert active() == before


def test_activating_needs_the_token_of_the_session(admin_user: User, tmp_path: Path) -> None:
    version = register_good_version(tmp_path)
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert client.post(activate_url(version)).status_code == 403
    assert active() != version


def test_the_page_shows_hyperparameters_curve_and_mistakes(admin_client: Client) -> None:
    version = active()
    page = admin_client.get(page_of(version)).content.decode()
    assert "batch_size" in page
    assert version.file_sha256 in page
    assert reverse("admin:recognizer_modelversion_evaluation", args=[version.number, "drawn"]) in page
    curve = admin_client.get(reverse("admin:recognizer_modelversion_curve", args=[version.number]))
    assert curve["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert b"<svg" in curve.content


def test_a_version_without_epochs_has_no_curve(admin_client: Client) -> None:
    version = ModelVersion.objects.create(name="Just begun")
    page = admin_client.get(page_of(version))
    assert page.status_code == 200
    assert "curve.svg" not in page.content.decode()
    curve = admin_client.get(reverse("admin:recognizer_modelversion_curve", args=[version.number]))
    assert curve.status_code == 404


def test_the_active_version_cannot_be_deleted(admin_client: Client, tmp_path: Path) -> None:
    before = active()
    other = register_good_version(tmp_path)
    delete = reverse("admin:recognizer_modelversion_delete", args=[before.number])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    data = {
        "action": "delete_selected",
        "_selected_action": [before.number, other.number],
        "post": "yes",
    }
    assert admin_client.post(LIST, data).status_code == 403
    assert set(ModelVersion.objects.all()) == {before, other}


def test_versions_are_not_added_by_hand(admin_client: Client) -> None:
    assert admin_client.get(reverse("admin:recognizer_modelversion_add")).status_code == 403


def test_strangers_see_nothing(client: Client) -> None:
    assert client.get(LIST).status_code == 302
    curve = client.get(reverse("admin:recognizer_modelversion_curve", args=[active().number]))
    assert curve.status_code == 302
