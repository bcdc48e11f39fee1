"""What is told of each request: an id of its own, counts and times, and a line of the access log."""

import logging
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.signals import got_request_exception
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from recognizer.api.limits.clients import client_of
from recognizer.telemetry import metrics, traces
from recognizer.telemetry.addresses import hashed
from recognizer.telemetry.logs import ACCESS
from recognizer.telemetry.requests import HEADER, HEADER_IN_META, Asked, current, id_of, method_of, route_of

REFUSED_BODY = frozenset({400, 413, 415, 422})
"""With these a body is refused, or what stands in it."""

OWN = frozenset({"127.0.0.1", "::1"})

access_log = logging.getLogger(ACCESS)


class ObservedMiddleware:
    """Stands around all others, so that nothing is answered without it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        got_request_exception.connect(count_exception, dispatch_uid="digitweb-exceptions")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request, and tell of it."""
        began = time.perf_counter()
        asked = Asked(id_of(request.META.get(HEADER_IN_META)), unsaid=unsaid_of(request))
        # stays until the thread's next request: what goes wrong while an answer is sent belongs to it too
        current.set(asked)
        method = method_of(request.method)
        metrics.IN_FLIGHT.inc()
        try:
            with traces.request_span(method, request.META, asked.id) as span:
                response = self.get_response(request)
                asked.route = route_of(request.resolver_match, request.path, settings.STATIC_URL)
                span.end_with(asked.route, response.status_code)
        finally:
            metrics.IN_FLIGHT.dec()
        seconds = time.perf_counter() - began
        response.headers[HEADER] = asked.id
        count(asked.route, method, response.status_code, seconds)
        if settings.ACCESS_LOG:
            log(request, response, asked, seconds)
        return response

    @staticmethod
    def process_view(request: HttpRequest, *_view: Any) -> None:
        """Note the route, for what is logged while the request is answered."""
        asked = current.get()
        if asked is not None:
            asked.route = route_of(request.resolver_match, request.path, settings.STATIC_URL)


def count(route: str, method: str, status: int, seconds: float) -> None:
    """Count an answer."""
    metrics.REQUESTS.labels(route, method, str(status)).inc()
    metrics.REQUEST_SECONDS.labels(route).observe(seconds)
    if status >= HTTPStatus.BAD_REQUEST:
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            metrics.ERRORS.labels("unavailable").inc()
        elif status in REFUSED_BODY and method in {"POST", "PUT", "PATCH"}:
            metrics.ERRORS.labels("refused_body").inc()


def count_exception(**_signal: Any) -> None:
    """Count an exception that nothing has caught."""
    metrics.ERRORS.labels("exception").inc()


def log(request: HttpRequest, response: HttpResponseBase, asked: Asked, seconds: float) -> None:
    """Write one line about an answer; the query stays out, for it may hold a drawing."""
    size = response.headers.get("Content-Length", "")
    known = {
        "method": method_of(request.method),
        "path": request.path,
        "status": response.status_code,
        "bytes": int(size) if size.isdigit() else None,
        "milliseconds": round(1000 * seconds, 1),
        "client": hashed(client_of(request)),
    }
    access_log.info(
        "%s %s %d %s B %.1f ms route=%s client=%s id=%s",
        known["method"],
        ascii(request.path)[1:-1],
        response.status_code,
        size or "-",
        known["milliseconds"],
        asked.route,
        known["client"],
        asked.id,
        extra=known,
    )


def unsaid_of(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """Return what no log may hold of a request, with what stands in its place.

    Addresses of this machine itself are nobody's.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    addresses = {request.META.get("REMOTE_ADDR", ""), *map(str.strip, forwarded.split(","))}
    query = request.META.get("QUERY_STRING", "")
    found = [(query, "…")] if query else []
    found += [(address, "(client)") for address in addresses if address and address not in OWN]
    return tuple(found)
