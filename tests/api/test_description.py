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
