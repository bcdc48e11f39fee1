"""Traces by OpenTelemetry, where it is installed and told where to: requests, stages of reading, tasks.

Spans hold what is listed here and nothing else: no path or query, no address, nothing of a drawing. Where
none are wanted, they cost next to nothing.
"""

import atexit
import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

ENDPOINT, ENDPOINT_OF_TRACES = "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"
SERVICE = "digitweb"
NOTHING: AbstractContextManager[None] = nullcontext()
WITHOUT_MESSAGES: Any = {"record_exception": False, "set_status_on_exception": False}
"""An error's text may quote what came."""
LEAVE_SECONDS = 2.0
"""How long the end of a process may wait until its last spans are sent."""

logger = logging.getLogger(__name__)


class _State:
    tracer: "Tracer | None" = None


state = _State()
"""Of this process."""


def start_traces() -> None:
    """Send traces from now on if the environment says where to; without the packages say so, and go on."""
    endpoint = os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT") or os.environ.get(ENDPOINT_OF_TRACES)
    if not endpoint or state.tracer is not None:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415 - an extra
            OTLPSpanExporter,
        )
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError:
        logger.warning(
            "No traces are sent to %s, for OpenTelemetry is not installed: "
            "pip install -r requirements-otel.txt.",
            endpoint,
        )
        return
    trace_with(BatchSpanProcessor(OTLPSpanExporter()))


def trace_with(processor: Any) -> None:  # noqa: ANN401 - of a library that may be missing
    """Hand spans to a processor from now on."""
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415

    from digitweb import __version__  # noqa: PLC0415

    known = Resource.create({"service.version": __version__})
    if known.attributes.get(SERVICE_NAME, "").startswith("unknown_service"):  # type: ignore[union-attr]
        known = known.merge(Resource({SERVICE_NAME: SERVICE}))
    provider = TracerProvider(resource=known, shutdown_on_exit=False)
    provider.add_span_processor(processor)
    state.tracer = provider.get_tracer(SERVICE, __version__)
    atexit.register(_leave, provider.shutdown)


def _leave(shutdown: Callable[[], None]) -> None:
    """Send the last spans, but do not wait for long: whoever takes them may hang."""
    thread = threading.Thread(target=shutdown, daemon=True)
    thread.start()
    thread.join(LEAVE_SECONDS)


def span(name: str, **attributes: str | int | float) -> AbstractContextManager[Any]:
    """Return a span around what the block does, below the one that it is in."""
    tracer = state.tracer
    if tracer is None:
        return NOTHING
    return tracer.start_as_current_span(name, attributes=attributes, **WITHOUT_MESSAGES)


class RequestSpan:
    """The span of a request, which learns at the end what was asked."""

    def __init__(self, of: "Span | None", method: str) -> None:
        self._span = of
        self._method = method

    def end_with(self, route: str, status: int) -> None:
        """Note route and status."""
        if self._span is None:
            return
        self._span.update_name(f"{self._method} {route}")
        self._span.set_attribute("http.route", route)
        self._span.set_attribute("http.response.status_code", status)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            from opentelemetry.trace import StatusCode  # noqa: PLC0415 - an extra

            self._span.set_status(StatusCode.ERROR)


WITHOUT_SPAN: AbstractContextManager[RequestSpan] = nullcontext(RequestSpan(None, ""))


def request_span(
    method: str, environ: Mapping[str, Any], request_id: str
) -> AbstractContextManager[RequestSpan]:
    """Return a span around the answer to a request, below that of whoever asked if it has one."""
    if state.tracer is None:
        return WITHOUT_SPAN
    return _request_span(state.tracer, method, environ, request_id)


@contextmanager
def _request_span(
    tracer: "Tracer", method: str, environ: Mapping[str, Any], request_id: str
) -> Iterator[RequestSpan]:
    from opentelemetry.trace import SpanKind  # noqa: PLC0415 - an extra
    from opentelemetry.trace.propagation.tracecontext import (  # noqa: PLC0415
        TraceContextTextMapPropagator,
    )

    carrier = {
        name: value
        for name, key in (("traceparent", "HTTP_TRACEPARENT"), ("tracestate", "HTTP_TRACESTATE"))
        if (value := environ.get(key))
    }
    with tracer.start_as_current_span(
        method,
        context=TraceContextTextMapPropagator().extract(carrier),
        kind=SpanKind.SERVER,
        attributes={"http.request.method": method, "digitweb.request_id": request_id},
        **WITHOUT_MESSAGES,
    ) as found:
        yield RequestSpan(found, method)
