"""Viewing, activating and importing are permissions of their own: without one nothing is possible."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from recognizer.models import ModelVersion, Status
from tests.support.addresses import url
from tests.support.versions import write_good_network

pytestmark = pytest.mark.django_db

LIST = reverse("admin:recognizer_modelversion_changelist")
LOG = reverse("admin:recognizer_deployment_changelist")
IMPORT = reverse("admin:recognizer_modelversion_import")
ROLL_BACK = reverse("admin:recognizer_modelversion_roll_back")

Allowed = Callable[..., Client]


@pytest.fixture
def allowed(client: Client) -> Allowed:
    """Log in a member of staff who may do just so much."""

    def log_in(*codenames: str) -> Client:
        user = User.objects.create_user("someone", is_staff=True)
        for codename in codenames:
            permission = Permission.objects.get(
                codename=f"{codename}_modelversion", content_type__app_label="recognizer"
            )
            user.user_permissions.add(permission)
        client.force_login(user)
        return client

    return log_in


def test_there_are_permissions_for_each() -> None:
    found = Permission.objects.filter(content_type__app_label="recognizer").values_list("codename", flat=True)
    assert {f"{act}_modelversion" for act in ("view", "train", "activate", "import")} <= set(found)


def test_without_any_nothing_is_seen(allowed: Allowed, two: tuple[ModelVersion, ModelVersion]) -> None:
    client = allowed()
    live, ready = two
    export = url("export", live.number, "safetensors")
    for address in (
        LIST,
        LOG,
        IMPORT,
        export,
        url("change", live.number),
        url("activate", ready.number),
    ):
        assert client.get(address).status_code == 403, address


def test_whoever_may_view_may_do_no_more(allowed: Allowed, two: tuple[ModelVersion, ModelVersion]) -> None:
    live, ready = two
    client = allowed("view")
    pages = [
        client.get(address) for address in (LIST, url("change", live.number), url("change", ready.number))
    ]
    for page in pages:
        assert page.status_code == 200
        for forbidden in (ROLL_BACK, IMPORT, url("activate", ready.number), "activate_selected"):
            assert forbidden not in page.content.decode()
    assert client.get(LOG).status_code == 200
    assert client.get(url("export", live.number, "safetensors")).status_code == 200
    assert client.get(url("activate", ready.number)).status_code == 403
    assert client.post(url("activate", ready.number), {"live": live.number}).status_code == 403
    assert client.post(ROLL_BACK, {"live": live.number}).status_code == 403
    assert client.get(IMPORT).status_code == 403
    assert ModelVersion.objects.get(status=Status.ACTIVE) == live


def test_whoever_may_change_names_activates_nothing(
    allowed: Allowed, two: tuple[ModelVersion, ModelVersion]
) -> None:
    live, ready = two
    client = allowed("view", "change", "delete", "train", "import")
    assert url("activate", ready.number) not in client.get(url("change", ready.number)).content.decode()
    assert client.post(url("activate", ready.number), {"live": live.number}).status_code == 403
    action = {"action": "activate_selected", "_selected_action": [ready.number]}
    client.post(LIST, action)
    assert client.post(ROLL_BACK, {"live": live.number}).status_code == 403
    assert ModelVersion.objects.get(status=Status.ACTIVE) == live


def test_whoever_may_activate_activates_and_rolls_back(
    allowed: Allowed, two: tuple[ModelVersion, ModelVersion]
) -> None:
    live, ready = two
    client = allowed("view", "activate")
    assert url("activate", ready.number) in client.get(url("change", ready.number)).content.decode()
    page = client.get(LIST).content.decode()
    assert ROLL_BACK in page
    assert IMPORT not in page
    client.post(url("activate", ready.number), {"live": live.number})
    assert ModelVersion.objects.get(status=Status.ACTIVE) == ready
    client.post(ROLL_BACK, {"live": ready.number, "reason": "Slow"})
    assert ModelVersion.objects.get(status=Status.ACTIVE) == live


def test_whoever_may_import_imports_and_no_one_else(
    allowed: Allowed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "recognizer.services.release.importing.measured", lambda _network: {"drawn_accuracy": 0.9}
    )
    content = write_good_network(tmp_path / "good.safetensors", "From afar").read_bytes()
    client = allowed("view", "activate", "train", "change")
    upload = {"file": SimpleUploadedFile("network.safetensors", content)}
    assert client.post(IMPORT, upload).status_code == 403
    assert ModelVersion.objects.count() == 1
    importer = User.objects.create_user("importer", is_staff=True)
    importer.user_permissions.add(
        *Permission.objects.filter(codename__in=["import_modelversion", "view_modelversion"])
    )
    client.force_login(importer)
    assert IMPORT in client.get(LIST).content.decode()
    client.post(IMPORT, {"file": SimpleUploadedFile("network.safetensors", content)})
    assert ModelVersion.objects.latest("number").name == "From afar"
