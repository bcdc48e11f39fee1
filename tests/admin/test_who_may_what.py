"""Every address of the admin, asked by everybody: who is let in stands in one table, and nobody else is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse
from pytest_django.fixtures import Settings

from digitweb.apps import load_pages
from recognizer.models import Deployment, ModelVersion
from recognizer.services.webhooks.outbox import send_test
from tests.services.data_sets.given import crowd, made
from tests.support.given import sample
from tests.support.receivers import webhook

pytestmark = pytest.mark.django_db

GROUPS = {
    "v": "viewer",
    "t": "trainer",
    "r": "reviewer",
    "o": "operator",
    "h": "handwriting reviewer",
    "d": "data keeper",
}
KEEPER = "w"
"""Staff with the permissions of webhooks, which no group has."""
NO_GROUP = "-"
"""Staff without any permission."""

ALL = "vtrohdw-"
VIEW = "vtrod"
"""Whoever may see model versions."""

OF_EVERYBODY = {
    **dict.fromkeys(("index", "logout", "password_change", "password_change_done", "jsi18n"), ALL),
    **dict.fromkeys(("login", "autocomplete", "view_on_site", "app_list"), ALL),
    "recognizer_learningpolicy_changelist": ALL,  # leads on to a page of its own permission
}
OF_VERSIONS = {
    **dict.fromkeys(("activate", "roll_back", "import", "delete"), "o"),
    **dict.fromkeys(("train", "training_stop", "training_cancel", "training_resume", "gate_again"), "to"),
    **dict.fromkeys(("curve", "weights", "evaluation", "mistakes", "cell", "reliability"), VIEW),
    **dict.fromkeys(("compare", "compare_curves", "compare_latency", "compare_evaluation"), VIEW),
    **dict.fromkeys(("compare_disagreements", "playground", "playground_read", "gate", "gate_chart"), VIEW),
    **dict.fromkeys(("export", "training", "training_state", "changelist", "history"), VIEW),
    "change": "ro",
}
OF_DATA_KEEPERS = {
    "dataset": ("make", "import", "mnist", "export", "without", "chart", "samples", "changelist", "history"),
    "departure": ("changelist",),
    "claim": ("changelist", "history"),
    "contributor": ("changelist", "history"),
    "sample": ("standing", "changelist", "history"),
    "learningpolicy": ("change",),
}
OF_OTHERS = {
    "review": dict.fromkeys(("next", "answer", "undo", "changelist"), "h"),
    "deployment": dict.fromkeys(("changelist", "history"), VIEW),
    "readingtally": dict.fromkeys(("chart", "changelist"), VIEW),
    "shadow": {"start": "o", "stop": "o", "changelist": VIEW, "change": VIEW},
    "webhook": dict.fromkeys(("add", "change", "delete", "test", "secret", "changelist", "history"), KEEPER),
    "webhookdelivery": dict.fromkeys(("again", "changelist", "history"), KEEPER),
}
LET_IN = {
    **OF_EVERYBODY,
    **{f"recognizer_modelversion_{page}": who for page, who in OF_VERSIONS.items()},
    **{f"recognizer_{kind}_{page}": "d" for kind, pages in OF_DATA_KEEPERS.items() for page in pages},
    **{f"recognizer_{kind}_{page}": who for kind, pages in OF_OTHERS.items() for page, who in pages.items()},
}
"""By the name of an address, who may post there; nobody where it does not stand, as in users and groups."""

ARGUMENTS = (
    "",
    "number",
    "object_id",
    "id",
    "app_label",
    "kind",
    "name",
    "number kind",
    "number name",
    "content_type_id object_id",
)
"""What an address may take."""


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """Yield the names of all addresses; those without a name lead to another one of the list."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


load_pages()
NAMES = sorted(set(names(admin.site.get_urls())))


