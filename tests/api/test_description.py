"""The description of the API says of every answer what it is."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from tests.support.api_types import FILE, NULL, description, module


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    found: dict[str, Any] = description()["components"]["schemas"]
    return found


def models(base: type[BaseModel] = BaseModel) -> Iterator[type[BaseModel]]:
    for model in base.__subclasses__():
        if model.__module__.startswith("recognizer.api"):
            yield model
        yield from models(model)


def test_no_two_schemas_share_a_name(schemas: dict[str, Any]) -> None:
    assert schemas
    names = Counter(model.__name__ for model in set(models()))
    assert [name for name, count in names.items() if count > 1] == []


def test_a_training_is_described_as_it_is_answered(schemas: dict[str, Any]) -> None:
    paths = description()["paths"]
    answer = paths["/api/v1/learn/trainings/{training_id}"]["get"]["responses"]["200"]
    name = answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    assert schemas[name]["properties"].keys() >= {"id", "state", "settings", "epochs", "progress"}


def test_what_an_answer_may_leave_out_is_not_called_required(schemas: dict[str, Any]) -> None:
    """Values that are not known are left out of answers, never null."""
    wrong = [
        f"{name}.{field}"
        for name, schema in schemas.items()
        for field, kind in schema["properties"].items()
        if NULL in kind.get("anyOf", []) and field in schema.get("required", [])
    ]
    assert wrong == []


def test_javascript_knows_the_answers_by_their_types() -> None:
    assert FILE.read_text() == module(), "Run `python -m tests.support.api_types`."


def parts(schema: object) -> Iterator[dict[str, Any]]:
    """Yield all objects of the document."""
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from parts(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from parts(value)


def test_every_reference_leads_somewhere() -> None:
    whole = description()
    found = [part["$ref"] for part in parts(whole) if isinstance(part.get("$ref"), str)]
    assert found
    known = {f"#/components/schemas/{name}" for name in whole["components"]["schemas"]}
    assert set(found) <= known


def test_limits_of_numbers_are_said_in_the_words_of_json_schema() -> None:
    assert [part for part in parts(description()) if {"ge", "gt", "le", "lt"} & part.keys()] == []


def test_each_endpoint_says_what_it_refuses() -> None:
    operations = {
        f"{method} {path}": set(operation["responses"])
        for path, methods in description()["paths"].items()
        for method, operation in methods.items()
    }
    for name, statuses in operations.items():
        has_no_body = name.startswith(("get", "delete"))
        asked = {"400", "429"} if has_no_body else {"400", "413", "415", "422", "429", "503"}
        assert asked <= statuses, name
    course = "/api/v1/learn"
    assert "404" in operations[f"get {course}/trainings/{{training_id}}"]
    assert "409" in operations[f"post {course}/trainings"]
    assert {"403", "404"} <= operations[f"post {course}/trainings/{{training_id}}/stop"]
    assert "404" in operations[f"post {course}/inside"]
    given = "/api/v1/feedback"
    assert {"404", "409"} <= operations[f"post {given}"]
    assert all(
        "404" in operations[f"{at}"] for at in (f"get {given}", f"delete {given}", f"get {given}/export")
    )
