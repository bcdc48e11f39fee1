"""Every endpoint and field that is written about exists, and the other way round."""

import re
from functools import cache
from typing import Any

import pytest
from django.urls import Resolver404, resolve

from recognizer.api.endpoints import api
from recognizer.api.limits.throttling import HEAVY_PART, HeavyThrottle
from recognizer.api.openapi import PROBLEMS
from tests.support.documents import documents
from tests.support.site import ROOT

API = "/api/v1/"
LEARN = f"{API}learn/"
WRITTEN = re.compile(r"(GET|POST|PUT|PATCH|DELETE|HEAD) (\S+)")
FOR_LOAD_BALANCERS = {"GET /healthz", "GET /readyz"}


@cache
def description() -> dict[str, Any]:
    return api.get_openapi_schema(path_prefix=API)


def without_names(endpoint: str) -> str:
    """Return an endpoint whose parameters have no names."""
    return re.sub(r"\{\w+\}", "{}", endpoint)


def operations() -> dict[str, dict[str, Any]]:
    """Return what the API offers, each as "GET /api/v1/…"."""
    return {
        without_names(f"{method.upper()} {path}"): operation
        for path, methods in description()["paths"].items()
        for method, operation in methods.items()
    }


def whole(method: str, path: str) -> str:
    """Return an endpoint with its whole path: those of the course are written without its beginning."""
    return without_names(f"{method} {path if path.startswith('/') else LEARN + path}")


WRITTEN_ENDPOINTS = sorted(
    {whole(*found.groups()) for at in documents() for span in at.spans if (found := WRITTEN.fullmatch(span))}
)


@pytest.mark.parametrize("endpoint", WRITTEN_ENDPOINTS)
def test_an_endpoint_that_is_written_about_is_offered(endpoint: str) -> None:
    assert endpoint in {*operations(), *FOR_LOAD_BALANCERS}


@pytest.mark.parametrize("endpoint", sorted({*operations(), *FOR_LOAD_BALANCERS}))
def test_each_endpoint_that_is_offered_is_written_about(endpoint: str) -> None:
    assert endpoint in WRITTEN_ENDPOINTS


OF_A_SERVER = re.compile(r"/(etc|opt|var)/.*|/digits/?")
"""Files of a server, and the example of a path below which a site lies."""
PATHS = sorted(
    {
        span
        for at in documents()
        for span in at.spans
        if re.fullmatch(r"/[a-z][\w/.-]*", span) and not OF_A_SERVER.fullmatch(span)
    }
    | {"/"}
)


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_is_written_about_leads_somewhere(path: str) -> None:
    if path in {API, LEARN}:
        return
    try:
        resolve(path)
    except Resolver404:
        pytest.fail(f"no page or endpoint has the address {path}")


def words_of(path: str, *, title: str = "") -> set[str]:
    """Return the words of all code of a document, or of one of its sections."""
    (document,) = (document for document in documents() if str(document) == path)
    spans = [span for section in document.sections if title in {"", section.title} for span in section.spans]
    return {word for span in spans for word in re.findall(r"\w+", span)}


def fields(schema: dict[str, Any]) -> set[str]:
    """Return the names of all fields in a schema, those of inner objects too."""
    schemas = [schema, *schema.get("$defs", {}).values()]
    return {name for inner in schemas for name in inner.get("properties", {})}


def test_each_field_of_a_request_to_read_is_written_about() -> None:
    body = operations()[f"POST {API}recognize"]["requestBody"]["content"]["application/json"]["schema"]
    assert fields(body) <= words_of("docs/api.md", title="Request")


def test_each_field_of_a_reading_is_written_about() -> None:
    parts = ("RecognizeAnswer", "DigitAnswer", "ModelAnswer", "TimingsAnswer")
    schemas = description()["components"]["schemas"]
    names = {name for part in parts for name in schemas[part]["properties"]}
    assert names <= words_of("docs/api.md", title="Answer")


def test_each_field_of_a_claim_is_written_about() -> None:
    body = operations()[f"POST {API}feedback"]["requestBody"]["content"]["application/json"]["schema"]
    digits = body["properties"]["digits"]["items"]
    assert fields(body) | fields(digits) <= words_of("docs/api.md", title="What people give")


def test_each_field_of_an_answer_about_what_was_given_is_written_about() -> None:
    parts = ("KeptClaimAnswer", "GivenAnswer", "DepartureAnswer")
    schemas = description()["components"]["schemas"]
    names = {name for part in parts for name in schemas[part]["properties"]}
    assert names <= words_of("docs/api.md", title="What people give")


def rows_of(path: str, head: str) -> list[list[list[str]]]:
    """Return the rows of the table of a document whose head begins so, without the head."""
    (document,) = (document for document in documents() if str(document) == path)
    (found,) = (at.rows[1:] for at in document.sections if at.rows and at.rows[0][0] == [head])
    return found


def test_each_status_of_a_refusal_is_written_about() -> None:
    assert [row[0] for row in rows_of("docs/api.md", "status")] == [[str(status)] for status in PROBLEMS]


LESSONS = sorted(endpoint for endpoint in operations() if " " + LEARN in endpoint)


@pytest.mark.parametrize("endpoint", LESSONS)
def test_each_field_of_a_question_of_the_course_is_written_about(endpoint: str) -> None:
    content = operations()[endpoint].get("requestBody", {}).get("content", {})
    asked = content.get("application/json", {}).get("schema", {}).get("properties", {})
    (row,) = (
        row
        for row in rows_of("docs/learning.md", "endpoint")
        if endpoint in {whole(*found.groups()) for span in row[0] if (found := WRITTEN.fullmatch(span))}
    )
    assert set(asked) == (set(row[1]) if asked else set())


def test_what_gets_a_smaller_share_of_requests_is_written_about() -> None:
    heavy = {
        whole(method, path.removeprefix("/"))
        for _prefix, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
        if any(isinstance(throttle, HeavyThrottle) for throttle in operation.throttle_objects)
    }
    text = (ROOT / "docs" / "learning.md").read_text()
    (said,) = re.findall(r"\. ([^.|]*) together get a (\w+) of it \|", text)
    assert {whole(*found) for found in WRITTEN.findall(said[0].replace("`", " "))} == heavy
    assert said[1] == {6: "sixth"}[HEAVY_PART]
