"""What a body may hold: what is refused costs hardly anything, whatever it holds."""

import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from recognizer.api import bodies
from recognizer.api.recognize.parsing import MAX_VALUES, STROKES_BYTES
from tests.api.conftest import URL, Post, assert_problem
from tests.support.api_types import description

ADDER = "/api/v1/learn/adder"
SUM = b'{"x1": 1, "x2": 0}'


@pytest.fixture
def unparsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a body is parsed."""

    def fail(*_arguments: object) -> None:
        pytest.fail("the body was parsed")

    monkeypatch.setattr(bodies, "validated", fail)


MANY = "0," * MAX_VALUES
TOO_MANY = {
    "points": '{"strokes": [[' + "[1,1]," * MAX_VALUES + "[1,1]]]}",
    "strokes": '{"strokes": [' + "[]," * MAX_VALUES + "[]]}",
    "numbers for points": '{"strokes": [[' + MANY + "0]]}",
    "coordinates": '{"strokes": [[[' + MANY + "0]]]}",
    "parts of the answer": '{"strokes": [[[1, 2]]], "include": [' + MANY + "0]}",
    "fields": "{" + ",".join(f'"{number}": 1' for number in range(MAX_VALUES + 1)) + "}",
    "lists in lists": '{"strokes": ' + "[" * MAX_VALUES,
    "values beside a picture": '{"image": "", "mode": [' + MANY + "0]}",
}


@pytest.mark.usefixtures("unparsed")
@pytest.mark.parametrize("body", TOO_MANY.values(), ids=TOO_MANY)
def test_a_body_of_too_many_values_is_not_parsed(post: Post, body: str) -> None:
    response = post(body)
    assert response.status_code == 422
    assert "Expected a body of at most 100000 values, found " in json.loads(response.content)["detail"]


@pytest.mark.usefixtures("unparsed")
def test_a_body_of_too_many_fields_is_not_parsed(post: Post) -> None:
    body = json.dumps({"strokes": [[[1, 2]]], **{str(number): 1 for number in range(200)}})
    assert_problem(post(body), 400, "Expected a body of at most 100 fields, found 201.")


@pytest.mark.usefixtures("unparsed")
def test_strokes_may_have_fewer_bytes_than_a_picture(post: Post) -> None:
    body = '{"strokes": [[[1, 2]]]}'
    wide = body + " " * (STROKES_BYTES + 1 - len(body))
    detail = f"Expected a body of at most {STROKES_BYTES} bytes, found {STROKES_BYTES + 1}."
    assert_problem(post(wide), 413, detail)


def test_a_picture_may_have_more_bytes_than_strokes(post: Post) -> None:
    body = {"image": "A" * (STROKES_BYTES + 4)}
    detail = "expected a PNG, JPEG, WebP, GIF or BMP picture, got something else"
    assert_problem(post(body), 415, detail)


@pytest.mark.usefixtures("unparsed")
@pytest.mark.django_db
def test_a_question_of_the_course_of_too_many_values_is_not_parsed(client: Client) -> None:
    body = json.dumps({"weights": [0] * 20_000, "bias": 0, "inputs": [[0]]})
    response: Any = client.post("/api/v1/learn/perceptron", body, content_type="application/json")
    assert_problem(response, 422, json.loads(response.content)["detail"])


WRONG = {
    "include": {"strokes": [[[1, 2]]], "include": [0] * 10},
    "points": {"strokes": [[0] * 10_000]},
    "coordinates": {"strokes": [[["x", "y"]] * 10_000]},
    "strokes": {"strokes": [0] * 1_000},
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_of_many_wrong_values_the_first_is_told(post: Post, body: object) -> None:
    """Building the errors of all of them would cost far more than finding them."""
    response = post(body)
    assert response.status_code == 400
    assert len(json.loads(response.content)["errors"]) <= 2  # both coordinates of a point


def test_a_long_name_is_not_told_back_whole(post: Post) -> None:
    response = post({"strokes": [[[1, 2]]], "x" * 1_000_000: 1})
    assert_problem(response, 400, f"/{'x' * 60}…: expected no field of this name.")


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["abc", "-5", "1e3", "9" * 5_000, " ", "٣", "1_0", "+5", "1.0", "0x1"])
@pytest.mark.parametrize(("path", "body"), [(URL, b'{"strokes": [[[1, 2]]]}'), (ADDER, SUM)])
def test_a_length_that_is_no_number_is_malformed(client: Client, path: str, body: bytes, length: str) -> None:
    response: Any = client.generic("POST", path, body, content_type="application/json", CONTENT_LENGTH=length)
    assert_problem(response, 400, "Expected a whole number in Content-Length, found something else.")


@pytest.mark.django_db
def test_a_form_of_too_many_fields_is_malformed(client: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    response: Any = client.post(URL, {"include": ["tiles"] * 4})
    assert_problem(response, 400, "The request is malformed.")


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["1", "1.0", "1e0"])
def test_a_whole_number_may_be_written_with_a_point(client: Client, text: str) -> None:
    body = f'{{"x1": {text}, "x2": 1}}'
    assert client.post(ADDER, body, content_type="application/json").json()["carry"] == 1


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["true", '"1"', "0.5", "null"])
def test_what_is_no_whole_number_is_malformed(client: Client, text: str) -> None:
    body = f'{{"x1": {text}, "x2": 1}}'
    response: Any = client.post(ADDER, body, content_type="application/json")
    assert_problem(response, 400, "/x1: expected a whole number.")


def request_schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every schema in the body of a request, with the place where it stands."""
    for path, methods in description()["paths"].items():
        for operation in methods.values():
            for kind, content in operation.get("requestBody", {}).get("content", {}).items():
                yield f"{path} {kind}", content["schema"]


def inner(place: str, schema: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a schema and all in it."""
    if isinstance(schema, dict):
        if isinstance(schema.get("type"), str):
            yield place, schema
        for name, value in schema.items():
            yield from inner(f"{place}/{name}", value)
    elif isinstance(schema, list):
        for at, value in enumerate(schema):
            yield from inner(f"{place}/{at}", value)


def test_every_list_and_text_that_a_client_sends_has_a_limit() -> None:
    found = list(itertools.chain.from_iterable(inner(*item) for item in request_schemas()))
    limits = {"array": ("maxItems",), "string": ("maxLength", "enum", "const", "pattern")}
    assert found
    unlimited = [
        place
        for place, schema in found
        if schema["type"] in limits
        and not any(limit in schema for limit in limits[schema["type"]])
        and schema.get("format") != "binary"  # a file: the limit of the whole body
    ]
    assert unlimited == []
