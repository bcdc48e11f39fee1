"""Nobody below a superuser gives himself or others what he has not, or becomes whoever may do more."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from recognizer.admin.people.users import is_beyond

pytestmark = pytest.mark.django_db

USERS = reverse("admin:auth_user_changelist")
GROUPS = reverse("admin:auth_group_changelist")
ADD_USER, ADD_GROUP = reverse("admin:auth_user_add"), reverse("admin:auth_group_add")
PASSWORD = "a-long-new-passphrase"

POWER = {"is_superuser": "on", "groups": ["1"], "user_permissions": ["1", "2", "3"]}


def permission(name: str) -> Permission:
    app, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def person(name: str, *permissions: str, **changes: Any) -> User:
    user = User.objects.create_user(name, f"{name}@example.org", "right", is_staff=True, **changes)
    user.user_permissions.set(permission(each) for each in permissions)
    return user


def address(page: str, one: User | Group) -> str:
    kind = "group" if isinstance(one, Group) else "user"
    return reverse(f"admin:auth_{kind}_{page}", args=[one.pk])


@pytest.fixture
def keeper() -> User:
    """Looks after users, and may do all that Django's own permissions on users and groups allow."""
    acts = ("add", "change", "delete", "view")
    return person("keeper", *(f"auth.{act}_{kind}" for act in acts for kind in ("user", "group")))


@pytest.fixture
def kept(client: Client, keeper: User) -> Client:
    """The browser of that one."""
    client.force_login(keeper)
    return client


@pytest.fixture
def plain() -> User:
    """Somebody who may do nothing."""
    return person("plain")


@pytest.fixture
def superuser() -> User:
    """Somebody who may do everything."""
    return User.objects.create_superuser("root", "root@example.org", "right")


@pytest.fixture
def group() -> Group:
    """A group that may put versions live."""
    group = Group.objects.create(name="those who put live")
    group.permissions.add(permission("recognizer.activate_modelversion"))
    return group


def filled_in(user: User, **changes: object) -> dict[str, object]:
    """Return what the form of a user sends."""
    return {
        "username": user.username,
        "email": user.email,
        "is_active": "on",
        "is_staff": "on",
        "date_joined_0": "2026-01-01",
        "date_joined_1": "00:00:00",
        **changes,
    }


def powerless(user: User) -> bool:
    user = User.objects.get(pk=user.pk)
    return not (user.is_superuser or user.groups.exists() or user.user_permissions.exists())


def test_nobody_makes_others_mighty(kept: Client, plain: User, group: Group) -> None:
    response = kept.post(address("change", plain), filled_in(plain, email="new@example.org", **POWER))
    assert response.status_code == 302
    assert User.objects.get(pk=plain.pk).email == "new@example.org"
    assert powerless(plain)


def test_nobody_makes_himself_mighty(kept: Client, keeper: User, group: Group) -> None:
    before = keeper.get_all_permissions()
    assert kept.post(address("change", keeper), filled_in(keeper, **POWER)).status_code == 302
    after = User.objects.get(pk=keeper.pk)
    assert not after.is_superuser
    assert after.get_all_permissions() == before