def address(name: str, number: int) -> str:
    values = {
        **dict.fromkeys(("number", "object_id", "id", "content_type_id"), number),
        "app_label": "auth",
        "kind": "rate" if "tally" in name else "npz",
        "name": "mnist",
    }
    for arguments in ARGUMENTS:
        try:
            return reverse(f"admin:{name}", kwargs={key: values[key] for key in arguments.split()})
        except NoReverseMatch:
            continue
    raise AssertionError(f"say in ARGUMENTS what {name} takes")


def is_let_in(response: HttpResponse) -> bool:
    """Whether a page answered, be it with a problem; who is sent to the login or the index sees nothing."""
    elsewhere = (reverse("admin:login"), reverse("admin:index"))
    away = response.status_code == 302 and response["Location"].partition("?")[0] in elsewhere
    return response.status_code != 403 and not away


def asked(client: Client, method: str, name: str, number: int) -> HttpResponse:
    """Ask, and undo whatever it brought about."""
    with transaction.atomic():
        response: HttpResponse = getattr(client, method)(address(name, number))
        transaction.set_rollback(True)
    return response


def of_group(letter: str) -> User:
    name = GROUPS.get(letter, "keeper of webhooks" if letter == KEEPER else "nobody")
    user, is_new = User.objects.get_or_create(username=name, is_staff=True)
    if is_new and letter in GROUPS:
        user.groups.add(Group.objects.get(name=name))
    if is_new and letter == KEEPER:
        user.user_permissions.set(Permission.objects.filter(content_type__model__startswith="webhook"))
    return user


def browser(user: User | AnonymousUser) -> Client:
    client = Client()
    if isinstance(user, User):
        client.force_login(user)
    return client


@pytest.fixture
def numbers(two: tuple[ModelVersion, ModelVersion], settings: Settings) -> dict[str, int]:
    """Something of each kind, as far as its pages show anything else than that it is not there."""
    settings.DATA_SET_SHARE = 100.0
    one = sample()
    crowd()
    other = User.objects.create_user("other", is_staff=True)
    return {
        "modelversion": two[1].number,
        "dataset": made().pk,
        "claim": one.claim.pk,
        "contributor": one.claim.contributor.pk,
        "sample": one.pk,
        "deployment": Deployment.objects.latest("pk").pk,
        "user": other.pk,
        "group": Group.objects.get(name="viewer").pk,
        "webhook": (hook := webhook("https://hooks.example.org/")).pk,
        "webhookdelivery": send_test(hook).pk,
    }


def number_of(name: str, numbers: dict[str, int]) -> int:
    return numbers.get(name.split("_")[1], 1) if "_" in name else 1


@pytest.mark.slow  # each group posts to each address
def test_whoever_posts_needs_the_permission(numbers: dict[str, int], data_folder: Path) -> None:
    found: dict[str, str] = dict.fromkeys(NAMES, "")
    for letter in ALL:
        client = browser(of_group(letter))
        for name in NAMES:
            if is_let_in(asked(client, "post", name, number_of(name, numbers))) or name == "login":
                found[name] += letter
            if name == "logout":
                client = browser(of_group(letter))
    assert {name: who for name, who in found.items() if who} == LET_IN


def test_whoever_has_none_sees_nothing(numbers: dict[str, int]) -> None:
    client = browser(of_group(NO_GROUP))
    seen = {name for name in NAMES if is_let_in(asked(client, "get", name, number_of(name, numbers)))}
    buttons = {"recognizer_shadow_start", "recognizer_shadow_stop"}  # take a post alone, whoever asks
    assert seen == set(OF_EVERYBODY) - {"autocomplete", "login"} | buttons


@pytest.mark.parametrize("user", [AnonymousUser(), User(username="reader")], ids=["nobody", "not staff"])
def test_whoever_is_no_staff_is_sent_to_the_login(
    user: User | AnonymousUser, numbers: dict[str, int]
) -> None:
    if isinstance(user, User):
        user.save()
    client = browser(user)
    for name in NAMES:
        response = asked(client, "post", name, number_of(name, numbers))
        if name not in {"login", "logout", "jsi18n"}:
            assert response.status_code == 302, name
            assert response["Location"].startswith(reverse("admin:login")), name
