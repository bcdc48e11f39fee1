"""Whoever reads Chinese finds no English left over on any page."""

import json
from getpass import getuser
from pathlib import Path
from socket import gethostname
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from recognizer import tasks
from recognizer.models import (
    DeliveryState,
    Deployment,
    ModelVersion,
    ReadingTally,
    SampleState,
    Status,
    WebhookDelivery,
)
from recognizer.phrases import Phrase
from recognizer.services.data_sets.making import make_data_set
from recognizer.services.errors import VersionRefused
from recognizer.services.training.lifecycle import begin, mark_ended, request_stop
from recognizer.services.training.run import reason
from recognizer.services.webhooks.outbox import send_test
from recognizer.views.lessons import LESSONS
from tests.support.challenges import challenged
from tests.support.given import sample
from tests.support.receivers import webhook
from tests.support.sentences import ALLOWED, english_in, words
from tests.support.trainings import tiny_spec
from tests.support.versions import register_good_version

pytestmark = pytest.mark.django_db

CHINESE = "zh-hans"


def test_it_sees_what_is_left_over() -> None:
    assert english_in("<p>中文 <b>Left over</b></p>") == ["Left over"]
    assert english_in('<img alt="A digit"><input type="submit" value="Go on">') == ["A digit", "Go on"]
    assert english_in("<option value='he'>Two words</option>") == ["Two words"]


def test_it_lets_pass_what_is_no_english() -> None:
    assert english_in('<p lang="en">English</p><code>code <code>in</code> code</code>') == []
    assert english_in('<p translate="no">name <b>of</b> it</p><option value="one">one</option>') == []
    assert english_in("<p>784-30-10，sigmoid；按 Ctrl+Z，{count} 个，3×3</p>") == []