def test_nor_by_the_form_that_adds(kept: Client, group: Group) -> None:
    sent = {"username": "new", "password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    for name, popup in (("new", {}), ("newer", {"_popup": "1"})):
        kept.post(ADD_USER, {**sent, **POWER, "is_staff": "on", **popup, "username": name})
        assert powerless(User.objects.get(username=name))


def test_the_form_shows_what_it_does_not_offer(kept: Client, plain: User, group: Group) -> None:
    plain.groups.add(group)
    plain.user_permissions.add(permission("auth.view_user"))
    page = kept.get(address("change", keeper_of(kept))).content.decode()
    for field in POWER:
        assert f'name="{field}"' not in page
    assert " | user | Can change" in page
    shown = kept.get(address("change", plain)).content.decode()
    assert "those who put live" in shown


def keeper_of(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


@pytest.mark.parametrize("kind", ["superuser", "inactive superuser", "permission", "group", "inactive"])
def test_who_may_do_more_is_out_of_reach(kept: Client, group: Group, kind: str) -> None:
    mighty = person("mighty", is_superuser="superuser" in kind, is_active="inactive" not in kind)
    if kind in {"permission", "inactive"}:
        mighty.user_permissions.add(permission("recognizer.activate_modelversion"))
    if kind == "group":
        mighty.groups.add(group)
    password = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    assert kept.post(address("change", mighty), filled_in(mighty, email="new@example.org")).status_code == 403
    assert kept.post(address("password_change", mighty), password).status_code == 403
    assert kept.post(address("delete", mighty), {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [mighty.pk], "post": "yes"}
    assert kept.post(USERS, bulk).status_code == 403
    after = User.objects.get(pk=mighty.pk)
    assert (after.email, after.check_password("right")) == ("mighty@example.org", True)
    assert kept.get(address("change", mighty)).status_code == 200  # to be looked at


def test_who_may_do_no_more_is_looked_after(kept: Client, plain: User) -> None:
    password = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    assert kept.post(address("password_change", plain), password).status_code == 302
    assert User.objects.get(pk=plain.pk).check_password(PASSWORD)
    assert kept.post(address("delete", plain), {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=plain.pk).exists()


def test_below_superusers_groups_are_only_looked_at(kept: Client, keeper: User, group: Group) -> None:
    keeper.groups.add(group)
    sent = {"name": "renamed", "permissions": [permission("recognizer.delete_modelversion").pk]}
    assert kept.post(address("change", group), sent).status_code == 403
    assert kept.post(ADD_GROUP, sent).status_code == 403
    assert kept.post(address("delete", group), {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [group.pk], "post": "yes"}
    kept.post(GROUPS, bulk)
    assert list(group.permissions.all()) == [permission("recognizer.activate_modelversion")]
    page = kept.get(address("change", group)).content.decode()
    assert page.count("Digit recognition | model version | Can put model versions live and roll back") == 1


def test_the_list_offers_no_way_round(kept: Client, plain: User) -> None:
    page = kept.get(USERS).content.decode()
    assert 'name="form-0-' not in page
    edited = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": plain.pk, "_save": "Save"}
    kept.post(USERS, {**edited, "form-0-is_superuser": "on"})
    assert powerless(plain)


def test_superusers_give_everything(client: Client, superuser: User, plain: User, group: Group) -> None:
    client.force_login(superuser)
    may = permission("recognizer.view_modelversion")
    sent = filled_in(plain, is_superuser="on", groups=[group.pk], user_permissions=[may.pk])
    assert client.post(address("change", plain), sent).status_code == 302
    after = User.objects.get(pk=plain.pk)
    assert after.is_superuser
    assert list(after.groups.all()) == [group]
    assert list(after.user_permissions.all()) == [may]
    assert (
        client.post(address("change", group), {"name": "renamed", "permissions": [may.pk]}).status_code == 302
    )
    assert list(group.permissions.all()) == [may]


def test_beyond_is_who_may_do_more(keeper: User, plain: User, superuser: User) -> None:
    assert is_beyond(superuser, keeper)
    assert is_beyond(keeper, plain)
    assert not is_beyond(plain, keeper)
    assert not is_beyond(keeper, keeper)
    assert not is_beyond(keeper, superuser)
    assert not is_beyond(superuser, User.objects.create_superuser("another"))


def test_ones_own_password_takes_the_old_one(client: Client, superuser: User) -> None:
    client.force_login(superuser)
    page = reverse("admin:auth_user_password_change", args=[superuser.pk])
    form = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    for response in (client.get(page), client.post(page, form)):
        assert response["Location"] == reverse("admin:password_change")
    superuser.refresh_from_db()
    assert not superuser.check_password(PASSWORD)


def test_who_is_logged_out_everywhere_is_whom_one_may_change(
    kept: Client, plain: User, superuser: User
) -> None:
    browsers = {user: Client() for user in (plain, superuser)}
    for user, browser in browsers.items():
        browser.force_login(user)
    form = {"action": "log_out_everywhere", "_selected_action": [user.pk for user in browsers]}
    page = kept.post(USERS, form, follow=True).content.decode()
    assert "1 session has ended." in page
    index = reverse("admin:index")
    assert browsers[plain].get(index).status_code == 302
    assert browsers[superuser].get(index).status_code == 200
