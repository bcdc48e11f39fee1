"""Activating and rolling back in the admin, and the log of both."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from recognizer.models import Deployment, DeploymentSource, ModelVersion, Status
from recognizer.services.release.activation import activate
from recognizer.services.versions.registry import register_file
from tests.support.versions import register_good_version, write_untrained_network

pytestmark = pytest.mark.django_db

LIST = reverse("admin:recognizer_modelversion_changelist")
ROLL_BACK = reverse("admin:recognizer_modelversion_roll_back")
LOG = reverse("admin:recognizer_deployment_changelist")


def page_of(version: ModelVersion) -> str:
    return reverse("admin:recognizer_modelversion_change", args=[version.number])


def activate_url(version: ModelVersion) -> str:
    return reverse("admin:recognizer_modelversion_activate", args=[version.number])


def active() -> ModelVersion:
    return ModelVersion.objects.get(status=Status.ACTIVE)


def worse_version(folder: Path) -> ModelVersion:
    version = register_good_version(folder, "Worse")
    ModelVersion.objects.filter(pk=version.pk).update(mnist_accuracy=0.9)
    return version


def test_the_checks_come_before_the_switch(admin_client: Client, tmp_path: Path) -> None:
    version = register_good_version(tmp_path)
    page = admin_client.get(activate_url(version)).content.decode()
    assert page.count("check-passed") == 8
    assert "It would take over from version 1 · digitweb." in page.replace(str(active()), "1 · digitweb")
    assert 'name="force"' not in page
    assert active() != version


def test_a_version_goes_live_and_the_log_says_who_and_why(
    admin_client: Client, admin_user: User, tmp_path: Path
) -> None:
    before = active()
    version = register_good_version(tmp_path)
    data = {"live": before.number, "reason": "Better on zeros"}
    page = admin_client.post(activate_url(version), data, follow=True).content.decode()
    assert f"Version {version} answers from now on." in page
    assert active() == version
    entry = Deployment.objects.latest("pk")
    assert (entry.by, entry.source, entry.reason) == (admin_user, DeploymentSource.ADMIN, "Better on zeros")
    log = admin_client.get(LOG).content.decode()
    assert "Better on zeros" in log
    assert admin_user.username in log


def test_a_worse_one_takes_force_and_a_reason(admin_client: Client, tmp_path: Path) -> None:
    version = worse_version(tmp_path)
    page = admin_client.get(activate_url(version)).content.decode()
    assert page.count("check-failed") == 1
    assert "worse by more than 0.2 percentage points" in page
    assert 'name="force"' in page
    for data in ({}, {"reason": "Because"}, {"force": "on"}):
        refused = admin_client.post(activate_url(version), data)
        assert "Not activated." in refused.content.decode()
        assert active() != version
    admin_client.post(activate_url(version), {"force": "on", "reason": "For the lecture"})
    assert active() == version
    assert Deployment.objects.latest("pk").forced


def test_what_was_typed_is_not_lost_by_a_refusal(admin_client: Client, tmp_path: Path) -> None:
    page = admin_client.post(activate_url(worse_version(tmp_path)), {"reason": "A <long> story"})
    assert 'value="A &lt;long&gt; story"' in page.content.decode()


def test_a_bad_one_cannot_be_activated(admin_client: Client, tmp_path: Path) -> None:
    before = active()
    version = register_file(write_untrained_network(tmp_path / "untrained.safetensors"))
    page = admin_client.get(activate_url(version)).content.decode()
    assert "This version cannot go live." in page
    assert "Let this version answer" not in page
    admin_client.post(activate_url(version), {"force": "on", "reason": "Please"})
    assert active() == before


def test_a_decision_on_an_old_page_is_refused(admin_client: Client, tmp_path: Path) -> None:
    shown = active()
    first, second = (register_good_version(tmp_path, name) for name in ("First", "Second"))
    activate(first)
    page = admin_client.post(activate_url(second), {"live": shown.number}).content.decode()
    assert "was put live in the meantime" in page
    assert active() == first
    assert f'name="live" value="{first.number}"' in page, "the second look is at what is live now"


def test_the_way_back_asks_why_and_the_log_keeps_it(admin_client: Client, tmp_path: Path) -> None:
    before = active()
    assert ROLL_BACK not in admin_client.get(LIST).content.decode(), "there is nothing to go back to"
    version = register_good_version(tmp_path)
    activate(version)
    for url in (LIST, page_of(version)):
        page = admin_client.get(url).content.decode()
        assert f"Roll back to {before}" in page
        assert ROLL_BACK in page
    page = admin_client.post(
        ROLL_BACK, {"live": version.number, "reason": "It reads sevens as ones"}, follow=True
    ).content.decode()
    assert f"Version {before} answers from now on." in page
    assert active() == before
    assert Deployment.objects.latest("pk").reason == "It reads sevens as ones"


def test_a_double_click_goes_back_once(admin_client: Client, tmp_path: Path) -> None:
    first, second = (register_good_version(tmp_path, name) for name in ("First", "Second"))
    activate(first)
    activate(second)
    decision = {"live": second.number, "reason": "Slow"}
    admin_client.post(ROLL_BACK, decision)
    page = admin_client.post(ROLL_BACK, decision, follow=True).content.decode()
    assert "Not rolled back." in page
    assert active() == first


def test_rolling_back_takes_a_reason_and_the_version_that_was_seen(
    admin_client: Client, tmp_path: Path
) -> None:
    version = register_good_version(tmp_path)
    activate(version)
    page = admin_client.get(ROLL_BACK).content.decode()
    assert f'name="live" value="{version.number}"' in page
    for data in ({}, {"live": version.number}, {"reason": "Slow"}, {"live": version.number, "reason": " "}):
        assert admin_client.post(ROLL_BACK, data).status_code == 200
        assert active() == version


def test_where_there_is_no_way_back_that_is_said(admin_client: Client) -> None:
    page = admin_client.get(ROLL_BACK)
    assert page.status_code == 409
    assert "There is no version to go back to." in page.content.decode()


def test_nobody_changes_the_log(admin_client: Client) -> None:
    entry = Deployment.objects.get()
    change = reverse("admin:recognizer_deployment_change", args=[entry.pk])
    assert admin_client.get(change).status_code == 200
    assert admin_client.post(change, {"reason": "Rewritten"}).status_code == 403
    delete = reverse("admin:recognizer_deployment_delete", args=[entry.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    assert admin_client.get(reverse("admin:recognizer_deployment_add")).status_code == 403
    assert Deployment.objects.get().reason == entry.reason


def test_an_unknown_version_is_not_found(admin_client: Client) -> None:
    url = reverse("admin:recognizer_modelversion_activate", args=[999])
    assert admin_client.get(url).status_code == 404
