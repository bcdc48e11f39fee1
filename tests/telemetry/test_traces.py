"""Traces: spans of requests, stages and trainings, with nothing of a drawing and no address."""

import builtins
import json
import logging
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from django.test import Client
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from recognizer.telemetry import traces
from recognizer.telemetry.traces import span, start_traces

NUMBER = {"strokes": [[[40, 10], [40, 90]], [[80, 10], [80, 90]], [[120, 10], [120, 90]]]}
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def exported() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    traces.trace_with(SimpleSpanProcessor(exporter))
    yield exporter
    traces.state.tracer = None


def named(exported: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {each.name: each for each in exported.get_finished_spans()}


def everything(exported: InMemorySpanExporter) -> str:
    return json.dumps([json.loads(each.to_json()) for each in exported.get_finished_spans()])


@pytest.mark.django_db
def test_a_reading_has_a_span_with_its_stages_below(client: Client, exported: InMemorySpanExporter) -> None:
    response = client.post(
        "/api/v1/recognize?secret=1",
        NUMBER,
        content_type="application/json",
        headers={"traceparent": PARENT},
        REMOTE_ADDR="192.0.2.77",
    )
    assert response.json()["text"] == "111"
    spans = named(exported)
    whole = spans["POST api-v1:recognize"]
    assert whole.kind == SpanKind.SERVER
    assert whole.attributes == {
        "http.request.method": "POST",
        "http.route": "api-v1:recognize",
        "http.response.status_code": 200,
        "digitweb.request_id": response["X-Request-ID"],
    }
    assert whole.parent
    assert f"{whole.parent.trace_id:032x}" == PARENT.split("-")[1]
    assert {"parse", "preprocess", "network", "rows", "answer"} <= set(spans)
    assert {each.context.trace_id for each in exported.get_finished_spans()} == {whole.context.trace_id}
    for secret in ("192.0.2.77", "secret", "/api/", "strokes"):
        assert secret not in everything(exported)


@pytest.mark.django_db
def test_an_error_of_the_server_is_one_without_its_text(
    client: Client, exported: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("secret drawing")

    monkeypatch.setattr("recognizer.services.recognition.reading.lattice_from_strokes", fail)
    client.raise_request_exception = False
    assert client.post("/api/v1/recognize", NUMBER, content_type="application/json").status_code == 500
    whole = named(exported)["POST api-v1:recognize"]
    assert whole.status.status_code == StatusCode.ERROR
    assert "secret drawing" not in everything(exported)


def test_the_service_is_named(exported: InMemorySpanExporter) -> None:
    with span("training", version=3):
        pass
    found = named(exported)["training"]
    assert found.attributes == {"version": 3}
    assert found.resource.attributes["service.name"] == "digitweb"


def test_without_an_endpoint_nothing_is_traced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(traces.ENDPOINT, raising=False)
    start_traces()
    assert traces.state.tracer is None
    assert span("network") is span("parse"), "one that does nothing"


def test_without_the_packages_it_says_what_is_missing_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    usual = builtins.__import__

    def without(name: str, *arguments: Any, **options: Any) -> ModuleType:
        if name.startswith("opentelemetry"):
            raise ImportError(name)
        found: ModuleType = usual(name, *arguments, **options)
        return found

    monkeypatch.setenv(traces.ENDPOINT, "http://127.0.0.1:4318")
    monkeypatch.setattr(builtins, "__import__", without)
    with caplog.at_level(logging.WARNING):
        start_traces()
    assert traces.state.tracer is None
    (record,) = caplog.records
    assert record.getMessage() == (
        "No traces are sent to http://127.0.0.1:4318, for OpenTelemetry is not installed: "
        "pip install -r requirements-otel.txt."
    )
