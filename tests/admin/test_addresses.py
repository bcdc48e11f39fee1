"""Every address of the admin answers nonsense with 400 or 404 or goes on without it, never with 500."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/admin/recognizer/modelversion/"
LOG = "/admin/recognizer/deployment/"
HOSTILE = ["9223372036854775808", "9" * 5_000, "-1", "1\0", "²", "\u202e（）", "a" * 5_000]


@pytest.fixture
def staff(client: Client) -> Client:
    """Somebody who may do anything, to whom an error of the server is an answer."""
    client.force_login(User.objects.create_superuser("staff"))
    client.raise_request_exception = False
    return client


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Yield the route of each address below a resolver."""
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from routes(each, route)


def all_routes() -> list[str]:
    root = next(each for each in get_resolver().url_patterns if str(each.pattern) == "admin/")
    assert isinstance(root, URLResolver)
    return sorted(set(routes(root, "/")))


PLACE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


def filled(route: str, value: str) -> str:
    """Return an address of a route, with this in each of its places."""
    path = PLACE.sub(lambda _place: value, route).replace("^", "").replace("$", "")
    return f"/admin{path}"


@pytest.mark.parametrize("value", HOSTILE)
def test_no_number_or_name_in_an_address_is_an_error_of_the_server(staff: Client, value: str) -> None:
    for route in all_routes():
        if PLACE.search(route):
            assert staff.get(quote(filled(route, value))).status_code < 500, route


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{LOG}?at__year=2147483648", 400),
        (f"{LIST}?number__range=1", 400),
        (f"{LOG}?at__year=99999", 302),
        (f"{LOG}?at__year=2026&at__month=99999999999999999999", 400),
        (f"{LIST}9223372036854775808/change/", 302),
        (f"{LIST}9223372036854775808/training/", 404),
        (f"{LIST}1/delete/?_to_field=", 404),
        (f"{LIST}1/change/?_to_field=", 404),
        (f"{LIST}1/change/?_to_field=nothing", 400),
    ],
)
def test_what_nothing_can_have_is_not_found(staff: Client, address: str, status: int) -> None:
    assert staff.get(address).status_code == status


QUERIES = [
    "p",
    "o",
    "q",
    "e",
    "all",
    "at__year",
    "at__gte",
    "number",
    "number__in",
    "number__range",
    "created_by__id__exact",
    "id__exact",
    "_to_field",
    "_popup",
    "_changelist_filters",
    "nothing",
]


@pytest.mark.parametrize("value", ["9223372036854775808", "1\0", "", "9" * 5_000])
def test_no_query_is_an_error_of_the_server(staff: Client, value: str) -> None:
    for page in (LIST, LOG, "/admin/auth/user/"):
        for name in QUERIES:
            query = urlencode([(name, value)])
            assert staff.get(f"{page}?{query}").status_code < 500, (page, name)


def test_a_fault_of_our_own_is_not_taken_for_nonsense(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise ValueError("a fault")

    monkeypatch.setattr("recognizer.admin.versions.model_admin.current_status", fail)
    assert staff.get(LIST).status_code == 500


@pytest.mark.parametrize("lookup", ["regex", "iregex"])
def test_no_list_is_narrowed_down_by_a_regular_expression(staff: Client, lookup: str) -> None:
    """`(a+)+$` would hold up SQLite's thread for ever, and `**` is an error of the database."""
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for name in ("pk", "id", "name", "username"):
            answer = staff.get(address, {f"{name}__{lookup}": "**"})
            assert answer.status_code < 500, f"{address}: {name}"
            assert "cl" not in (answer.context or {}), f"{address} is a list by {name}"
