"""The groups that come with digitweb: each may do what its name says, and no more."""

import importlib
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from recognizer.models import ModelVersion, Status
from tests.support.addresses import url
from tests.support.documents import documents
from tests.support.versions import write_good_network

pytestmark = pytest.mark.django_db

MIGRATION = importlib.import_module("recognizer.migrations.0008_groups")
REVIEWERS = importlib.import_module("recognizer.migrations.0011_reviewers")
LIST = reverse("admin:recognizer_modelversion_changelist")
PEOPLE = [(reverse(f"admin:auth_{kind}_changelist"), 403) for kind in ("user", "group")]
MAY = {
    "viewer": set(),
    "trainer": {"train"},
    "reviewer": {"name"},
    "operator": {"train", "name", "activate", "roll back", "import", "delete"},
}
"""What each may do beside looking at everything."""


@pytest.fixture(autouse=True)
def groups() -> dict[str, Group]:
    """The groups as the migration makes them, also where an earlier test has emptied the database."""
    for migration in (MIGRATION, REVIEWERS):
        migration.offer_groups(apps, connection.schema_editor())
    names = [*MIGRATION.GROUPS, *REVIEWERS.GROUPS]
    return {group.name: group for group in Group.objects.filter(name__in=names)}


@pytest.fixture(autouse=True)
def _quick_import(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a file's word for how good it is."""
    monkeypatch.setattr(
        "recognizer.services.release.importing.measured", lambda _network: {"drawn_accuracy": 0.9}
    )


def looked_at(two: tuple[ModelVersion, ModelVersion]) -> list[tuple[str, int]]:
    """Return the pages that each of them sees."""
    live, ready = (version.number for version in two)
    log = reverse("admin:recognizer_deployment_changelist")
    one = (
        url("change", live),
        url("weights", live),
        url("export", live, "safetensors"),
    )
    several = (f"{url('compare')}?versions={live},{ready}", f"{url('playground')}?versions={live}")
    return [(address, 200) for address in (LIST, log, *one, *several)]


def done(client: Client, two: tuple[ModelVersion, ModelVersion], folder: Path) -> set[str]:
    """Try everything, and return what came about."""
    live, ready = two
    found = set()
    client.post(url("train"), {"preset": "deck", "activate_when_done": "on"})
    if queued := ModelVersion.objects.filter(status=Status.QUEUED).first():
        found.add("train")
        if queued.run.activate_when_done:
            found.add("activate")
    client.post(url("change", ready.number), {"name": "Renamed", "label": "mine"})
    if ModelVersion.objects.filter(name="Renamed", label="mine").exists():
        found.add("name")
    content = write_good_network(folder / "afar.safetensors", "From afar").read_bytes()
    client.post(url("import"), {"file": SimpleUploadedFile("afar.safetensors", content)})
    if ModelVersion.objects.filter(name="From afar").exists():
        found.add("import")
    client.post(url("activate", ready.number), {"live": live.number})
    active = ModelVersion.objects.get(status=Status.ACTIVE)
    if active == ready:
        found.add("activate")
    client.post(url("roll_back"), {"live": active.number, "reason": "Slow"})
    if ModelVersion.objects.get(status=Status.ACTIVE) != active:
        found.add("roll back")
    client.post(url("delete", ready.number), {"post": "yes"})
    if not ModelVersion.objects.filter(pk=ready.pk).exists():
        found.add("delete")
    return found


@pytest.mark.parametrize("name", MAY)
def test_each_may_do_what_its_name_says(
    name: str,
    client: Client,
    groups: dict[str, Group],
    two: tuple[ModelVersion, ModelVersion],
    tmp_path: Path,
) -> None:
    user = User.objects.create_user("somebody", is_staff=True)
    user.groups.add(groups[name])
    client.force_login(user)
    for address, status in (*looked_at(two), *PEOPLE):
        assert client.get(address).status_code == status, address
    page = client.get(LIST).content.decode()
    offered = {
        "train": url("train"),
        "import": url("import"),
        "roll back": url("roll_back"),
    }
    assert {act for act, address in offered.items() if address in page} == MAY[name] & set(offered)
    assert done(client, two, tmp_path) == MAY[name]


def test_permissions_are_those_that_django_makes_too(groups: dict[str, Group]) -> None:
    """Else two of a name would be offered."""
    of_migration = {f"{act}_modelversion": name for act, name in MIGRATION.NAMES.items()}
    call_command("migrate", verbosity=0)
    made = Permission.objects.filter(codename__in=of_migration, content_type__app_label="recognizer")
    assert dict(made.values_list("codename", "name")) == of_migration
    assert made.count() == len(of_migration)


def test_a_choice_of_the_sites_stays(groups: dict[str, Group]) -> None:
    groups["viewer"].delete()
    groups["trainer"].permissions.clear()
    call_command("migrate", verbosity=0)
    assert not Group.objects.filter(name="viewer").exists()
    assert not groups["trainer"].permissions.exists()


def test_a_group_that_was_there_stays_as_it_is() -> None:
    Group.objects.all().delete()
    own = Group.objects.create(name="operator")
    MIGRATION.offer_groups(apps, connection.schema_editor())
    assert not own.permissions.exists()
    assert Group.objects.filter(name__in=MIGRATION.GROUPS).count() == len(MIGRATION.GROUPS)


def test_permissions_are_made_where_there_are_none_yet() -> None:
    """As in the first `migrate`, which makes them when all migrations are through."""
    Group.objects.all().delete()
    Permission.objects.all().delete()
    MIGRATION.offer_groups(apps, connection.schema_editor())
    viewer = Group.objects.get(name="viewer")
    assert [each.codename for each in viewer.permissions.all()] == ["view_modelversion"]


def test_each_is_written_about() -> None:
    (table,) = [
        section.rows
        for document in documents()
        for section in document.sections
        if section.rows and section.rows[0][0] == ["group"]
    ]
    written = {row[0][0]: set(row[1]) for row in table[1:]}
    assert written == {
        **{
            name: {f"recognizer.{act}_modelversion" for act in acts}
            for name, acts in MIGRATION.GROUPS.items()
        },
        **{name: {f"recognizer.{act}" for act in acts} for name, acts in REVIEWERS.GROUPS.items()},
    }


def test_who_reviews_handwriting_may_do_nothing_else(groups: dict[str, Group]) -> None:
    user = User.objects.create_user("somebody", is_staff=True)
    user.groups.add(groups["handwriting reviewer"])
    assert user.get_all_permissions() == {"recognizer.review_sample"}


@pytest.mark.parametrize("name", REVIEWERS.GROUPS)
def test_their_permissions_are_those_that_django_makes(name: str, groups: dict[str, Group]) -> None:
    before = set(Permission.objects.values_list("content_type__model", "codename", "name"))
    Permission.objects.filter(codename__in=REVIEWERS.GROUPS[name]).delete()
    groups[name].delete()
    REVIEWERS.offer_groups(apps, connection.schema_editor())
    call_command("migrate", verbosity=0)
    made = Permission.objects.filter(group__name=name)
    assert dict(made.values_list("codename", "name")) == REVIEWERS.GROUPS[name]
    assert set(Permission.objects.values_list("content_type__model", "codename", "name")) == before


def test_who_keeps_data_sets_makes_them_and_reviews_nothing(groups: dict[str, Group], client: Client) -> None:
    user = User.objects.create_user("somebody", is_staff=True)
    user.groups.add(groups["data keeper"])
    client.force_login(user)
    may = (
        "dataset_make",
        "dataset_import",
        "sample_standing",
        "shadow_changelist",
        "readingtally_changelist",
    )
    for name in (*may, "learningpolicy_changelist"):
        assert client.get(reverse(f"admin:recognizer_{name}"), follow=True).status_code == 200, name
    assert client.get(reverse("admin:recognizer_review_changelist")).status_code == 403