@pytest.fixture
def reader(client: Client) -> Client:
    """Somebody who chose Chinese."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = CHINESE
    return client


@pytest.fixture
def operator(reader: Client) -> Client:
    """One who may do everything."""
    reader.force_login(User.objects.create_superuser("admin"))
    return reader


def said_in_english(response: Any) -> list[str]:  # noqa: ANN401 - Django's test client has its own
    page = response.content.decode()
    assert response["Content-Language"] == CHINESE
    assert f'<html lang="{CHINESE}"' in page
    return english_in(page.replace(gethostname(), "").replace(getuser(), ""))


@pytest.mark.parametrize(
    "path", ["/", "/given/", "/inside/", "/learn/", *(f"/learn/{at.slug}/" for at in LESSONS)]
)
def test_what_everybody_sees_is_chinese(reader: Client, path: str) -> None:
    response = reader.get(path)
    assert response.status_code == 200
    assert said_in_english(response) == []


@pytest.mark.parametrize("path", ["/nowhere", "/admin/login/", "/admin/nothing/"])
def test_so_is_what_strangers_see(reader: Client, path: str) -> None:
    response = reader.get(path, follow=True)
    assert response.status_code in {200, 404}
    assert said_in_english(response) == []


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_so_is_what_went_wrong(name: str) -> None:
    with override(CHINESE):
        assert english_in(render_to_string(f"{name}.html")) == []


def test_so_is_what_a_form_without_a_cookie_is_answered() -> None:
    response = Client(enforce_csrf_checks=True, headers={"Accept-Language": "zh-CN"}).post("/language/")
    assert response.status_code == 403
    assert said_in_english(response) == []
    assert b"<form" not in response.content  # its switch would lead back here


def test_so_is_what_says_that_no_password_is_taken(reader: Client) -> None:
    for _ in range(5):
        response = reader.post(reverse("admin:login"), {"username": "admin", "password": "wrong"})
    assert response.status_code == 429
    assert "请在 15 分钟后再试" in response.content.decode()
    assert said_in_english(response) == []


def test_so_is_what_others_may(reader: Client) -> None:
    """For whoever looks after users without giving permissions."""
    keeper = User.objects.create_user("王", is_staff=True)
    keeper.user_permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    viewer = Group.objects.create(name="查看者")
    viewer.permissions.set(Permission.objects.filter(codename="view_modelversion"))
    keeper.groups.add(viewer)
    reader.force_login(keeper)
    for name, one in (("user", keeper), ("group", viewer)):
        page = reader.get(reverse(f"admin:auth_{name}_change", args=[one.pk]))
        assert "可以查看" in page.content.decode()
        assert "查看者" in page.content.decode()
        assert said_in_english(page) == []


def test_so_is_what_one_may_be_allowed(operator: Client) -> None:
    page = operator.get(reverse("admin:auth_group_add")).content.decode()
    assert "数字识别 | 模型版本 | 可以训练模型版本" in page
    assert "认证和授权 | 用户 | 可以查看" in page
    assert json.dumps("选择全部%s") in operator.get(reverse("admin:jsi18n")).content.decode()


def test_so_is_what_a_form_is_filled_in_with(operator: Client) -> None:
    train = reverse("admin:recognizer_modelversion_train")
    filled_in = operator.get(train).context["presets"]
    names = {preset: values["name"] for preset, values in filled_in.items()}
    assert {preset for preset, name in names.items() if set(words(name)) - ALLOWED} == set()
    operator.post(train, {"preset": "book"})
    assert ModelVersion.objects.latest("number").name == names["book"]


@pytest.fixture
def versions(tmp_path: Path) -> SimpleNamespace:
    """One that answers, one that is ready, one that is queued and one that failed."""
    ready = register_good_version(tmp_path, "好网络")
    queued = tasks.enqueue_training(tiny_spec(name="排队"))
    failed = tasks.enqueue_training(tiny_spec(name="失败"))
    begin(failed)
    request_stop(failed, by="某人")
    missing = Phrase("The model file {file} is missing from {folder}.", file="1.safetensors", folder="/")
    mark_ended(failed, Status.FAILED, reason(VersionRefused(missing)))
    active = ModelVersion.objects.get(status=Status.ACTIVE)
    return SimpleNamespace(
        active=active.number, ready=ready.number, queued=queued.number, failed=failed.number
    )


def given(ready: int) -> dict[str, int]:
    """Let somebody give a digit, and a version learn from a data set of it; return their numbers."""
    suspicious = sample(said=7, marks=["neighbours"], is_random=True)
    sample(state=SampleState.AGREED, label=1)
    data_set = make_data_set(name="秋季", reason="第一个")
    version = ModelVersion.objects.get(number=ready)
    ModelVersion.objects.filter(number=ready).update(people=data_set)
    challenged(version, ModelVersion.objects.get(status=Status.ACTIVE), data_set)
    ReadingTally.objects.create(
        day=timezone.now().date(), version_number=1, device="pen", readings=10, confidence_sum=9
    )
    hook = webhook(
        "https://example.org/",
        name="群",
        off_reason=Phrase("Nothing has reached it for {days} days.", days=5),
    )
    delivery = send_test(hook)
    refused = Phrase("It answered {status}, a redirect, which is not followed.", status=302)
    WebhookDelivery.objects.update(state=DeliveryState.GIVEN_UP, last_error=refused)
    return {
        "webhook": hook.pk,
        "delivery": delivery.pk,
        "claim": suspicious.claim_id,
        "sample": suspicious.pk,
        "data_set": data_set.number,
    }


PAGES = {
    "the admin": ("index", ()),
    "the app": ("app_list", ("recognizer",)),
    "its password": ("password_change", ()),
    "users": ("auth_user_add", ()),
    "a user": ("auth_user_change", ("user",)),
    "groups": ("auth_group_add", ()),
    "versions": ("recognizer_modelversion_changelist", ()),
    "the active version": ("recognizer_modelversion_change", ("active",)),
    "a ready version": ("recognizer_modelversion_change", ("ready",)),
    "a queued version": ("recognizer_modelversion_change", ("queued",)),
    "a failed version": ("recognizer_modelversion_change", ("failed",)),
    "its weights": ("recognizer_modelversion_weights", ("ready",)),
    "its history": ("recognizer_modelversion_history", ("active",)),
    "deleting it": ("recognizer_modelversion_delete", ("ready",)),
    "activating": ("recognizer_modelversion_activate", ("ready",)),
    "a training": ("recognizer_modelversion_training", ("failed",)),
    "a queued training": ("recognizer_modelversion_training", ("queued",)),
    "train": ("recognizer_modelversion_train", ()),
    "import": ("recognizer_modelversion_import", ()),
    "playground": ("recognizer_modelversion_playground", ()),
    "activations": ("recognizer_deployment_changelist", ()),
    "claims": ("recognizer_claim_changelist", ()),
    "a claim": ("recognizer_claim_change", ("claim",)),
    "contributors": ("recognizer_contributor_changelist", ()),
    "samples": ("recognizer_sample_changelist", ()),
    "a sample": ("recognizer_sample_change", ("sample",)),
    "review": ("recognizer_review_changelist", ()),
    "how review stands": ("recognizer_sample_standing", ()),
    "data sets": ("recognizer_dataset_changelist", ()),
    "a data set": ("recognizer_dataset_change", ("data_set",)),
    "making a data set": ("recognizer_dataset_make", ()),
    "importing a data set": ("recognizer_dataset_import", ()),
    "a data set without somebody": ("recognizer_dataset_without", ("data_set",)),
    "departures": ("recognizer_departure_changelist", ()),
    "a gate": ("recognizer_modelversion_gate", ("ready",)),
    "the shadow": ("recognizer_shadow_changelist", ()),
    "readings by day": ("recognizer_readingtally_changelist", ()),
    "webhooks": ("recognizer_webhook_changelist", ()),
    "a webhook": ("recognizer_webhook_change", ("webhook",)),
    "adding a webhook": ("recognizer_webhook_add", ()),
    "deliveries": ("recognizer_webhookdelivery_changelist", ()),
    "a delivery": ("recognizer_webhookdelivery_change", ("delivery",)),
    "what a site does by itself": ("recognizer_learningpolicy_changelist", ()),
}


@pytest.mark.parametrize("name", PAGES)
def test_so_is_the_admin(operator: Client, versions: SimpleNamespace, name: str) -> None:
    view, which = PAGES[name]
    numbers = {**vars(versions), **given(versions.ready), "user": User.objects.get().pk}
    arguments = [numbers.get(argument, argument) for argument in which]
    response = operator.get(reverse(f"admin:{view}", args=arguments), follow=True)
    assert response.status_code == 200
    assert said_in_english(response) == []


def test_so_is_a_comparison(operator: Client, versions: SimpleNamespace) -> None:
    url = reverse("admin:recognizer_modelversion_compare")
    response = operator.get(url, {"versions": f"{versions.active},{versions.ready},{versions.failed}"})
    assert said_in_english(response) == []


def test_so_is_what_the_admin_answers(operator: Client, versions: SimpleNamespace) -> None:
    listed = reverse("admin:recognizer_modelversion_changelist")
    train = reverse("admin:recognizer_modelversion_train")
    upload = {"file": SimpleUploadedFile("0.safetensors", b"not a model")}
    for url, data in [
        (listed, {"action": "compare_selected", "_selected_action": [versions.ready]}),
        (train, {"preset": "deck", "learning_rate": "-1", "sizes": "a,b", "architecture": "{"}),
        (reverse("admin:recognizer_modelversion_import"), upload),
        (reverse("admin:recognizer_modelversion_activate", args=[versions.ready]), {"live": versions.active}),
        (reverse("admin:recognizer_modelversion_roll_back"), {"live": versions.ready, "reason": "太慢"}),
    ]:
        assert said_in_english(operator.post(url, data, follow=True)) == [], url
    assert Deployment.objects.filter(to_version=versions.ready).exists()
    assert said_in_english(operator.get(reverse("admin:recognizer_deployment_changelist"))) == []
