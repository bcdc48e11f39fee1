"""Ids, routes and methods of requests, as logs and metrics name them."""

import re
from dataclasses import dataclass

import pytest

from recognizer.telemetry.requests import Asked, id_of, method_of, route_of


@dataclass
class Match:
    view_name: str


@pytest.mark.parametrize("given", ["abc", "A-1_2.3", "a" * 64])
def test_a_sane_id_is_taken_over(given: str) -> None:
    assert id_of(given) == given


@pytest.mark.parametrize("given", [None, "", "a" * 65, "a b", "a\n", "ä", 'a"', "<a>", "a/b"])
def test_in_the_place_of_any_other_one_is_made(given: str | None) -> None:
    found = id_of(given)
    assert re.fullmatch("[0-9a-f]{16}", found)
    assert id_of(given) != found, "no two are the same"


def test_there_are_few_routes_however_many_paths_there_are() -> None:
    assert route_of(Match("api-v1:recognize"), "/api/v1/recognize", "/static/") == "api-v1:recognize"
    assert route_of(None, "/static/css/x.css", "/static/") == "static"
    assert route_of(None, "/wp-login.php", "/static/") == "unmatched"
    assert route_of(Match(""), "/x", "/static/") == "unmatched"


def test_so_are_methods() -> None:
    assert method_of("GET") == "GET"
    assert method_of("BREW") == method_of(None) == "other"


def test_what_is_not_to_be_said_is_exchanged() -> None:
    asked = Asked("1", unsaid=(("d=123456", "…"), ("192.0.2.1", "(client)"), ("ab", "…")))
    assert asked.discreet("/inside/?d=123456 from 192.0.2.1: ab") == "/inside/?… from (client): ab"
