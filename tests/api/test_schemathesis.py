"""Nothing that a client may send brings a 5xx or an answer that the API's description does not have."""

import shutil
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from recognizer.services.course import trainings
from recognizer.services.course.training_records import trainings_folder
from tests.support.api_types import description

pytestmark = pytest.mark.slow  # it asks some hundred questions

EXAMPLES = 10
"""Of each endpoint and kind of request; always the same ones."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
PAIRS_IN_LISTS = "/api/v1/learn/descent"
EXCLUDED = response_schema_conformance
"""schemathesis turns `prefixItems` within `items` into what JSON Schema does not allow."""
OPERATIONS = [
    pytest.param(path, method, mode, id=f"{method} {path}, {mode.value}")
    for path, methods in description()["paths"].items()
    for method, operation in methods.items()
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or "requestBody" in operation  # else nothing can be wrong
]


@pytest.fixture(autouse=True)
def _nothing_outlives_a_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep the test's connection to the database open between requests, and start no training."""
    monkeypatch.setattr(trainings, "start_runner", lambda _slot: None)
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)
    shutil.rmtree(trainings_folder(), ignore_errors=True)


@cache
def api() -> BaseSchema:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "method", "mode"), OPERATIONS)
def test_no_answer_is_other_than_described(path: str, method: str, mode: GenerationMode) -> None:
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=api()[path][method].as_strategy(generation_mode=mode))
    def check(case: Case[Any]) -> None:
        case.call_and_validate(
            headers={"Accept-Encoding": "identity"},  # its client does not undo what is compressed
            checks=CHECKS,
            excluded_checks=[EXCLUDED] if path == PAIRS_IN_LISTS else [],
        )

    check()
